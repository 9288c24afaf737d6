import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "party-3",
    "henry",
    "2019-03-10 10:33",
    "Plane",
    `Nora,

The plane was sharp already. I noticed that at the time but there were forty people in the way.

I have thought about what to do with the moulds and the half models, and I should like you to have them. All thirty-one. Also my father's adze, on condition that you use it. It is no good on a wall.

I am not sentimental but it was the best evening since Margery died.

Henry`,
    { labels: ["Starred"], facts: [["How many moulds and half models did Henry give away?", "All thirty-one"]] },
  ),
  r(
    "party-4",
    "party-3",
    "nora",
    "2019-03-10 18:02",
    `~ I do not know what to say, so I will say yes.

The adze will be used. I promise. I will come with the van on Wednesday, and with cake. There is a lot of cake left.`,
  ),

  m(
    "school-1",
    "kate",
    "2019-02-04 12:50",
    "Class visit to a real workshop?",
    `Dear Nora,

I teach year five at Lark Hill School. The children have been learning about floating and sinking and, frankly, we have sunk everything we own. Might we visit you? There are 28 pupils in the class, and I would bring three adults.

Could it be Tuesday 12 March, in the morning?

Best wishes,
Kate Elsworthy`,
    { facts: [["How many pupils visited from Lark Hill School?", "28 pupils"]] },
  ),
  r(
    "school-2",
    "school-1",
    "nora",
    "2019-02-04 17:33",
    `Thanks for your note. They are welcome. My answers are between your lines.

{{a}}
{{1}}

Please split them into two groups. One group can drive copper nails with Henry. The other can float things in the old bath.

{{2}}

Tuesday 12 March is good. Ten o'clock. Warm clothes, closed shoes, no sandals.`,
    { q: "inline" },
  ),
  r(
    "school-3",
    "school-2",
    "kate",
    "2019-03-13 15:29",
    `Dear Nora,

They have not stopped. Every desk in the room now has a copper nail in it, which I shall have to explain to the caretaker. Mr Aske has been voted the best teacher in the school, ahead of me and of a hamster.

Thank you from all of us. A parcel of drawings is on its way.

Kate`,
  ),

  m(
    "carla-1",
    "carla",
    "2019-04-09 10:01",
    "Herring Years: lettering",
    `Hi Nora!

Ruth put us in touch. I'm doing the graphics for The Herring Years and I'd love to paint the lettering straight onto your boards, like the old barrel marks, instead of printing panels. Does that work with your finish? 🐟

The green I have in mind is attached. It's off the stern of a drifter in one of the photos.

Carla`,
    { labels: ["Museum"], attach: ["drifter-green.png"], cte: "base64" },
  ),
  r(
    "carla-2",
    "carla-1",
    "nora",
    "2019-04-09 13:17",
    `~ I like it. Paint on bare larch will bleed. Give me two boards and I will seal them three ways. Then we can look.

The green is right. I know that boat. She was called Provider.`,
  ),
  r(
    "carla-3",
    "carla-2",
    "carla",
    "2019-04-16 09:22",
    `Hi Nora!

The shellac board wins by a mile, edges like a razor. The agreed lettering height is 62 millimetres for the titles and 18 for everything else, so people in the second row can read it too.

Carla`,
    { html: "only", facts: [["How high is the title lettering of The Herring Years?", "62 millimetres"]] },
  ),
  r(
    "carla-4",
    "carla-3",
    "nora",
    "2019-04-16 12:05",
    `~ Shellac it is. I will seal the rest by Friday. Here is the cutting list so you know how many boards there are.`,
    { attach: ["cutting-list.csv"] },
  ),

  m(
    "owen-1",
    "owen",
    "2019-06-11 21:05",
    "Apprenticeship",
    `Dear Ms Hale

My name is Owen Prisk, I am 18 and I was one of the people holding a rope when Kittiwake went in. I have finished school. I have built one canoe, it goes left.

I would like to learn boatbuilding properly. Mr Aske said to write and not to telephone because you dont hear the phone over the saw. I can start any time and I dont mind sweeping.

Yours sincerely
Owen Prisk`,
  ),
  r(
    "owen-2",
    "owen-1",
    "nora",
    "2019-06-12 07:20",
    `~ Henry is right about the phone.

Bring the canoe on Saturday. I would like to see why it goes left.`,
  ),
  r(
    "owen-3",
    "owen-2",
    "nora",
    "2019-06-19 20:14",
    `It was the keel, and you found it yourself. That is enough for me.

You start on Monday 2 September 2019. The wage is £9.20 an hour for the first year, with Fridays at college. I supply the boots. You supply the lunch.

There will be sweeping.`,
    {
      to: "owen",
      facts: [
        ["When did Owen start as an apprentice?", "Monday 2 September 2019"],
        ["What was Owen’s first wage?", "£9.20 an hour"],
      ],
    },
  ),
  r(
    "owen-4",
    "owen-3",
    "owen",
    "2019-06-19 20:31",
    `Dear Nora

YES. Thank you. Boots are size 10.

Owen`,
  ),

  m(
    "open19-1",
    "ruth",
    "2019-08-27 10:18",
    "Opening night",
    `Dear Nora,

Ten days to go and the smokehouse already smells so convincing that the café has complained.

The Herring Years opens on Saturday 14 September 2019 at six. The mayor will speak for five minutes, which means fifteen. I would like you to say a few words after him. Please do not make that face.

I attach the text for the last label, as we said. It needs to go on the gutting table, left-hand end.

Ruth`,
    {
      labels: ["Museum"],
      attach: ["label-gutting-table.txt"],
      facts: [["When did The Herring Years open?", "Saturday 14 September 2019"]],
    },
  ),
  r(
    "open19-2",
    "open19-1",
    "nora",
    "2019-08-27 19:40",
    `~ I made the face.

I will say four sentences. Owen has counted them. The label is cut and will be up tomorrow.`,
  ),
  r(
    "open19-3",
    "open19-2",
    "ruth",
    "2019-12-03 09:36",
    `Dear Nora,

The figures are in, and I wanted you to have them before the board does. Between the opening and the end of November 21,300 people came, which is more than in the whole of last year.

An old lady stood at the gutting table on Sunday with her eyes shut. She had done it for eleven seasons. She said we had got the height exactly right.

Ruth`,
    { facts: [["How many people had seen The Herring Years by the end of November 2019?", "21,300 people"]] },
  ),
  r(
    "open19-4",
    "open19-3",
    "nora",
    "2019-12-03 12:58",
    `^ The height was Henry's doing. He made me lower it by two inches. I will tell him about the lady.`,
    { q: "bottom" },
  ),
];
