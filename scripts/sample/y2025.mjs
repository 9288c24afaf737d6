import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "partner-1",
    "nora",
    "2025-01-13 18:50",
    "A question",
    `I have a question. You can answer it on paper, like we did in 2020, or out loud.

I would like you to be a partner. Brian has done the sums. You would hold 20 percent of Hale Works from 1 April 2025. You have earned it twice over.

Take a week. Or take a minute.`,
    { to: "owen", labels: ["Important"], facts: [["What share of Hale Works does Owen hold?", "20 percent"]] },
  ),
  r(
    "partner-2",
    "partner-1",
    "owen",
    "2025-01-13 19:33",
    `Nora

I wrote yes on a plank and left it on your bench but you will not see it till tomorrow, so: yes.

I do not really know what to say. I came with a canoe that went left.

Owen`,
  ),
  m(
    "shares-1",
    "brian",
    "2025-03-24 10:00",
    "Transfer of shares",
    `Dear Nora

The transfer is done: twenty shares to Mr Prisk and eighty to you from 1 April. Our fee for the year is £960, which includes the extra work and not the biscuits.

The turnover for 2024 came to £241,300. I remember the shoe box. Well done.

Regards
Brian`,
    {
      labels: ["Accounts"],
      facts: [
        ["What was the accountant’s fee in 2025?", "£960"],
        ["What was the turnover of Hale Works in 2024?", "£241,300"],
      ],
    },
  ),
  m(
    "lease25-1",
    "alice",
    "2025-04-14 09:28",
    "Your lease",
    `Hello Nora,

The four years are nearly up. The owners value you and have kept it as low as they can: from 1 June 2025 the rent for Units 4 and 5 is £1,290 a month, fixed until 2029.

They will also repair the slip rails, at last. The work should take three weeks in February, and you may choose which three.

Alice`,
    { labels: ["Landlord"], facts: [["What is the rent for Units 4 and 5 from June 2025?", "£1,290 a month"]] },
  ),
  r(
    "lease25-2",
    "lease25-1",
    "nora",
    "2025-04-14 12:07",
    `~ That is fair. Please go ahead. Could the rails be done in the first three weeks of February? Nothing is due on the slip then.`,
  ),

  m(
    "leo-1",
    "leo",
    "2025-04-21 16:45",
    "summer!! ⛵",
    `Hi Aunt Nora,

Dad says I should ask you myself and use full sentences. So: could I come and work for you this summer? I am 17. I can sail and I can use a drill. I broke one (1) drill. 😬 I would sleep anywhere.

Flights are cheap if we book this week. I could land on 28 June and stay until 23 August.

Love from me and Biscuit 🐕 (she's old now but still does the space bar)

Leo`,
    { labels: ["Family"], cte: "quoted-printable" },
  ),
  r(
    "leo-2",
    "leo-1",
    "nora",
    "2025-04-21 21:38",
    `Full sentences noted. Yes. Come.

You can have the room over the office. It has a bed, a window and a cat. You will sweep for a week. Then you will help Grace. I pay £8 an hour and all the soup you can eat.

Bring boots. Do not bring a drill.`,
    { facts: [["What did Leo earn in the summer of 2025?", "£8 an hour"]] },
  ),
  r(
    "leo-3",
    "leo-2",
    "leo",
    "2025-04-21 18:02",
    `BOOKED!!! Landing 28 June at 7.20 in the morning, flight 204. 🎉

Leo`,
    { cte: "base64", facts: [["Which flight did Leo take in June 2025?", "flight 204"]] },
  ),
  m(
    "leo-4",
    "dan",
    "2025-08-25 09:14",
    "What did you do to my son",
    `Nor,

He came down to breakfast at seven, made his bed, sharpened the kitchen knives and asked whether I own a spokeshave. I do not own a spokeshave. Apparently this is a problem.

He has talked for two days about Grace and a thing called a rolling bevel. Thank you. He's grown about a foot, and I don't mean upward.

We're all coming for Mum's eightieth next May. It's settled.

H.`,
    { labels: ["Family"] },
  ),
  r(
    "leo-5",
    "leo-4",
    "nora",
    "2025-08-25 18:40",
    `He is good. He listens, which we did not. Grace has kept his bench as he left it.

Buy the boy a spokeshave. A number 151 will do.

Come for two weeks in May, not one.`,
  ),

  m(
    "deep-1",
    "ruth",
    "2025-06-02 10:12",
    "Deep Water",
    `Dear Nora,

I can finally say it. The museum will build a new permanent gallery, "Deep Water", about the diving trades, in the old net loft. The budget for Deep Water is £68,000 for your part, and it opens in late October 2026.

There is a diving bell. There is also a staircase, so tell Grace.

Before you answer: it would be the largest thing we have ever done, and I should like to do it only with you.

Ruth`,
    { labels: ["Museum"], html: "alt", facts: [["What is the budget for Deep Water?", "£68,000"]] },
  ),
  r(
    "deep-2",
    "deep-1",
    "nora",
    "2025-06-02 13:03",
    `~ Only with you, too. Yes.

I told Grace. She has gone to look at the net loft without her lunch.

How heavy is the bell?`,
  ),
  r(
    "deep-3",
    "deep-2",
    "ruth",
    "2025-06-03 09:20",
    `Dear Nora,

I knew that you would ask. The diving bell weighs 1.8 tonnes, and no, it does not have to turn.

The net loft floor has not been tested since it held nets. I have asked for a survey before anyone falls in love with anything.

Ruth`,
    { facts: [["How heavy is the diving bell?", "1.8 tonnes"]] },
  ),
  r(
    "deep-4",
    "deep-3",
    "nora",
    "2025-06-03 12:26",
    `Thanks for your note. I will ask Karen Voss to look at the floor. She is an engineer, and she owes me a sail.

{{a}}
{{1}}

It could turn a little. I am only saying.`,
    { q: "inline" },
  ),
  m(
    "floor-1",
    "karen",
    "2025-07-07 08:05",
    "Net loft floor",
    `Dear Nora,

I went over the floor with a level and a hammer. It is pitch pine, 1871, and better than most of what I am shown as new. With two steel flitches on the centre beam it will carry 3.2 tonnes at the middle bay. I would put the bell there and nowhere else.

There is no fee. You may let me steer past the museum on the opening day and sound the horn.

Karen`,
    { labels: ["Museum"], facts: [["How much can the net loft floor carry at the middle bay?", "3.2 tonnes"]] },
  ),
  m(
    "aske-1",
    "nora",
    "2025-09-01 07:35",
    "The Aske place",
    `She starts today. Her name is Maria Teal. She is 19 and left-handed, so Henry's left-handed adze has found its owner. He never told me why he had one.

Your first £2,000 paid for her boots, her chisels and her college. I thought you should know this morning.`,
    { to: "frank", facts: [["Who was the first apprentice in Henry’s name?", "Maria Teal"]] },
  ),
  r(
    "aske-2",
    "aske-1",
    "frank",
    "2025-09-01 10:50",
    `Dear Nora,

Left-handed! His wife was, you know. Margery was the better shipwright, he told me once, and made me promise to say it only when it would do some good.

I think that is now.

Frank`,
  ),
  m(
    "letter-2025",
    "nora",
    "2025-12-21 15:15",
    "The year at the works, number five",
    `We are four at the long table now, five with the cat. Owen is a partner and owns a tie. Grace is drawing the best staircase of her life. Maria came in September and already has opinions. Leo swept here all summer and left a sharp shed behind him.

Bosun is old. We think he is nineteen. He has given up stairs and goes about the shop in a basket on a rope, like Mum's bread. He seems to think he thought of it.

Next year is Deep Water. It has a diving bell. It is the biggest thing we have made that does not float.

Mum will be eighty on 12 May. Hugo and all of them are coming. There will be a long weekend of singing, so bring a cushion.

Emma, you said this would be the year. It was not. Try again, please. The kettle is on.`,
    {
      to: "emma",
      cc: ["dan", "frank", "karen", "tina"],
      greet: "Hi all,",
      labels: ["Family", "Starred"],
      facts: [["When is Mum’s eightieth birthday?", "12 May"]],
    },
  ),
  r(
    "letter-2025-b",
    "letter-2025",
    "emma",
    "2025-12-22 20:47",
    `ノラへ

This time I mean it: I have bought the ticket, so it is real! 🎫 I arrive on 9 May 2026, in time for your mother, and I stay until the 24th. お母さんにおめでとうと伝えてください — I shall say it myself, but practise it with Bosun, please.

I am bringing green tea and a very small saw.

Emma`,
    {
      to: "nora",
      subject: "Re: The year at the works, number five 切符を買いました!",
      cte: "quoted-printable",
      q: "none",
      facts: [["When did Emma arrive in 2026?", "9 May 2026"]],
    },
  ),
];
