/**
 * What mail programs write around quotes and signatures, by language: the words alone.
 *
 * Owns the vocabulary; the shapes that the words stand in are ./attribution.ts, ./rulers.ts and ./signature.ts. A new
 * language is a new line here. Words are as programs write them, compared without regard to case.
 */

const words = (text: string): string[] => text.split("|").map((word) => word.trim());

/** "wrote", as it ends or introduces an attribution; old archives lost the accents, and people type "said". */
export const WROTE: readonly string[] = words(String.raw`
  wrote | writes | schrieb | schreibt | écrit | ecrit | escribió | escribio | escribe | ha escrito |
  ha scritto | scrive | schreef | geschreven | skrev | skrifaði | escreveu | escreve | va escriure | napisał |
  napisała | napisał\(a\) | pisze | napsal | napsala | napsal\(a\) | píše | napísal | napísala | napísal\(a\) |
  kirjoitti | kirjutas | írta | ezt írta | a scris | napisao | napisala | je napisao\/la | je napisal\(a\)? |
  rakstīja | rašė | yazdı | έγραψε | menulis | đã viết | idatzi zuen | написал | написала | написал\(а\) |
  написал\(-а\) | пишет | писал | написав | пише | написа | [?\ufffd]crit | escribi[?\ufffd] | said |
  sagte | meinte | a dit | dijo | ha detto | zei | כתב | כתבה | כתב\/ה | كتب | 写道 | 寫道 | 書きました | 작성 | เขียนว่า
`);

/** Words before the date of an attribution: "On Monday, ...". */
export const ON: readonly string[] = words(`
  on | at | am | le | el | il | il giorno | in data | op | den | em | no dia | a | w dniu | dnia | dne | dňa |
  în | pe | на | в | from | von | kuupäeval | dana | στις | vào | tarihinde | 在 | 於
`);

/** The pronouns that make an attribution somebody's sentence: "as I wrote:". */
export const PRONOUNS: readonly string[] = words(`
  i | you | he | she | they | we | as | what | this | that | who | ich | du | er | sie | wir | wie | je | tu |
  il a | elle | nous | vous | comme | yo | ella | como | come | ik | hij | jij
`);

/** What stands between the dashes over an original message. */
export const ORIGINAL_MESSAGE: readonly string[] = words(`
  original message | original appointment | original-nachricht | originalnachricht | ursprüngliche nachricht |
  message d'origine | message original | mensaje original | messaggio originale | oorspronkelijk bericht |
  mensagem original | oprindelig besked | oprindelig meddelelse | opprinnelig melding | originalmeddelande |
  ursprungligt meddelande | alkuperäinen viesti | wiadomość oryginalna | oryginalna wiadomość | původní zpráva |
  pôvodná správa | eredeti üzenet | mesaj original | исходное сообщение | вихідне повідомлення |
  orijinal mesaj | αρχικό μήνυμα | reply message | reply to message | ответ | 元のメッセージ | 原始邮件 | 原始郵件 | 邮件原件 |
  원본 메시지 | missatge original | izvorna poruka | izvirno sporočilo
`);

/** What stands between the dashes over a forwarded message. */
export const FORWARDED_MESSAGE: readonly string[] = words(`
  forwarded message | begin forwarded message | start of forwarded message | forward message | fwd message |
  weitergeleitete nachricht | anfang der weitergeleiteten nachricht | anfang der weitergeleiteten e-mail |
  message transféré | début du message transféré | début du message réexpédié | mensaje reenviado |
  inicio del mensaje reenviado | messaggio inoltrato | inizio messaggio inoltrato | doorgestuurd bericht |
  begin doorgestuurd bericht | mensagem encaminhada | mensagem reenviada | início da mensagem reenviada |
  videresendt meddelelse | videresendt besked | videresendt melding | vidarebefordrat meddelande |
  vidarebefordrat mejl | välitetty viesti | edelleenlähetetty viesti | przekazana wiadomość |
  wiadomość przekazana | treść przekazanej wiadomości | přeposlaná zpráva | preposlaná správa |
  továbbított üzenet | mesaj redirecționat | пересылаемое сообщение | пересланное сообщение |
  переслане повідомлення | iletilen mesaj | προωθημένο μήνυμα | missatge reenviat | 転送されたメッセージ | 转发的邮件 | 轉寄的郵件 |
  전달된 메시지
`);

