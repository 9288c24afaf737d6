import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "unit4-1",
    "alice",
    "2017-03-06 09:14",
    "Unit 4, Slipway Yard",
    `Dear Ms Hale,

Thank you for coming to see the unit on Friday. I am pleased to say that the owners would like to offer it to you from the first of April.

The rent for Unit 4 is £640 a month, payable on the first, and the deposit is £1,280. You would have the use of the slip on two tides a week by arrangement, and one parking space against the north wall.

The roof light over the bench leaks in a south-westerly. We will have that seen to before you move in.

If you are happy I will draw up the papers this week.

Kind regards,
Alice Chen`,
    {
      labels: ["Landlord"],
      facts: [
        ["What was the first rent of Unit 4?", "£640 a month"],
        ["How much was the deposit for Unit 4?", "£1,280"],
      ],
    },
  ),
  r(
    "unit4-2",
    "unit4-1",
    "nora",
    "2017-03-06 12:40",
    `~ I would like to take it. The light is wonderful in there.

Two questions. May I bolt a bandsaw to the floor? And is there three-phase power?

I can sign any day this week. After four is best.`,
  ),
  r(
    "unit4-3",
    "unit4-2",
    "alice",
    "2017-03-07 10:05",
    `Hello Nora,

Yes to the bandsaw, as long as the holes are filled when you go. There is three-phase at the back wall; it was put in for the ice machine.

Could you come to the office on Thursday at half past four? Please bring something with your address on it.

Kind regards,
Alice`,
  ),
  r(
    "unit4-4",
    "unit4-3",
    "nora",
    "2017-03-07 13:22",
    `~ Thursday at half past four suits me well. I will bring the water bill.`,
  ),
  r(
    "unit4-5",
    "unit4-4",
    "alice",
    "2017-03-31 15:48",
    `Hello Nora,

The keys are in the lock box by the door. The gate code at Slipway Yard is 2714. The gate shuts by itself at eight in the evening, so do not leave the car outside.

Welcome to the yard.

Alice`,
    { facts: [["What was the gate code at Slipway Yard in 2017?", "2714"]] },
  ),

  m(
    "mum-move",
    "nora",
    "2017-04-02 20:31",
    "I have a workshop",
    `I have the keys. It smells of tar and old rope and I could not be happier. There is a stove. There is a window onto the slip. There is also a very fat cat who seems to come with the place.

I put Grandpa's tool chest under the window. It fits as if somebody had measured.

Come and see it when your knee is better. I will make tea on the stove.`,
    { to: "mum", labels: ["Family"] },
  ),
  r(
    "mum-move-2",
    "mum-move",
    "mum",
    "2017-04-03 08:02",
    `Darling,

Your father would have been down there with a tape measure before breakfast. I am so glad.

The knee is better than it was. I could come on the bus on Saturday week if somebody meets me at the stop. I shall bring the plum jam, and the blue curtains, because no window should look like that in April.

What is the cat called?

Your loving
Mum`,
  ),
  r(
    "mum-move-3",
    "mum-move-2",
    "nora",
    "2017-04-03 21:10",
    `I will be at the stop at ten. The cat is called Bosun. The potter next door told me. He answers to it when there is fish.

Bring the jam. Think again about the curtains.`,
  ),

  m(
    "kitti-1",
    "frank",
    "2017-04-18 19:55",
    "An old boat that needs a friend",
    `Dear Nora Hale,

Henry Aske gave me your name and told me not to argue with you.

I own Kittiwake, a gaff cutter of 28 feet, built in 1926 on the north shore. She was my grandfather's. She has been under a tarpaulin behind the lifeboat house since 2009 and I have run out of excuses. I suspect the garboards, and the stem has a soft place you can push a thumb into.

Would you come and look? I can pay for the look. Whether I can pay for the rest is what I should like to find out.

Best wishes,
Frank Dellow`,
    { labels: ["Kittiwake"], facts: [["When was Kittiwake built?", "built in 1926"]] },
  ),
  r(
    "kitti-2",
    "kitti-1",
    "nora",
    "2017-04-19 07:48",
    `~ I know the boat. I have walked round that tarpaulin more than once.

I can come on Saturday at nine. Please take the cover off the night before so she can dry. A look costs nothing. Henry would never forgive me.`,
  ),
  r(
    "kitti-3",
    "kitti-2",
    "frank",
    "2017-04-24 18:12",
    `Dear Nora,

Thank you for Saturday. I had braced myself for worse, and then you said "keel bolts" in that voice and I braced again.

Please send me the figure when you have it. I would rather have one honest number than three kind ones.

Frank`,
  ),
  r(
    "kitti-4",
    "kitti-3",
    "nora",
    "2017-05-02 20:05",
    `~ Here is the honest number. The quotation for Kittiwake is £18,400. It covers the stem, both garboards, eleven planks and all the keel bolts. It does not cover sails.

I ask for 30 percent at the start, which is £5,520. The rest comes in three parts as the work goes on. The details are in the attached pages.

If it is too much, tell me. We can do her in two winters.`,
    {
      attach: ["quotation-kittiwake.pdf"],
      facts: [
        ["How much was the quotation for Kittiwake?", "£18,400"],
        ["How much did Frank pay at the start?", "£5,520"],
        ["What is the number of the quotation for Kittiwake?", "Quotation Q-1703", "quotation-kittiwake.pdf"],
        ["How long is the new work on Kittiwake guaranteed?", "guaranteed for five years", "quotation-kittiwake.pdf"],
      ],
    },
  ),
  r(
    "kitti-5",
    "kitti-4",
    "frank",
    "2017-05-05 08:30",
    `Dear Nora,

I slept on it twice, read your pages to my sister over the telephone, and we both think you should begin. The first part went to your account this morning.

There is a half model of her in my hall. Would it help you? My grandfather made it with a penknife, so I cannot swear to the scale.

Frank`,
  ),
  r(
    "kitti-6",
    "kitti-5",
    "nora",
    "2017-05-05 12:51",
    `^ Yes please to the half model. A penknife is good enough for me.

She comes into the yard on 22 May. Tom Ferrand will bring her on the low trailer.`,
    { q: "bottom" },
  ),

  m(
    "larch-1",
    "nora",
    "2017-05-03 09:20",
    "Larch for a 28 footer",
    `I need larch for planking. Boat grade, slow grown, no sap. I think 22 boards at 25 millimetres finished, the longest 5.2 metres.

What is your price, and how soon? I would like to choose them myself.`,
    { to: "victor", labels: ["Suppliers"] },
  ),
  r(
    "larch-2",
    "larch-1",
    "victor",
    "2017-05-03 16:44",
    `Nora, good to hear from you.

I have a log that came down in February, very straight, which I was keeping for somebody who would ask properly. The larch boards are £46 each, so £1,012 for the twenty-two. If you come on Monday you may turn over every board in the stack, and you will, I know.

Delivery would be on Tuesday 9 May, before ten.

Victor`,
    { facts: [["What did one larch board cost in 2017?", "£46 each"]] },
  ),
  m(
    "choir-1",
    "wendy",
    "2017-09-04 11:26",
    "Harbour Voices: welcome!",
    `Dear Nora,

How lovely that you want to sing with us again. We are short of altos, as ever, so you will be hugged at the door.

We rehearse on Thursdays at 7.15 pm in the Chapel Hall, up the steps from Fish Quay. The subscription is £60 a year, in cash in an envelope with your name on it, please, because last year I had eleven envelopes without. Bring a pencil and a cushion. The chairs are a trial.

The Christmas concert is on Saturday 9 December 2017.

Warmly,
Wendy`,
    {
      labels: ["Choir"],
      facts: [
        ["When did the choir rehearse in 2017?", "Thursdays at 7.15 pm"],
        ["How much was the choir subscription in 2017?", "£60 a year"],
      ],
    },
  ),
  r(
    "choir-2",
    "choir-1",
    "nora",
    "2017-09-04 19:03",
    `~ I will come this Thursday. I can read the notes but I sing them softly. I hope that is allowed.

The envelope will have my name on it.`,
  ),

  m(
    "letter-2017",
    "nora",
    "2017-12-17 16:20",
    "The year in the shed",
    `This is the letter I promised some of you in the pub. I will try to keep it short.

In March I left the boatyard job after nine years. In April I took a shed of my own, Unit 4 at Slipway Yard. It has a leak, a stove and a cat. The leak is fixed. The cat is not.

The big job is Kittiwake, who is older than anyone I know. We found newspaper from 1926 packed behind a locker, with the football results. We found a child's shoe. We found that the stem was held on mostly by paint. The new stem is oak, cut from a crook that Henry Aske had been saving for twenty years. He cried a little when he handed it over. So did I.

Mum came to see the shop and hung blue curtains. I have stopped fighting. Hugo rang from Nova Scotia to say that the baby is now a nine year old who wants to be a diver.

I sang at the Christmas concert last week. Nobody fell off the risers.

Come and visit. There is always tea, and there is nearly always a chair.`,
    { to: "emma", cc: ["dan", "henry", "tina"], greet: "Hi all,", labels: ["Family", "Starred"] },
  ),
];
