import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "co-1",
    "brian",
    "2021-03-22 09:10",
    "Hale Works Ltd",
    `Dear Nora

The papers are back. Hale Works Ltd is registered from 1 April 2021 and its company number is 77204418. You hold all one hundred shares, for now. The VAT number will follow in about three weeks.

Please open a separate account for the company and, I beg you, do not buy cat food from it.

Regards
Brian`,
    {
      labels: ["Accounts", "Important"],
      facts: [
        ["When was Hale Works Ltd registered?", "1 April 2021"],
        ["What is the company number of Hale Works?", "77204418"],
      ],
    },
  ),
  r(
    "co-2",
    "co-1",
    "nora",
    "2021-03-22 13:02",
    `~ It looks very grand on paper. I have ordered the brass plate.

The account is open at Tern Bank. Bosun will pay for himself.`,
  ),
  r(
    "co-3",
    "co-2",
    "brian",
    "2021-04-14 11:37",
    `Dear Nora

The VAT number of Hale Works is 318 4402 76. It has to be on every invoice from now on. The quarters end in March, June, September and December.

Regards
Brian`,
    { facts: [["What is the VAT number of Hale Works?", "318 4402 76"]] },
  ),

  m(
    "newaddr",
    "nora",
    "2021-04-12 08:30",
    "New address for the post",
    `The workshop has a name now. It is Hale Works. My new address is nora@haleworks.example. Please use it from today. The Tidewater one stops at the end of the year.

Nothing else changes. Same shed, same cat, same tea.`,
    {
      to: "frank",
      cc: ["oscar", "kate", "wendy"],
      greet: "Hi all,",
      facts: [["What is Nora’s new mail address?", "nora@haleworks.example"]],
    },
  ),
  r(
    "newaddr-bounce",
    "newaddr",
    "daemon",
    "2021-04-12 08:31",
    `This is the mail system at haleworks.example.

Your message could not be delivered to one of its recipients. It is not necessary to send it again to the others.

<oscar.lyne@brightpost.example>: mailbox is full (the quota of 500 MB is exceeded)`,
    { subject: "Undelivered Mail Returned to Sender", q: "none", report: true },
  ),
  r(
    "newaddr-2",
    "newaddr",
    "frank",
    "2021-04-12 19:06",
    `Dear Nora,

Noted, and hurrah. Will there be a sign? There ought to be a sign, with serifs.

Kittiwake goes in on the spring tide at the end of the month. Come for a sail, both of you. Owen may steer, provided that he goes neither left nor right.

Frank`,
  ),
  m(
    "unit5-1",
    "alice",
    "2021-04-26 10:40",
    "Unit 5",
    `Hello Nora,

You asked me to tell you first if Unit 5 ever came free. The sailing club is moving out on 14 May.

The owners would take down the partition at their own cost. The rent for Units 4 and 5 together would be £1,150 a month from 1 June, fixed for four years. The small office upstairs comes with it, with the view.

Is that of interest?

Alice`,
    { labels: ["Landlord"], facts: [["What was the rent for Units 4 and 5 together in 2021?", "£1,150 a month"]] },
  ),
  r(
    "unit5-2",
    "unit5-1",
    "nora",
    "2021-04-26 14:15",
    `~ It is of great interest. Yes.

Please may I keep the old double doors from the partition? They are pitch pine. I know what to do with them.`,
  ),
  r(
    "unit5-3",
    "unit5-2",
    "alice",
    "2021-04-27 09:33",
    `Hello Nora,

The doors are yours. The alarm in Unit 5 has its own panel to the right of the door, and the alarm code of Unit 5 is 6620. You have thirty seconds, which is less than it sounds.

Alice`,
    { facts: [["What is the alarm code of Unit 5?", "6620"]] },
  ),

  m(
    "wifi-1",
    "nora",
    "2021-06-08 08:05",
    "Upstairs",
    `The office works. There is a desk, a kettle and a printer that hates us. The wifi password upstairs is marlinspike-82. Please do not give it to the sailing club. They still sit under the window.

Can you bring the drawings for the Ibarra windlass when you come up?`,
    { to: "owen", facts: [["What was the wifi password in 2021?", "marlinspike-82"]] },
  ),
  m(
    "ibarra-1",
    "rosa",
    "2021-06-15 12:20",
    "Fundición del molinete",
    `Estimada Nora:

Hemos recibido tu modelo de madera para el molinete. ¡Qué trabajo tan bonito! Casi nos da pena meterlo en la arena.

El precio de la fundición en bronce es de 780 euros, más el transporte. Podemos colar el viernes 2 de julio y enviarte las piezas una semana después. ¿Quieres que las dejemos en bruto o pulidas?

Un saludo cordial,
Rosa Ibarra
Varadero Ibarra`,
    { labels: ["Suppliers"], facts: [["What did the bronze casting of the windlass cost?", "780 euros"]] },
  ),
  r(
    "ibarra-2",
    "ibarra-1",
    "nora",
    "2021-06-15 18:48",
    `Hola Rosa:

Gracias por tu mensaje. El precio está bien. El 2 de julio es perfecto.

Las piezas en bruto, por favor. Owen quiere aprender a pulir. Va a aprender mucho.

Saludos,
Nora`,
    { raw: true },
  ),
  r(
    "ibarra-3",
    "ibarra-2",
    "rosa",
    "2021-07-09 10:02",
    `Hola Nora:

Las piezas salieron ayer en una caja de 38 kilos. Owen va a tener brazos de marinero. Dentro encontrarás también tu modelo, sano y salvo, y un queso.

Un abrazo,
Rosa`,
  ),

  m(
    "lamp-1",
    "ruth",
    "2021-08-30 09:15",
    "Lamp and Log",
    `Dear Nora,

The board has said yes to the lighthouse exhibition. Its name is "Lamp and Log", and its budget is £52,000, of which a tenth is held back until the snagging is done.

We have been promised the real lens from the Skarn light. It weighs 640 kilos and it must turn. I thought I would mention that early.

Can we meet in the second week of September?

Ruth`,
    {
      labels: ["Museum"],
      html: "alt",
      facts: [
        ["What was the budget for Lamp and Log?", "£52,000"],
        ["How heavy is the lens from the Skarn light?", "640 kilos"],
      ],
    },
  ),
  r(
    "lamp-2",
    "lamp-1",
    "nora",
    "2021-08-30 12:39",
    `~ 640 kilos, turning. Good. I have always wanted to build a clock.

Wednesday 8 September at ten? I will bring a sketch of the floor frame.`,
  ),
  r(
    "lamp-2a",
    "lamp-2",
    "ruth",
    "2021-08-30 12:40",
    `I am on leave from noon today until Monday 6 September and will answer your message then. If the building is on fire, please ring the front desk on 01632 960143.

Ruth Abara`,
    {
      subject: "Out of office: Re: Lamp and Log",
      q: "none",
      headers: { "Auto-Submitted": "auto-replied" },
      facts: [["What is the number of the museum’s front desk?", "01632 960143"]],
    },
  ),
  r(
    "lamp-3",
    "lamp-2",
    "ruth",
    "2021-09-06 08:44",
    `Dear Nora,

Wednesday at ten it is. I have put it in the calendar for both of us.

Ruth`,
    { attach: ["lamp-and-log-meeting.ics"] },
  ),

  m(
    "tollgate",
    "chandler",
    "2021-10-04 13:47",
    "Your order TC-20984 has been sent",
    `Dear Nora Hale,

Thank you for your order TC-20984. It was sent today.

Copper rivets 3/4 inch, 2 kg: £58.00
Roves to suit, 1 kg: £34.50
Red lead putty, 5 tins: £47.25
Total with carriage: £146.70

It should reach you within three working days.`,
    {
      labels: ["Suppliers"],
      html: "only",
      rawHtml: "order",
      facts: [["What was the total of order TC-20984?", "£146.70"]],
    },
  ),

  m(
    "letter-2021",
    "nora",
    "2021-12-19 17:10",
    "The year at the works",
    `We have a brass plate. It says Hale Works. I polish it when nobody is looking.

We have two sheds now, and the wall between them is gone. The old doors from the wall became a table. Fourteen of us sat at it for Owen's birthday.

Owen passed his second year at college with the best joint in the county. It is on the shelf. Visitors try to pull it apart.

We cast a windlass with a foundry in Spain. It came back with a cheese. All parts should come with a cheese.

Now we are building a lighthouse inside a museum. The lens weighs as much as a cow, and it has to turn. I do not sleep much but I am happy.

Mum is having trouble with her hip and none with her temper. Emma, we owe each other tea.`,
    { to: "emma", cc: ["dan", "frank", "henry", "tina"], greet: "Hi all,", labels: ["Family", "Starred"] },
  ),
];
