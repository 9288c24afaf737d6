import { m, r } from "./dsl.mjs";

export const mails = [
  m(
    "depot-1",
    "alice",
    "2024-01-29 11:17",
    "Storage at the north depot",
    `Hello Nora,

You said that you are tripping over museum crates. We have a bay free at the north depot in Ropewalk Lane: dry, 80 square metres, and a lorry can back right up to it. The rent for the depot is £310 a month, with a month's notice on either side.

Would you like to see it?

Alice`,
    { labels: ["Landlord"], facts: [["What is the rent for the bay at the north depot?", "£310 a month"]] },
  ),
  r(
    "depot-2",
    "depot-1",
    "nora",
    "2024-01-29 12:50",
    `~ I do not need to see it. I have just tripped again. From 1 February, please.`,
  ),
  r(
    "depot-3",
    "depot-2",
    "alice",
    "2024-01-31 16:39",
    `Hello Nora,

Bay 3 is yours from tomorrow. The gate code at the north depot is 3391, which has nothing to do with the one at the yard. The lights go off by themselves after twenty minutes, so wave your arms now and then.

Alice`,
    { facts: [["What was the gate code at the north depot in 2024?", "3391"]] },
  ),

  m(
    "choir24",
    "wendy",
    "2024-02-26 10:09",
    "We are moving (only the choir)",
    `Dear singers,

The Chapel Hall has damp and we have been given notice. From April the choir rehearses on Wednesdays at 7.30 pm at Lark Hill School, in the music room, which has proper chairs. I nearly wept.

The subscription is now £75 a year. Envelopes, names, you know.

Warmly,
Wendy`,
    {
      labels: ["Choir"],
      html: "only",
      facts: [
        ["When does the choir rehearse since April 2024?", "Wednesdays at 7.30 pm"],
        ["What is the choir subscription in 2024?", "£75 a year"],
      ],
    },
  ),
  m(
    "van-1",
    "owen",
    "2024-03-11 09:48",
    "Van",
    `Nora

I drove the electric one. It is quiet and the doors shut properly. It costs £21,900 with the roof rack, they take the old van for £1,500, and it does 190 miles on a charge with nothing in it, so say 140 with a lens. Plate would be HALE 24.

I know you love the old van. The old van does not love us.

Owen`,
    {
      facts: [
        ["What did the electric van cost?", "£21,900"],
        ["What is the number plate of the van?", "HALE 24"],
      ],
    },
  ),
  r(
    "van-2",
    "van-1",
    "nora",
    "2024-03-11 12:20",
    `~ You are right and I am sad. Buy it. Ask Pete to put the charger on the south wall.

I would like to keep the old steering wheel.`,
  ),
  m(
    "corn24-1",
    "nora",
    "2024-06-10 08:33",
    "Corncrake: two dates",
    `We can see the end. I would like to launch Corncrake on Saturday 7 September 2024. High water is at 1.40 in the afternoon, and it is a good big one.

Could we have the crane for four hours? She is 24 tonnes now. And is the price still the same?`,
    { to: "jack", labels: ["Corncrake"] },
  ),
  r(
    "corn24-2",
    "corn24-1",
    "jack",
    "2024-06-10 16:20",
    `Nora,

24 tonnes wants both cranes. Book the day, not the hour. The single crane is £120 an hour since January, but for the pair I will make it £700 for the day, flags included.

The whole town is going to be on that wall. I shall rope off the aunts myself.

Jack`,
    {
      facts: [
        ["What does the harbour crane cost in 2024?", "£120 an hour"],
        ["What did both cranes cost for the launch day of Corncrake?", "£700 for the day"],
      ],
    },
  ),
  m(
    "corn24-4",
    "karen",
    "2024-09-09 07:50",
    "Afterwards",
    `Dear Nora,

I had prepared a short speech for Saturday and, as you saw, did not deliver it. I shall put it here.

Corncrake was launched on 7 September 2024, seventeen months ahead of the time I gave you. Of her 94 frames 88 are new. The deviation from the lines of 1908, which I measured in your shed when you thought I was admiring the paint, is nowhere more than nine millimetres. I have worked for thirty years with steel, computers and large firms, and I have never seen that.

She moves as if she had been waiting.

Thank you. Please pass that on to Owen, to Grace and to the gentleman by the stove.

Karen`,
    {
      labels: ["Corncrake", "Starred"],
      facts: [
        ["When was Corncrake launched?", "7 September 2024"],
        ["How many frames of Corncrake are new in the end?", "Of her 94 frames 88 are new"],
      ],
    },
  ),
  r(
    "corn24-5",
    "corn24-4",
    "nora",
    "2024-09-09 12:11",
    `~ I read it aloud at tea. Nobody said anything for a while. Then Henry said "nine is too many".

That is the best thing he has ever said about us.`,
  ),

  m(
    "wifi24",
    "peter",
    "2024-10-15 08:02",
    "Router",
    `Nora

New router is in, the old one had a mouse. The new wifi password is copper-rivet-31. Wrote it inside the fuse box door as well. The charger is on its own breaker, number 9.

Pete`,
    {
      facts: [
        ["What is the wifi password since October 2024?", "copper-rivet-31"],
        ["Which breaker is the van charger on?", "number 9"],
      ],
    },
  ),
  m(
    "henry-1",
    "tina",
    "2024-11-21 07:12",
    "Henry",
    `Nora love,

I know you'll have heard by now, but I didn't want you to read it from anyone else this morning. Henry went in his sleep. Jack has put the harbour flag down.

I'm at the loft all day. Come and sit.

T x`,
    { labels: ["Starred"] },
  ),
  r(
    "henry-2",
    "henry-1",
    "nora",
    "2024-11-21 07:58",
    `I am coming now.

He was here yesterday. It was Wednesday. He told Grace her plane iron was upside down. It was.`,
  ),
  m(
    "henry-3",
    "frank",
    "2024-11-29 20:45",
    "After the funeral",
    `Dear Nora,

You spoke for both of us, and I think for every plank in that harbour. "He left nothing on a wall" is going to stay with me.

I should like to do something. Would you accept £2,000 a year from me, for an apprentice, in Henry's name? I have done the sums and I can do it for as long as I last.

Frank`,
    { facts: [["How much does Frank give each year for an apprentice in Henry’s name?", "£2,000 a year"]] },
  ),
  r(
    "henry-4",
    "henry-3",
    "nora",
    "2024-11-30 09:14",
    `~ Yes. Thank you. The Aske place, then. The first one can start next September.

I used the adze all day yesterday. It helped.`,
  ),
  m(
    "letter-2024",
    "nora",
    "2024-12-22 16:30",
    "The year at the works, number four",
    `You know how this year ended, so I will begin there. Henry died on 20 November, on a Wednesday night, after a day by our stove. He was eighty-five. The church was so full that people stood on the quay. The accordion nearly got through it.

I learned nearly everything I know from him. The rest I learned by not listening to him.

And yet it was a good year. Corncrake is in the water. Two cranes, nineteen flags, and one speech that was not given. She sails like something half her age. Karen took Mum out in her. Mum steered and would not give her back.

We have a quiet new van, a dry new store and Salt Roads in its fifth town. Grace built a staircase inside a boat. She had been waiting to.

Next September there will be an apprentice, in Henry's name. He would have said there is no need for a fuss. There will be a bit of fuss.

Hold on to your people. Come and have tea.`,
    { to: "emma", cc: ["dan", "frank", "karen", "tina"], greet: "Hi all,", labels: ["Family", "Starred"] },
  ),
];
