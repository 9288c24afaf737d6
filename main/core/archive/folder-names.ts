/**
 * What mail programs call their folders for sent mail, drafts and spam, and the labels of Gmail's export.
 *
 * Owns the names by language. A folder within others counts by its last part: "[Gmail]/Sent Mail", "INBOX.Sent". Pure.
 */

const names = (text: string): ReadonlySet<string> => new Set(text.split("|").map((name) => name.trim()));

const SENT = names(`
  sent | sent items | sent mail | sent messages | sent-mail | _sent_mail | _sent | sent_items | sentmail | outbox sent |
  gesendet | gesendete | gesendete elemente | gesendete objekte | gesendete nachrichten | envoyés | messages envoyés |
  éléments envoyés | courriers envoyés | objets envoyés | enviados | elementos enviados | mensajes enviados |
  correo enviado | enviadas | mensagens enviadas | itens enviados | e-mails enviados | inviata | inviati |
  posta inviata | messaggi inviati | elementi inviati | verzonden | verzonden items | verzonden berichten |
  skickat | skickade | skickade objekt | sendt | sendte | sendte elementer | sendt post | lähetetyt | wysłane |
  elementy wysłane | odeslaná pošta | odeslané | odoslané | elküldött | elküldött elemek | trimise | отправленные |
  надіслані | gönderilmiş | gönderilenler | απεσταλμένα | 送信済み | 送信済みアイテム | 送信済みメール | 已发送 | 已发送邮件 |
  寄件備份 | 보낸편지함 | enviats
`);
const DRAFTS = names(`
  drafts | draft | entwürfe | entwurf | brouillons | brouillon | borradores | borrador | rascunhos | rascunho | bozze |
  bozza | concepten | concept | utkast | kladder | luonnokset | wersje robocze | szkice | koncepty | rozepsané |
  piszkozatok | ciorne | черновики | чернетки | taslaklar | πρόχειρα | 下書き | 草稿 | 草稿箱 | 임시보관함 | esborranys
`);
const SPAM = names(`
  spam | junk | junk mail | junk e-mail | junk email | bulk mail | spamverdacht | junk-e-mail | spam-e-mail |
  courrier indésirable | indésirables | correo no deseado | no deseado | lixo eletrônico | lixo eletrónico |
  posta indesiderata | indesiderata | ongewenst | ongewenste e-mail | ongewenste berichten | skräppost | uønsket |
  uønsket e-post | uønsket post | søppelpost | roskaposti | niechciana poczta | wiadomości-śmieci | nevyžádaná pošta |
  nevyžiadaná pošta | levélszemét | спам | нежелательная почта | gereksiz | ανεπιθύμητα | 迷惑メール | 垃圾邮件 | 垃圾郵件 |
  스팸함 | correu brossa
`);

function lastPart(folder: string): string {
  const path = folder.toLowerCase().replace(/\.(?:mbox|mbx|sbd)$/, "");
  const part = path.split(/[/\\]/).at(-1) ?? "";
  // Maildir++ and IMAP servers part by dots.
  return (part.startsWith(".") || part.startsWith("inbox.") ? (part.split(".").at(-1) ?? "") : part).trim();
}

/** Whether a folder or label holds what its owner sent. */
export function isSentFolder(folder: string): boolean {
  return SENT.has(lastPart(folder));
}

/** Whether a folder or label holds drafts. */
export function isDraftFolder(folder: string): boolean {
  return DRAFTS.has(lastPart(folder));
}

/** Whether a folder or label holds spam. */
export function isSpamFolder(folder: string): boolean {
  return SPAM.has(lastPart(folder));
}
