import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "tax18-1",
    "brian",
    "2018-01-08 09:40",
    "Your return for the year",
    `Dear Nora

I have been through the shoe box. It was a good deal tidier than most shoe boxes.

Two things are missing: the receipt for the bandsaw, and the mileage for September. The tax due on 31 January is £2,318, unless the bandsaw brings it down, which I hope it will.

Our fee for the year is £420. You need do nothing else.

Regards
Brian`,
    {
      labels: ["Accounts"],
      facts: [
        ["How much tax was due on 31 January 2018?", "£2,318"],
        ["What was the accountant’s fee in 2018?", "£420"],
      ],
    },
  ),
  r(
    "tax18-2",
    "tax18-1",
    "nora",
    "2018-01-08 17:52",
    `~ The bandsaw was £1,150, second hand, from the school. The receipt is in the post. It has glue on it.

September was 212 miles. I wrote it on the wall and then painted the wall. Luckily I took a photograph.`,
  ),
  m(
    "sail-1",
    "tina",
    "2018-02-14 13:08",
    "Kittiwake sails",
    `Hey Nora,

Measured your boom and gaff while you were out, the cat supervised. For a new mainsail in tan cloth I would want £2,150, and the staysail can be saved with two new panels, call that £260. The jib is beyond help. I have a nearly-new one off a bigger boat that I could cut down.

Tell your Frank it's all hand-finished and that I swear at it in three languages.

Tina`,
    { labels: ["Kittiwake"], facts: [["What did Tina want for the new mainsail?", "£2,150"]] },
  ),
  r(
    "sail-2",
    "sail-1",
    "nora",
    "2018-02-14 20:11",
    `~ The price is fair. Frank says yes to the mainsail and the staysail. He asks for a day about the jib.

Please can the sail be bent on by 9 June? We want one quiet week before the launch.`,
  ),
  m(
    "crane-1",
    "nora",
    "2018-05-21 08:15",
    "Crane for a launch",
    `I would like to launch Kittiwake on Saturday 16 June. High water is just before noon, I think.

She weighs about six tonnes with the ballast in. Could we have the crane from ten? And what does it cost now?`,
    { to: "jack", labels: ["Kittiwake"] },
  ),
  r(
    "crane-2",
    "crane-1",
    "jack",
    "2018-05-21 14:30",
    `Nora,

High water that day is 11.52, 4.6 metres. You may have the crane from ten to one. Crane hire is £95 an hour with the driver, and I will not charge you for the third hour because I want to see it.

Keep the slip clear of spectators. Last year somebody's aunt went in.

Jack`,
    { facts: [["What did the harbour crane cost in 2018?", "£95 an hour"]] },
  ),
  m(
    "launch-1",
    "frank",
    "2018-06-17 22:19",
    "She floats",
    `Dear Nora,

I have been sitting on the harbour wall since supper, just looking at her. She took up overnight. The pump ran for two minutes at breakfast and not since.

My sister says I have not stopped smiling and that it is becoming tiresome.

You said the last account would be larger than the quotation because of the deck beam. Send it, please. I would like to pay it while I am still smiling.

Yours, with more thanks than I can put in a letter,
Frank`,
    { labels: ["Kittiwake"] },
  ),
  r(
    "launch-2",
    "launch-1",
    "nora",
    "2018-06-18 07:30",
    `~ I went to look at her too. I was there at five in the morning. We must have just missed each other.

The final bill for Kittiwake came to £19,150. That is £750 over. It is all in the deck beam and its knees. What is left to pay is £4,630.

Check the bilge every day for a fortnight. Then every week. Then go sailing.`,
    { facts: [["What was the final bill for Kittiwake?", "£19,150"]] },
  ),

  m(
    "herring-1",
    "ruth",
    "2018-09-11 11:03",
    "A question from the museum",
    `Dear Nora,

We met for a moment at the launch of Kittiwake: I was the person asking what a futtock is.

The museum has a little money for a new exhibition about the herring fishery, "The Herring Years", to open in autumn 2019. I do not want glass boxes. I want visitors to walk into the smokehouse, stand at the gutting table and smell the tar. I think that is a boatbuilder's job and not a shopfitter's.

The budget for The Herring Years is £36,500 for the building work, all in. Would you be interested? I should say that I have never done it this way before.

All good wishes,
Ruth`,
    { labels: ["Museum"], facts: [["What was the budget for The Herring Years?", "£36,500"]] },
  ),
  r(
    "herring-2",
    "herring-1",
    "nora",
    "2018-09-12 20:26",
    `~ I have never built an exhibition. I would like to very much.

I have one request. Let me use real timber and real joints. People touch things. They know when they are being lied to.

Shall I come on Monday and measure the room?`,
  ),
  r(
    "herring-3",
    "herring-2",
    "ruth",
    "2018-09-13 09:47",
    `Dear Nora,

Monday at two, then. The big gallery is 14.2 metres by 8.6, with a column in exactly the wrong place. I will have the drawings out and the kettle on.

"They know when they are being lied to" is now on a yellow note above my desk.

Ruth`,
    { facts: [["How large is the big gallery of the museum?", "14.2 metres by 8.6"]] },
  ),

  m(
    "code18-1",
    "alice",
    "2018-11-19 16:02",
    "New gate code",
    `Dear tenants,

After the break-in at Unit 2 we have changed the lock on the yard gate. From today the gate code at Slipway Yard is 5083. The old one no longer works. Please do not write it on the gatepost.

Kind regards,
Alice`,
    {
      labels: ["Landlord", "Important"],
      facts: [["What was the gate code at Slipway Yard after November 2018?", "5083"]],
    },
  ),
];
