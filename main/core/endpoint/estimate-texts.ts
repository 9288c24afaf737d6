/**
 * What the self-test sends to learn what a tokenizer makes of text: one text a kind, so that each tells of few features.
 *
 * Written for Longhand; none of it is anybody's mail.
 */
export const CALIBRATION_TEXTS: readonly string[] = [
  // Plain English, as mail has it.
  `Thank you for the note about the meeting on Thursday. I have looked at the figures again and I think that we should wait until the new contract has been signed before we promise anything to the other side. Could you please ask Martin whether the second delivery will arrive in time? If it does not, we need another plan for the exhibition, and somebody has to tell the printers. I will be out of the office until Monday, but you can always reach me on my mobile phone. By the way, the children were delighted with the book that you sent them; they have read it three times already and want to know how the story goes on. Kind regards from all of us here, and please give my best wishes to your mother when you see her at the weekend.`,
  // Mail headers, lists, signatures, quoted lines.
  `From: Alice Example <alice.example@mail.example.org>\nTo: "Hale, Bob (Purchasing)" <bob.hale@haleworks.example>\nDate: Tue, 04 Mar 2021 17:42:09 +0100\nSubject: Re: [list-announce] FW: Order #48213/7 - 2nd reminder!\n\n> On Mon, Mar 3, 2021 at 9:15 AM, Bob Hale wrote:\n>> * item 1: 12.50 EUR\n>> * item 2: 1,299.00 USD (incl. 19% VAT)\n> -----Original Message-----\n\n--\nAlice Example | Senior Project Manager | ACME Ltd. & Co. KG\nTel.: +49 (0)30 1234-5678 / Fax: -5679\nhttp://www.example.org/~alice/index.html?id=42&lang=en#top\n______________________________________________\n`,
  // Program text and machine text.
  `for (i in seq_along(x)) { if (!is.null(attr(x[[i]], "names"))) y[i] <- as.numeric(sub("^[A-Z]+_", "", names(x)[i])) }\n  File "/usr/lib/python3.11/site-packages/foo/bar_baz.py", line 128, in _getItem\n    return self.__cache__[key.lower()]  # TODO: handleKeyError\nReceived: by mx7.example.net (Postfix, from userid 1001) id 4F2C81A0B3; ESMTPSA TLSv1.3 cipher=TLS_AES_256_GCM_SHA384\nconst MAX_RETRY_COUNT = 0x7fff_ffff; export default async function fetchJSON<T>(url: string): Promise<T | undefined> {\nUEsDBBQABgAIAAAAIQDfpNJsWgEAACAFAAATAAgCW0NvbnRlbnRfVHlwZXNdLnhtbCCiBAIooAAC\n`,
  // Figures.
  `2019-07-31 08:15 10432 77.25 0.0031 19,204 33 1 998 100000 4.5 62 7 2020-08-30 23:59 551 1.75 0.0902 3,118 95 12 410 250000 3.25 71 8\nQ1 1,024.00 Q2 2,048.50 Q3 -512.75 Q4 4,096.25 total 6,656.00 (+13.7%)\n30120 55512 98871 120034 4420 77 8 15 16 23 42 108 365 1812 1914 1945 1989\n`,
  // German and French.
  `Sehr geehrte Damen und Herren, vielen Dank für Ihre Rückmeldung vom vergangenen Freitag. Die Versicherungsbestätigung und die Genehmigungsunterlagen für das Grundstück übersende ich Ihnen in den nächsten Tagen; größere Änderungen müssten wir allerdings vorher schriftlich vereinbaren. Mit freundlichen Grüßen. Chère Madame, nous vous remercions de votre réponse et nous regrettons sincèrement le retard de la livraison; les marchandises seront expédiées dès que possible, à l'adresse que vous avez indiquée. Estimado señor, le agradecería que me enviara la documentación pendiente antes del próximo miércoles. Děkuji za zprávu, příští týden přijedu. Dziękuję za wiadomość, wkrótce odpowiem. Teşekkür ederim, yarın görüşürüz.`,
  // Cyrillic, Greek.
  `Здравствуйте, уважаемые коллеги! Спасибо за ваше письмо от прошлой пятницы. Мы получили документы и сообщим вам о решении на следующей неделе. С уважением, отдел поставок. Αγαπητέ κύριε, σας ευχαριστούμε για το μήνυμά σας και θα απαντήσουμε το συντομότερο δυνατόν. Με εκτίμηση.`,
  // Hebrew, Arabic, Hindi, Thai.
  `שלום רב, תודה על ההודעה שלך מיום שישי. נשלח את המסמכים בשבוע הבא. بريد إلكتروني: شكرا جزيلا على رسالتكم، سوف نرسل الوثائق المطلوبة في الأسبوع القادم. प्रिय महोदय, आपके पत्र के लिए धन्यवाद, हम अगले सप्ताह उत्तर देंगे। เรียนท่านผู้จัดการ ขอบคุณสำหรับจดหมายของท่าน เราจะตอบกลับในสัปดาห์หน้า`,
  // Chinese, Japanese, Korean.
  `您好，感谢您上周五的来信。我们已经收到文件，将在下周通知您我们的决定。请您确认新的送货地址和联系电话。お世話になっております。先日はご連絡いただきありがとうございました。来週の打ち合わせの件、承知いたしました。カタログとサンプルをお送りします。안녕하세요, 지난주에 보내 주신 이메일 감사합니다. 다음 주에 회신 드리겠습니다.`,
  // Signs, drawn lines, emoji.
  `==========================================================\n|  No. | Name        | ***** | [x] | (1) ~~~ <---> |\n+------+-------------+-------+-----+---------------+\n!!! ??? ... ;-) :-( ^_^ \u2014 \u201cquoted\u201d \u2018single\u2019 \u2022 \u2026 \u00a9 \u00ae \u2122 \u20ac \u00a3 \u00a7 \u00b0 \u00bd 😀 👍 🎉 ❤️ ✅ 🚀 😂 🙏\n\t\t    indented        wide          gaps\n\n\n#$%&@#$%& //////// \\\\\\\\ ######## -------- ________ ........\n`,
];
