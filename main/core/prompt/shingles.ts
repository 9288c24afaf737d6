/**
 * Shingles: hashes of runs of words, a sixteenth of them, by which quoted text finds the document it came from.
 *
 * They only propose; fold.ts compares the words. A run does not care for wrapping and quote marks. Pure.
 */

/** Words in a run: long enough that ordinary phrases seldom agree. */
const RUN_WORDS = 6;
/** One run in so many is kept, chosen by its hash, so that a text and its quote choose the same ones. */
const SAMPLE = 16;

const PRIME = 0x01000193;

function isGap(code: number): boolean {
  return code <= 32 || code === 62;
}

/** The kept shingles of a text, each once. */
export function shinglesOf(text: string): Set<number> {
  const found = new Set<number>();
  const run: number[] = [];
  let hash = 0x811c9dc5;
  let isInWord = false;
  const endWord = (): void => {
    run.push(hash);
    if (run.length > RUN_WORDS) run.shift();
    if (run.length === RUN_WORDS) {
      let joined = 0x811c9dc5;
      for (const word of run) joined = Math.imul(joined ^ word, PRIME) ^ (joined >>> 15);
      joined ^= joined >>> 13;
      if ((joined >>> 0) % SAMPLE === 0) found.add(joined >>> 0);
    }
    hash = 0x811c9dc5;
    isInWord = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isGap(code)) {
      if (isInWord) endWord();
    } else {
      hash = Math.imul(hash ^ code, PRIME);
      isInWord = true;
    }
  }
  if (isInWord) endWord();
  return found;
}
