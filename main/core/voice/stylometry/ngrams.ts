/** Similarity of texts by their sequences of letters, spaces and punctuation: catches what words do not. Pure. */

const SIZE = 3;

function gramsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const line = ` ${text.toLowerCase().replace(/\s+/g, " ").trim()} `;
    const letters = Array.from(line);
    for (let at = 0; at + SIZE <= letters.length; at += 1) {
      const gram = letters.slice(at, at + SIZE).join("");
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}

/** The cosine of the character trigrams of two pools of texts: 1 the same, 0 nothing in common. */
export function ngramSimilarity(a: readonly string[], b: readonly string[]): number {
  const [gramsA, gramsB] = [gramsOf(a), gramsOf(b)];
  let dot = 0;
  for (const [gram, count] of gramsA) dot += count * (gramsB.get(gram) ?? 0);
  const length = (grams: Map<string, number>): number =>
    Math.sqrt([...grams.values()].reduce((sum, count) => sum + count * count, 0));
  const size = length(gramsA) * length(gramsB);
  return size === 0 ? 0 : dot / size;
}
