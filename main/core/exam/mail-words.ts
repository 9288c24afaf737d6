/** What needles in the owner's mail speak of: everyday facts, people, and pairs that share no words. Pure. */

/** Facts with a number; each makes its plural with an s. */
export const ATTRIBUTES =
  "gate code,room number,invoice number,phone extension,door code,account number,order number,locker number,badge number,ticket number,case number,reference number,flight number".split(
    ",",
  );

/** Places and things that have such facts: a word of each. */
export const PLACE_FIRST =
  "Harbor River Lake Maple Cedar Falcon Atlas Orion Phoenix Delta Summit north south east west blue red green upper lower second third".split(
    " ",
  );
export const PLACE_LAST =
  "depot store garage lab plant warehouse office kitchen studio clinic branch contract garden workshop archive desk club school".split(
    " ",
  );

/** Names that no needle shares with another. */
export const FIRST_NAMES =
  "Imre Solveig Tobin Maude Casimir Odette Ruben Thea Anselm Perpetua Lionel Greta Fabian Isolde Magnus Cleo Dorian Hilde Osric Paloma".split(
    " ",
  );
export const LAST_NAMES =
  "Castellan Brightwater Okonjo Vandermeer Ashdown Lindgren Pettibone Marchetti Rosenthal Kilbride Tanaguchi Fairweather Duquesne Holloway".split(
    " ",
  );

/** Needle and question without a word in common: the reader must know something to join them (after NoLiMa, arXiv 2502.05167). */
export const WITHOUT_OVERLAP: readonly { readonly needle: string; readonly question: string }[] = [
  { needle: "{n} cannot eat anything made with wheat.", question: "Who needs a gluten-free meal?" },
  { needle: "{n} has just moved into a flat beside the Eiffel Tower.", question: "Who lives in Paris?" },
  { needle: "{n} has used a wheelchair since the accident.", question: "For whom must we build a ramp at our door?" },
  { needle: "{n} plays second violin on Thursdays.", question: "Which person could join a string quartet?" },
  { needle: "{n} is up all night looking at the rings of Saturn.", question: "Who is keen on astronomy?" },
  { needle: "{n} faints at the sight of blood.", question: "Who should not assist a surgeon?" },
  { needle: "{n} sold the car and goes everywhere by bicycle.", question: "Who gets around without driving?" },
  { needle: "{n} was born in the city with the Colosseum.", question: "Who comes from Rome?" },
  { needle: "{n} breaks out in hives whenever a cat comes near.", question: "Who suffers from an allergy to pets?" },
  { needle: "{n} gives lectures on the sonnets of Shakespeare.", question: "Who teaches poetry?" },
  { needle: "{n} keeps forty thousand bees behind the garage.", question: "Who could supply us with honey?" },
  { needle: "{n} grew up speaking the language of Tokyo.", question: "Who knows Japanese?" },
  { needle: "{n} has just become the mother of triplets.", question: "Who must care for three newborn babies?" },
  { needle: "{n} repairs clocks in a shop by the station.", question: "Who is a watchmaker?" },
];
