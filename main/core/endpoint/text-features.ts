/**
 * What a text is made of, as numbers from which its tokens follow nearly linearly: words by length, digits, signs,
 * white space, and letters by script. Pure.
 */

/** The features, in the order of every vector. */
export const FEATURES = [
  "shortWords",
  "middleWords",
  "longWords",
  "longLetters",
  "capitals",
  "accents",
  "digitGroups",
  "digits",
  "signRuns",
  "signChanges",
  "signRepeats",
  "newlines",
  "spaces",
  "gaps",
  "cyrillic",
  "greek",
  "semitic",
  "indic",
  "han",
  "kana",
  "hangul",
  "otherBytes",
] as const;

const SIZE = FEATURES.length;
type Feature = (typeof FEATURES)[number];
const AT = Object.fromEntries(FEATURES.map((name, index) => [name, index])) as Readonly<Record<Feature, number>>;

/** Runs of one kind; what none of them takes is counted by its bytes. */
const RUNS =
  /([A-Za-z\u00c0-\u024f]+)|(\p{Nd}+)|(\r?\n[\r\n]*)|([ \t]+)|([!-/:-@[-`{-~\u2010-\u2027]+)|([\u0400-\u04ff]+)|([\u0370-\u03ff]+)|([\u0590-\u06ff]+)|([\u0900-\u0eff]+)|([\u3400-\u9fff]+)|([\u3040-\u30ff]+)|([\uac00-\ud7af]+)|([\s\S])/gu;

const SCRIPTS: readonly Feature[] = ["cyrillic", "greek", "semitic", "indic", "han", "kana", "hangul"];

function addWord(vector: Float64Array, word: string): void {
  const { length } = word;
  const bucket = length <= 4 ? AT.shortWords : length <= 8 ? AT.middleWords : AT.longWords;
  vector[bucket] = (vector[bucket] ?? 0) + 1;
  if (length > 8) vector[AT.longLetters] = (vector[AT.longLetters] ?? 0) + (length - 8);
  let capitals = 0;
  let accents = 0;
  for (let at = 0; at < length; at += 1) {
    const code = word.charCodeAt(at);
    // A capital at the start is ordinary; one inside splits a word into more tokens.
    if (at > 0 && code >= 65 && code <= 90) capitals += 1;
    if (code > 127) accents += 1;
  }
  vector[AT.capitals] = (vector[AT.capitals] ?? 0) + capitals;
  vector[AT.accents] = (vector[AT.accents] ?? 0) + accents;
}

/** Adds a text to a vector of counts. */
export function addFeatures(vector: Float64Array, text: string): void {
  const add = (feature: Feature, amount: number): void => {
    vector[AT[feature]] = (vector[AT[feature]] ?? 0) + amount;
  };
  for (const match of text.matchAll(RUNS)) {
    const run = match[0];
    if (match[1] !== undefined) addWord(vector, run);
    else if (match[2] !== undefined) {
      add("digitGroups", Math.ceil(run.length / 3));
      add("digits", run.length);
    } else if (match[3] !== undefined) add("newlines", 1);
    else if (match[4] !== undefined) {
      // One space belongs to the word behind it.
      if (run.length > 1) add("spaces", 1);
      add("gaps", run.length - 1);
    } else if (match[5] !== undefined) {
      add("signRuns", 1);
      // A drawn line is a token or two; a wild mixture is one or two a sign.
      for (let at = 1; at < run.length; at += 1)
        add(run.charCodeAt(at) === run.charCodeAt(at - 1) ? "signRepeats" : "signChanges", 1);
    } else {
      const script = SCRIPTS[match.findIndex((group, index) => index >= 6 && group !== undefined) - 6];
      if (script !== undefined) add(script, run.length);
      else add("otherBytes", Buffer.byteLength(run));
    }
  }
}

/** The features of texts, added up. */
export function featuresOf(texts: readonly string[]): Float64Array {
  const vector = new Float64Array(SIZE);
  for (const text of texts) addFeatures(vector, text);
  return vector;
}
