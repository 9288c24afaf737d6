import { m } from "./dsl.mjs";

const footer = `---
The Tide Table comes out four times a year and is free.
Aldersea Harbour Trust, The Watch House, Pier Road, Aldersea
You receive it because you signed up at the harbour festival.
To leave the list, write to leave@tidetable.example. We shall be sorry, but we shall manage.`;

const issue = (no, at, season, text, options = {}) =>
  m(
    `tide-${no}`,
    "news",
    at,
    `The Tide Table No. ${no}, ${season}`,
    `THE TIDE TABLE
News from the harbour, number ${no}

${text}

${footer}`,
    {
      labels: ["Newsletters"],
      headers: {
        "List-Id": "The Tide Table <list.tidetable.example>",
        "List-Unsubscribe": "<mailto:leave@tidetable.example>",
        Precedence: "bulk",
      },
      ...options,
    },
  );

export const mails = [
  issue(
    46,
    "2018-09-03 07:00",
    "autumn 2018",
    `The festival raised £4,260 for the lifeboat. The raft race was won by the bakery for the third year running, and an inquiry into the yeast has been opened.

The lamp on the north pier is now electric. Its light can be seen for nine miles.`,
    { facts: [["How much did the harbour festival of 2018 raise for the lifeboat?", "£4,260"]] },
  ),
  issue(
    57,
    "2021-06-01 07:00",
    "summer 2021",
    `The clock of the Watch House goes again. It was mended by Owen Prisk of Hale Works, who says that it was a dead wasp.

There will be a small festival on Saturday 7 August, with one band and no raft race.`,
    { html: "alt", facts: [["Who mended the clock of the Watch House?", "Owen Prisk of Hale Works"]] },
  ),
  issue(
    70,
    "2024-09-02 07:00",
    "autumn 2024",
    `On Saturday 7 September the pilot cutter Corncrake goes back into the water at about two o'clock. The car park at the slip will be shut from six in the morning. Come early and bring a box to stand on.

The visitor pontoon has been lengthened by 24 metres.`,
    { html: "alt", facts: [["By how much was the visitor pontoon lengthened?", "24 metres"]] },
  ),
  issue(
    75,
    "2025-12-01 07:00",
    "winter 2025",
    `The tree on the pier will be lit on Sunday 14 December at five, with Harbour Voices singing from the ice house steps.

The Aske bench, made of larch at Hale Works, now stands by the slip. It faces the boats, as he did.`,
    { html: "alt" },
  ),
  issue(
    77,
    "2026-06-01 07:00",
    "summer 2026",
    `A diving bell will be driven through the town early on Sunday 28 June. This is not a drill. The buses start an hour late.

The festival is on Saturday 1 August. Mrs Irene Hale, eighty, has entered the rowing race and wishes it to be known that she asks for no favours.`,
    { html: "alt" },
  ),
];
