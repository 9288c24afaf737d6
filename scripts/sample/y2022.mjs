import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "hip-1",
    "mum",
    "2022-02-10 09:03",
    "A date at last",
    `Darling,

The hospital has written. My operation is on Tuesday 8 March 2022 and I am to be there at seven in the morning with nothing in my stomach, which is no hour for anybody with nothing in her stomach.

I have made a list of what is in the freezer. Could you take the cuttings? They need water and company.

Your loving
Mum`,
    { labels: ["Family"], facts: [["When was Mum’s hip operation?", "Tuesday 8 March 2022"]] },
  ),
  r(
    "hip-2",
    "hip-1",
    "nora",
    "2022-02-10 12:30",
    `I will drive you. I will be at the door at half past six. Then I will sit there until you wake up, and you will not argue.

The cuttings can live in the office window. Bosun has been told.`,
  ),
  r(
    "hip-3",
    "hip-2",
    "mum",
    "2022-03-15 16:41",
    `Darling,

Seven days, and I walked to the end of the ward and back. The young man with the clipboard said "excellent" and I told him that I used to walk to Mill Reach for eggs.

I have been thinking about the stairs at Orchard Row. There is a ground floor flat coming up at Beacon Court, with a bit of garden. Would you look at it with me? I do not want to be persuaded of anything. I only want to look.

Mum`,
  ),
  r(
    "hip-4",
    "hip-3",
    "nora",
    "2022-03-15 20:57",
    `Let us just look. I will bring a tape measure. That is not persuading. That is just how I look at things.

I am so proud of you.`,
  ),
  m(
    "beacon",
    "mum",
    "2022-07-02 10:20",
    "Moved!",
    `Darling, and Hugo too,

I am in. From now on I live at Flat 2, Beacon Court. The blue curtains from Orchard Row are too long for these windows, so Nora, you may have your other pair after all.

The pear tree I could not bring, but Owen has put in the espalier he promised, and it has one leaf.

The spare key is with Mrs Tibbs in Flat 3.

Your loving
Mum`,
    {
      cc: ["dan"],
      labels: ["Family"],
      facts: [
        ["Where does Mum live since July 2022?", "Flat 2, Beacon Court"],
        ["Who has the spare key to Mum’s flat?", "Mrs Tibbs in Flat 3"],
      ],
    },
  ),
  r(
    "beacon-2",
    "beacon",
    "nora",
    "2022-07-02 21:15",
    `One leaf is a start. I will come on Sunday and put up the shelf.

Owen qualified yesterday, by the way. He came first. He pretended not to care for about a minute.`,
  ),

  m(
    "lamp22-1",
    "ruth",
    "2022-04-04 11:50",
    "Lens",
    `Dear Nora,

The lens arrives on 20 April in eleven crates. The men from the lighthouse board will stay for two days and would like somewhere warm to eat their sandwiches.

From the doorway you can now see the whole frame, and I confess I went and turned it by hand after closing. It goes round like a thought.

Is the opening still safe for 21 May?

Ruth`,
    { labels: ["Museum"] },
  ),
  r(
    "lamp22-2",
    "lamp22-1",
    "nora",
    "2022-04-04 13:34",
    `~ It is safe. The frame took 900 kilos of sandbags on Friday and did not complain.

From the doorway it looks finished. From underneath it does not. Ten more days.

They can eat by my stove.`,
  ),
  r(
    "lamp22-3",
    "lamp22-2",
    "ruth",
    "2022-05-23 10:08",
    `Dear Nora,

Lamp and Log opened on 21 May 2022 and 1,140 people came in the first two days. One of them proposed marriage under the lens. She said yes. We have it on the visitors' camera and will not be showing it to anybody.

A single turn takes 40 seconds, as you said it would, to the second. I timed it, of course.

Ruth`,
    {
      facts: [
        ["When did Lamp and Log open?", "21 May 2022"],
        ["How long does one turn of the lens take?", "40 seconds"],
      ],
    },
  ),
  m(
    "berth-1",
    "nora",
    "2022-09-05 09:18",
    "Winter berth",
    `I would like a winter berth for the workboat. October to March, as near the slip as you can.

What would it cost, and do I still fill in the yellow form?`,
    { to: "port", labels: ["Port"] },
  ),
  r(
    "berth-1a",
    "berth-1",
    "port",
    "2022-09-05 09:19",
    `Thank you for writing to the Aldersea Port Office. We answer letters in the order in which the tide brings them, usually within three working days. In an emergency call VHF channel 12.

This is an automatic reply.`,
    {
      subject: "We have received your message",
      q: "none",
      headers: { "Auto-Submitted": "auto-replied", Precedence: "bulk" },
    },
  ),
  r(
    "berth-2",
    "berth-1",
    "jack",
    "2022-09-07 15:25",
    `Nora,

The yellow form is green now. Never mind it.

You have winter berth C17, right below the slip, from 1 October to 31 March, for £415. Mind the mooring chain there, it is new and lies a metre further out than you remember.

Jack`,
    {
      facts: [
        ["Which winter berth did Nora get in 2022?", "C17"],
        ["What did the winter berth cost?", "£415"],
      ],
    },
  ),
  m(
    "voile-1",
    "chloe",
    "2022-10-11 14:12",
    "Toile tannée pour voile aurique",
    `Bonjour Nora,

Tina Okafor m'a écrit que vous cherchez une toile tannée à l'ancienne pour un cotre de 1908. Nous en fabriquons encore, sur un métier que ma grand-mère avait acheté d'occasion.

La toile coûte 34 euros le mètre, en laize de 61 centimètres. Pour une grand-voile de cette taille, il faut compter environ 110 mètres. Le délai est de dix semaines. Je vous envoie volontiers trois échantillons.

Bien cordialement,
Chloé Marchand`,
    { labels: ["Suppliers"], facts: [["What does the tanned sailcloth from Brittany cost?", "34 euros le mètre"]] },
  ),
  r(
    "voile-2",
    "voile-1",
    "nora",
    "2022-10-12 07:55",
    `Bonjour Chloé,

Merci pour votre message. C'est exactement la toile que je cherche. Envoyez-moi les trois échantillons, s'il vous plaît. Tina choisira la couleur.

Le bateau n'est pas encore dans l'atelier. Dix semaines, cela ira très bien.

Bien à vous,
Nora`,
    { raw: true },
  ),
  r(
    "voile-3",
    "voile-2",
    "chloe",
    "2022-10-12 11:30",
    `Bonjour Nora,

Les échantillons partent ce soir. Le numéro deux est le plus beau au soleil, le numéro trois le plus beau sous la pluie. À vous de voir quel temps il fait chez vous.

Bien cordialement,
Chloé`,
  ),
  r(
    "voile-4",
    "voile-3",
    "nora",
    "2022-10-17 18:10",
    `Bonjour Chloé,

Merci pour votre message. Nous prenons le numéro trois. Il pleut.

Bien à vous,
Nora`,
    { raw: true, q: "none" },
  ),

  m(
    "corn-1",
    "karen",
    "2022-11-14 08:58",
    "Corncrake",
    `Dear Ms Hale,

I have bought a boat that I was advised not to buy. Corncrake is a pilot cutter of 46 feet, built in 1908. She is in a mud berth at Low Ferry. Her survey runs to nineteen pages and uses the word "regrettable" four times.

I am a structural engineer, so I am under no illusion about the frames. I want her rebuilt as she was, by people who know why she was so, and I have three years.

Are you able to take on a vessel of this size? If so, when could you start?

Karen Voss`,
    {
      labels: ["Corncrake"],
      facts: [
        ["How long is Corncrake?", "pilot cutter of 46 feet"],
        ["When was Corncrake built?", "built in 1908"],
      ],
    },
  ),
  r(
    "corn-2",
    "corn-1",
    "nora",
    "2022-11-14 19:36",
    `~ I know Corncrake. I have wanted to get my hands on her since I was fifteen. Nobody sensible would buy her. I am glad that you did.

She fits in the double shed with 40 centimetres to spare. I would need one more joiner. We could start in February.

May I see the nineteen pages?`,
  ),
  r(
    "corn-3",
    "corn-2",
    "karen",
    "2022-11-15 07:44",
    `Dear Nora,

The survey will come by courier; it is too heavy to e-mail in more ways than one. February is acceptable.

One condition: I should like a written record of every timber that is replaced, with its position and the reason. Not because I doubt you. I simply like to know where the loads go.

Karen`,
  ),
];
