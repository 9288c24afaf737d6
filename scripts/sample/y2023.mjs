import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "grace-1",
    "nora",
    "2023-01-05 17:30",
    "Monday",
    `You start on Monday 9 January 2023 at eight. Come in by the small door. The big one is frozen.

Your bench is the one under the east window. Your pay is £17.50 an hour. Owen will show you where things are, and Bosun will show you where they were.

I am very glad you are coming.`,
    {
      to: "grace",
      facts: [
        ["When did Grace start at Hale Works?", "Monday 9 January 2023"],
        ["What was Grace’s first hourly pay?", "£17.50 an hour"],
      ],
    },
  ),
  r(
    "grace-2",
    "grace-1",
    "grace",
    "2023-01-05 19:12",
    `Hi Nora,

Thank you! I've packed my Japanese saws and a thick jumper. Is there anything you'd like me to read before Monday? I know stairs, but I have never in my life had to fit something to a surface that curves both ways.

See you Monday,
Grace`,
  ),
  r(
    "grace-3",
    "grace-2",
    "nora",
    "2023-01-05 20:02",
    `~ Read nothing. Bring the jumper. Curves are easy once you stop measuring them.`,
    { q: "bottom" },
  ),

  m(
    "code23-1",
    "alice",
    "2023-02-13 10:25",
    "Gate and a few other things",
    `Dear tenants,

The keypad at the gate has finally drowned. A new one was fitted this morning. The new gate code at Slipway Yard is 7719, and the code from 2018 is dead.

The skip comes on the first Monday of the month from now on. Wood only, please. Somebody put a piano in it.

Kind regards,
Alice`,
    {
      labels: ["Landlord", "Important"],
      facts: [["What is the gate code at Slipway Yard since February 2023?", "7719"]],
    },
  ),
  m(
    "contract-1",
    "karen",
    "2023-02-20 08:15",
    "Contract for Corncrake",
    `Dear Nora,

I return the contract, signed. For the record: the contract price for Corncrake is £74,000, in ten equal stages, each due when the stage is photographed and entered in your timber record. The keel stage comes first.

I have been to look at her in the shed. She looked smaller than in the mud, and somehow more cross.

Karen`,
    { labels: ["Corncrake"], facts: [["What is the contract price for Corncrake?", "£74,000"]] },
  ),
  r(
    "contract-2",
    "contract-1",
    "nora",
    "2023-02-20 12:44",
    `~ The contract is in the plan chest. The first stage is £7,400, and we began this morning.

She is cross because we took her floors out. She will feel better.`,
  ),
  r(
    "contract-3",
    "contract-2",
    "nora",
    "2023-06-27 19:05",
    `Here is the timber record so far. 61 frames out of 94 are new. The keel was sound for all but two metres. That is better than we both feared.

The attached report has the plan and the numbers. Page two is the one with the loads.`,
    {
      to: "karen",
      attach: ["corncrake-timber-record.pdf"],
      facts: [
        ["How many frames of Corncrake were new by June 2023?", "61 frames out of 94"],
        ["By how much was the scarf of Corncrake moved?", "moved aft by 1.4 metres", "corncrake-timber-record.pdf"],
      ],
    },
  ),
  r(
    "contract-4",
    "contract-3",
    "karen",
    "2023-06-28 07:31",
    `Dear Nora,

I read page two at breakfast and again at lunch. The scarf at frame 31 is a better solution than mine, which annoys me slightly and pleases me a good deal more. Stage four will be paid today.

Karen`,
  ),

  m(
    "salt-1",
    "sam",
    "2023-03-14 10:52",
    "Salt Roads / طرق الملح",
    `Hello Nora,

Ruth tells everyone to talk to you, so here I am. "Salt Roads" is a small exhibition about the salt trade by boat and camel, and it has to travel: six venues, two days to put up, one van.

The title in Arabic is طرق الملح and I would like it carved, not printed, above the entrance, right to left, next to the English. Is that something you could do without knowing the letters? A calligrapher friend has drawn it full size.

The budget for Salt Roads is £24,750. 🧂🐪

Sam`,
    { labels: ["Museum"], cte: "base64", facts: [["What was the budget for Salt Roads?", "£24,750"]] },
  ),
  r(
    "salt-2",
    "salt-1",
    "nora",
    "2023-03-14 18:19",
    `~ I would love to. Send the drawing on paper, full size. I do not need to read it to carve it. But please tell me how it sounds, so I can say it while I work.

Six venues and one van is a nice puzzle. I would make it fold, like a chart table.`,
    { cte: "quoted-printable" },
  ),
  r(
    "salt-3",
    "salt-2",
    "sam",
    "2023-03-15 09:08",
    `Hello Nora,

It sounds like "turuq al-milh". The drawing (الرسم) is in a cardboard tube, on its way to you. My friend asks you to be gentle with the last letter, because it leans.

Fold it like a chart table, yes!

Sam`,
    { cte: "quoted-printable" },
  ),
  r(
    "salt-4",
    "salt-3",
    "nora",
    "2023-05-08 17:46",
    `^ It is carved. The last letter leans. I said the words about four hundred times and now Owen says them too.

Everything fits into one van with room for two sandwiches. It goes up in eleven hours. I think we can do it in nine.`,
    { subject: "Re: Salt Roads", facts: [["How long did it take to put up Salt Roads at first?", "eleven hours"]] },
  ),

  m(
    "ins23-1",
    "paula",
    "2023-05-22 10:30",
    "Renewal of policy LM-40772",
    `Dear Ms Hale,

With Corncrake in the shed the sum insured has risen. The premium for policy LM-40772 is £1,940 from 1 June 2023. The excess stays at £500.

Please let me have a photograph of the new sprinkler valve for the file.

Yours sincerely,
Paula Quill`,
    { labels: ["Accounts"], facts: [["What was the insurance premium in 2023?", "£1,940"]] },
  ),
  r(
    "ins23-2",
    "ins23-1",
    "nora",
    "2023-05-22 15:12",
    `~ Please renew at £1,940. The photograph comes tomorrow. The valve is behind the cat at the moment.`,
  ),

  m(
    "ferry",
    "ferry",
    "2023-10-02 07:01",
    "Booking confirmation SK-58213",
    `Dear Nora Hale,

Thank you for booking with Skerry Line. Your booking number is SK-58213.

Outward: Friday 20 October 2023, 09:30, Aldersea to Norderhaven
Return: Tuesday 24 October 2023, 18:15, Norderhaven to Aldersea
One van up to 6 metres, two passengers
Paid: £312.00

Please be at the quay 60 minutes before departure.`,
    {
      html: "only",
      rawHtml: "ferry",
      labels: ["Travel"],
      facts: [
        ["What was the ferry booking number in October 2023?", "SK-58213"],
        ["What did the ferry to Norderhaven cost?", "£312.00"],
      ],
    },
  ),
];
