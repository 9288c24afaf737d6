import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "ooo-brian",
    "nora",
    "2020-01-06 08:50",
    "VAT, or not",
    `We are near the threshold. The museum paid the last part in December. That takes the year to £78,900.

Do I need to register now, or can it wait for April?`,
    { to: "brian", labels: ["Accounts"], facts: [["What was the turnover when Nora asked about VAT?", "£78,900"]] },
  ),
  r(
    "ooo-brian-a",
    "ooo-brian",
    "brian",
    "2020-01-06 08:51",
    `Thank you for your message. I am walking in the hills until Monday 13 January and have no telephone signal, by design. For anything urgent about the January deadline please ring the office and ask for Mrs Moss.

Brian Tolland`,
    {
      subject: "Automatic reply: VAT, or not",
      q: "none",
      headers: { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All" },
    },
  ),
  r(
    "ooo-brian-b",
    "ooo-brian",
    "brian",
    "2020-01-13 09:25",
    `Dear Nora

It can wait for April, but not longer. You are under the threshold by about six thousand and I see another museum job coming. I suggest we form a company at the same time and do it all once.

My knees are a disgrace. Otherwise a good week.

Regards
Brian`,
  ),

  m(
    "closed-1",
    "alice",
    "2020-03-24 11:30",
    "The yard from today",
    `Dear tenants,

As you will have heard, we must close the yard to visitors from today. You may come in alone to look after your own unit and anything living in it.

The owners have agreed that you pay half rent for April, May and June. You need not ask. It will simply be so.

Look after yourselves, please.

Alice`,
    {
      labels: ["Landlord", "Important"],
      facts: [["What did the landlord agree in March 2020?", "half rent for April, May and June"]],
    },
  ),
  r(
    "closed-2",
    "closed-1",
    "nora",
    "2020-03-24 17:18",
    `~ Please thank the owners. It makes a real difference. I can keep Owen on.

I will come in alone and feed Bosun. He is not used to the quiet.`,
  ),

  m(
    "dan-1",
    "dan",
    "2020-04-03 14:22",
    "How are you all over there?",
    `Nor,

Mum says she is "perfectly all right and baking", which I take to mean she has baked for an army and has nobody to eat it. Can you get to her? Even at the window?

We are fine. Leo is doing school at the kitchen table and has taught Biscuit to press the space bar. The boats are all tied up. I have never seen the harbour so still. It's beautiful and I hate it.

Ring me Sunday, my morning, your afternoon.

H.`,
    { labels: ["Family"] },
  ),
  r(
    "dan-2",
    "dan-1",
    "nora",
    "2020-04-03 20:50",
    `I go on Tuesdays and Fridays. I stand under the pear tree and she opens the window. She lowers bread in a basket on a rope. I made her the rope. I put a proper splice in it.

She is well. She is cross about the choir. I will ring on Sunday at three.

Tell Leo that Bosun cannot press anything but me.`,
  ),
  m(
    "oscar-1",
    "oscar",
    "2020-06-29 16:10",
    "Clinker dinghy, three planks gone",
    `Hello Nora,

I've got a ten foot clinker dinghy called Pip which had an argument with my garage door. Three planks stove in on the starboard side. She's worth nothing to anyone but I learned to row in her.

Are you open again? Any idea of cost?

Oscar Lyne`,
  ),
  r(
    "oscar-2",
    "oscar-1",
    "nora",
    "2020-06-29 19:27",
    `~ We are open again, one at a time. Leave her outside the gate on Thursday with a label on.

Three planks in a ten footer is £540, with new ribs where they need it. Owen will do the work and I will stand behind him. She will be ready by the end of July.`,
    { facts: [["What did the repair of the dinghy Pip cost?", "£540"]] },
  ),
  m(
    "norder-1",
    "eva",
    "2020-09-15 10:36",
    "Transportkisten für das Modell „Anna Sophie“",
    `Liebe Frau Hale,

eine Kollegin aus Aldersea hat mir von Ihrer Ausstellung erzählt. Wir möchten im nächsten Frühjahr unser großes Werftmodell der „Anna Sophie“ an das dortige Museum ausleihen. Das Modell ist 2,40 Meter lang und sehr empfindlich, besonders die Takelage.

Könnten Sie zwei Transportkisten bauen, die man ohne Werkzeug öffnen kann? Unser Preisrahmen beträgt 2.300 Euro für beide Kisten.

Mit freundlichen Grüßen
Eva Brandt
Hafenmuseum Norderhaven`,
    {
      labels: ["Museum"],
      facts: [
        ["How long is the model of the Anna Sophie?", "2,40 Meter lang"],
        ["What did the German museum offer for two crates?", "2.300 Euro"],
      ],
    },
  ),
  r(
    "norder-2",
    "norder-1",
    "nora",
    "2020-09-16 19:44",
    `Hallo Eva,

vielen Dank für Ihre Nachricht. Das mache ich gern. 2.300 Euro reichen für zwei gute Kisten. Ich nehme Birke und Filz, keine Schrauben, nur Keile und Riegel.

Bitte schicken Sie mir die Maße der Masten. Die Takelage soll frei hängen. Die Kisten sind Ende Januar fertig.

Viele Grüße
Nora`,
    { raw: true },
  ),
  r(
    "norder-3",
    "norder-2",
    "eva",
    "2020-09-17 08:58",
    `Hallo Nora,

wunderbar! Der Großmast ist 1,12 Meter hoch, gemessen ab Deck. Die anderen Maße schicke ich morgen mit der Post, auf Papier, weil unser Zeichner es so am liebsten hat.

Keile und Riegel gefallen mir sehr.

Viele Grüße
Eva`,
    { facts: [["How high is the main mast of the Anna Sophie model?", "1,12 Meter hoch"]] },
  ),

  m(
    "letter-2020",
    "nora",
    "2020-12-20 14:48",
    "The year in the shed, number four",
    `I nearly did not write this year. Then I thought, this is the year for it.

The yard was closed in spring. Owen and I worked on opposite days and left each other notes on planks. I have kept the planks. The best one says "I have fixed it do not look".

Mum is well. The basket on the rope went up and down all spring. Half the street uses it now. There was a birthday cake in it in May, which was brave.

I built two boats, three quarters of a boat, and a bench for the lifeboat crew. I learned to make crates without screws for a museum in Germany. I have new electrics and an old stove. I sang to a computer.

In the new year there will be news about the business. Brian says I may not tell you yet. It involves a brass plate.

I have missed your faces. The chair is here. So is the tea.`,
    { to: "emma", cc: ["dan", "frank", "henry", "tina"], greet: "Hi all,", labels: ["Family", "Starred"] },
  ),
  r(
    "letter-2020-b",
    "letter-2020",
    "emma",
    "2020-12-22 21:03",
    `ノラへ

Your letter made me cry in the staff room, and a colleague gave me a mandarin to make it stop. It worked. 🍊

今年は会えなくて、とても寂しかったです。来年こそ、ストーブのそばでお茶を飲みましょう。

(You said you wanted practice, so: "I was very lonely that we could not meet this year. Next year for sure, let us drink tea by the stove.") School starts again on 8 January. Our dog has learned to open the fridge.

よいお年を!
Emma`,
    { subject: "Re: The year in the shed, number four 🎍 よいお年を", cte: "base64", q: "none", to: "nora" },
  ),
  r(
    "letter-2020-c",
    "letter-2020-b",
    "nora",
    "2020-12-22 19:31",
    `^ I read the Japanese part aloud to Bosun. I understood "stove" and "tea". That is all one needs.

よいお年を to you too.`,
    { subject: "Re: The year in the shed, number four", q: "none" },
  ),
];
