/**
 * The language of a mail, told by its commonest small words.
 *
 * Mails are short: a handful of function words says more about ten words than letter statistics do, and it costs no
 * library. Owns the lists; texts without enough of them have no known language. Pure.
 */
import { styleWords } from "./stylometry/words.ts";

/** A language by its English name, as the draft's wish "Language" has it. */
export const LANGUAGE_WORDS: Readonly<Record<string, string>> = {
  English:
    "the and to of you is it that for on have with be this will are we but not if at as can would from was do so what please thanks yes",
  German:
    "der die das und ist nicht ich du sie wir ein eine zu den mit für auf im dem es auch wie noch bei dass wenn aber oder nur ja bitte danke von am",
  French:
    "le la les et est pas je tu vous nous un une de des du pour dans que qui sur avec au aux ce cette mais ou oui merci bonjour",
  Spanish:
    "el la los las y es no yo usted un una de del para en que con por se lo como pero o si muy gracias hola está",
  Italian:
    "il la lo gli le e è non io tu un una di del della per in che con si come ma o sì molto grazie ciao sono anche",
  Dutch:
    "de het een en is niet ik je jij wij we van voor op met dat die er te maar of ook als nog bij naar dank hoi wel",
  Portuguese:
    "o a os as e é não eu você um uma de do da para em que com por se no na mas ou muito obrigado obrigada olá está",
  Polish: "i w na nie się że to jest z do jak co ale czy po za od tak dla już mi pan pani dziękuję cześć proszę",
  Swedish: "och att det är en ett som på av för med inte jag du vi den de har om till men eller tack hej kan ska",
  Danish: "og at det er en et som på af for med ikke jeg du vi den de har om til men eller tak hej kan skal",
};

const SETS = Object.entries(LANGUAGE_WORDS).map(([name, words]) => [name, new Set(words.split(" "))] as const);
/** Fewer hits than this are chance. */
const MIN_HITS = 2;

/** The language, in English; `undefined` where the text is too short or of another one. */
export function languageOf(text: string): string | undefined {
  const words = styleWords(text);
  let best: string | undefined;
  let bestHits = MIN_HITS - 1;
  let isTie = false;
  for (const [name, set] of SETS) {
    const hits = words.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
    if (hits > bestHits) [best, bestHits, isTie] = [name, hits, false];
    else if (hits === bestHits && best !== undefined) isTie = true;
  }
  return isTie ? undefined : best;
}
