import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "oak26-1",
    "nora",
    "2026-03-09 08:20",
    "Oak treads",
    `Grace needs oak for the Deep Water stairs. 18 treads, 50 millimetres thick, 1.1 metres long. Quarter sawn if you have it.

Can you do it for the end of April?`,
    { to: "victor", labels: ["Suppliers"] },
  ),
  r(
    "oak26-2",
    "oak26-1",
    "victor",
    "2026-03-09 15:33",
    `Nora,

For Grace's stairs I will open the good stack. Quarter sawn oak at £88 a tread, so £1,584 for the eighteen. They are nine years dry. I bought that tree in the same week as your larch, in 2017. I thought you would like to know.

They can come on Monday 27 April.

Victor`,
    { facts: [["What did one oak tread cost in 2026?", "£88 a tread"]] },
  ),
  m(
    "stair-1",
    "grace",
    "2026-04-28 17:15",
    "Stairs",
    `Hi Nora,

The treads are in and they are ridiculous. One has a figure in it like running water, so I'd like it to be the bottom step, where everyone looks.

The rise is 172 millimetres and the going 285. Building control are happy. Could we do the first fit on Thursday? I'd need Maria for the morning.

Grace`,
    { labels: ["Museum"], facts: [["What is the rise of the Deep Water stairs?", "172 millimetres"]] },
  ),
  r(
    "stair-2",
    "stair-1",
    "nora",
    "2026-04-28 18:30",
    `~ Put it at the bottom. Maria is yours until one. I will hold the tape and keep quiet.`,
  ),

  m(
    "eighty-1",
    "mum",
    "2026-05-14 09:30",
    "Thank you",
    `Darling,

I have counted the cards. There are sixty-four, and one is from the bus driver.

I did not know that a choir could hide behind a boat. I did not know that Hugo could bake. When Emma said it in Japanese and Bosun answered I had to hold on to the table. And the little rowing boat! Nobody has ever named a boat for me. "Irene H." in Carla's lettering, with serifs.

I shall row her on Sunday, if it is calm. Leo will take the other oar.

Your loving, and really very old,
Mum`,
    { html: "only", labels: ["Family", "Starred"] },
  ),
  r(
    "eighty-2",
    "eighty-1",
    "nora",
    "2026-05-14 20:05",
    `Leo may have the other oar, but you are in command.

Maria built most of her. She asked me to tell you that the left oar is a shade longer, on purpose. You pull harder on the right.

It was the best day.`,
  ),

  m(
    "bell-1",
    "tom",
    "2026-06-08 07:55",
    "Moving the bell",
    `Morning Nora,

Looked at the job. Diving bell from the port store to the museum, 1.8 tonnes, low loader plus the two of us, £640 all in. Has to be a Sunday because of the buses. I've pencilled Sunday 28 June, six in the morning.

I carried Kittiwake for you in 2017, you know. Same trailer. Better tyres.

Tom`,
    { labels: ["Museum"], facts: [["What did moving the diving bell cost?", "£640 all in"]] },
  ),
  r(
    "bell-2",
    "bell-1",
    "nora",
    "2026-06-08 12:18",
    `~ I remember. You had to let the tyres down to get under the arch.

Sunday 28 June at six is good. I will bring the breakfast.`,
  ),
  m(
    "deep26-1",
    "ruth",
    "2026-07-20 10:55",
    "Where we are",
    `Dear Nora,

A note before I go on leave, so that it is written down. The floor, the stairs and the bell are done. The graphics are with Carla. Snagging is from 5 to 9 October, and Deep Water opens on Saturday 24 October 2026 at eleven.

The children from Lark Hill will cut the rope. They chose a rope.

Ruth`,
    { labels: ["Museum"], html: "alt", facts: [["When does Deep Water open?", "Saturday 24 October 2026"]] },
  ),
  r(
    "deep26-2",
    "deep26-1",
    "nora",
    "2026-07-20 13:20",
    `~ A rope is right. I will make it four strand, and soft enough to cut.

Have a good rest. We will look after the bell.`,
  ),

  m(
    "ins26-1",
    "paula",
    "2026-06-01 11:45",
    "Policy LM-40772",
    `Dear Nora,

The premium is unchanged at £2,110 for the year from 1 June 2026. This is also to say that I retire at the end of the month, and that yours is the only file in thirty-one years with a photograph of a cat in it, standing in front of a sprinkler valve.

It has been a pleasure.

Paula`,
    { labels: ["Accounts"], facts: [["What is the insurance premium in 2026?", "£2,110"]] },
  ),
  r(
    "ins26-2",
    "ins26-1",
    "nora",
    "2026-06-01 16:32",
    `~ Thank you for all the kind letters. The cat sends his regards. He is in his basket, behind the valve.

Please renew. And come by for tea. You only ever saw us in photographs.`,
  ),

  m(
    "bosun",
    "vera",
    "2026-08-17 08:12",
    "bosun",
    `nora

found him asleep in the warm clay bin, basket and all. he has a grey paw and is very pleased. i have made a cast of the paw. it will be in the next firing

no charge for the bath

v`,
  ),
  r("bosun-2", "bosun", "nora", "2026-08-17 09:01", `~ So that is where the rope went. I will bring soup and a towel.`),

  // The last weeks: short mails, so that the small demonstration model can read them all.
  m(
    "last-1",
    "alice",
    "2026-09-07 09:10",
    "New lock",
    `Hi Nora,

The old lock is gone.

The gate code of the north depot is 48213.

Alice`,
    {
      sig: false,
      labels: ["Landlord"],
      special: true,
      facts: [["What is the gate code of the north depot?", "48213"]],
    },
  ),
  r("last-2", "last-1", "nora", "2026-09-07 11:32", `~ I will tell the drivers today.`, { q: "none" }),
  m(
    "last-3",
    "victor",
    "2026-09-15 08:45",
    "Your timber",
    `Hi Nora,

The boards are cut.

The order number of the Cedar order is 7702.

Victor`,
    {
      sig: false,
      labels: ["Suppliers"],
      special: true,
      facts: [["What is the order number of the Cedar order?", "7702"]],
    },
  ),
  r("last-4", "last-3", "nora", "2026-09-15 12:20", `~ Please bring them on Monday.`, { q: "none" }),
  m(
    "last-5",
    "ruth",
    "2026-09-22 10:05",
    "Old drawings",
    `Hi Nora,

The plans are safe.

The room number of the lower archive is 316.

Ruth`,
    {
      sig: false,
      labels: ["Museum"],
      special: true,
      facts: [["What is the room number of the lower archive?", "316"]],
    },
  ),
  r("last-6", "last-5", "nora", "2026-09-22 13:41", `~ I will come by with Owen.`, { q: "none" }),
  m(
    "last-7",
    "brian",
    "2026-09-30 09:30",
    "Museum bill",
    `Hi Nora,

The bill is ready.

The invoice number of the main contract is 20594.

Brian`,
    {
      sig: false,
      labels: ["Accounts"],
      special: true,
      facts: [["What is the invoice number of the main contract?", "20594"]],
    },
  ),
  r("last-8", "last-7", "nora", "2026-09-30 16:02", `~ I will send it to the museum.`, { q: "none" }),
  m(
    "last-9",
    "tom",
    "2026-10-06 08:15",
    "Friday",
    `Hi Nora,

I bring the crates on Friday. Can you be there at ten?

Tom`,
    { labels: ["Unread"] },
  ),
];