/** The header names that programs copy into a quote. */
export const HEADERS = {
  from: words(`
    from | von | de | da | van | från | fra | od | lähettäjä | feladó | de la | от | від | kimden | από | 差出人 |
    发件人 | 寄件者 | 보낸 사람 | expéditeur | remitente
  `),
  date: words(`
    sent | date | gesendet | datum | envoyé | envoyé le | enviado | enviado el | enviada em | fecha | inviato |
    data | verzonden | verzonden op | skickat | sendt | dato | lähetetty | päiväys | päivämäärä | wysłano |
    wysłane | odesláno | odoslané | küldve | dátum | trimis | отправлено | дата | надіслано | gönderildi | tarih |
    ημερομηνία | 送信日時 | 日付 | 日期 | 发送时间 | 发送日期 | 寄件日期 | 보낸 날짜 | message du | date d'envoi
  `),
  to: words(`
    to | an | à | a | para | aan | till | til | do | komu | pro | vastaanottaja | címzett | către | кому | kime |
    προς | 宛先 | 收件人 | 收件者 | 받는 사람 | destinataire | per
  `),
  cc: words(`
    cc | bcc | kopie | kopia | copie | copie à | copia | kopi | dw | kopio | másolat | копия | копія | 抄送 | 副本 |
    참조 | bilgi | κοιν | sent by | reply-to | reply to | répondre à | antwort an | importance | attachments |
    anlagen | pièces jointes | organization | mailed-by | resent-from | list-id | message-id
  `),
  subject: words(`
    subject | betreff | objet | sujet | asunto | oggetto | onderwerp | assunto | ämne | emne | temat | předmět |
    predmet | aihe | tárgy | subiect | тема | konu | θέμα | 件名 | 主题 | 主旨 | 제목 | re
  `),
} as const;

/** "Sent from", before the name of a device or a program. */
export const SENT_FROM: readonly string[] = words(`
  sent from | sent with | sent via | sent using | sent by | get | gesendet von | gesendet mit | von meinem |
  diese nachricht wurde von | envoyé de | envoyé depuis | envoyé avec | envoyé à partir de | obtenez |
  télécharger | enviado desde | enviado de | enviado do | enviado a partir do | enviado con | obtener | obter |
  inviato da | inviato dal | ottieni | scarica | verzonden vanaf | verzonden met | verstuurd vanaf | download |
  sendt fra | hent | skickat från | hämta | lähetetty | hanki | wysłane z | wysłano z | pobierz | odesláno z |
  odoslané z | küldve | trimis de pe | отправлено с | отправлено из | надіслано з | στάλθηκε | gönderildi |
  iphoneから送信 | 发自我的 | 從我的 | nadat z mého | enviat des de
`);

/** Devices and programs that sign a mail; many languages inflect them, so only their beginning counts. */
export const DEVICES: readonly string[] = words(String.raw`
  iphone | ipad | ipod | ios | apple | mac | android | blackberry | outlook | samsung | galaxy | windows |
  nokia | htc | sony | xperia | motorola | moto | nexus | pixel | huawei | xiaomi | lumia | palm | treo |
  yahoo | gmail | aol | gmx | web\.de | proton | sparrow | mailbird | airmail | spark | k-9 | k9 | mail |
  thunderbird | mobil | mobile | mobiltelefon | smartphone | handy | phone | tablet | handheld | wireless |
  телефон | telefon | téléphone | teléfono | telefoon | puhelim
`);
