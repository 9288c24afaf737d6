/** The sentences of an answer that no proof covers. Pure; the citations were checked by the core. */
import type { Citation } from "../../../shared/schemas.ts";
import { wordsOf } from "../../../shared/words.ts";

/** A sentence of fewer words claims nothing that could be looked up ("Yes.", "In short:"). */
const MIN_WORDS = 4;

const ID = /\[((?:[mpf]\d+(?:\.\d+)?)(?:\s*,\s*[mpf]\d+(?:\.\d+)?)*)[^\]]*\]/g;

function idsIn(text: string): string[] {
  return [...text.matchAll(ID)].flatMap((match) => (match[1] ?? "").split(",").map((id) => id.trim()));
}

/** Sentences with the ids that stand behind them; code and headings are no claims. */
function sentences(answer: string): string[] {
  const found: string[] = [];
  for (const line of answer.replace(/```[\s\S]*?(?:```|$)/g, "\n").split(/\n+/)) {
    if (/^\s*#{1,6}\s/.test(line)) continue;
    for (const part of line.split(/(?<=[.!?。！？]["”’»)]*)\s+/u)) {
      const last = found.length - 1;
      // `... is 48213. [m12]`: the id belongs to what stands before it.
      if (last >= 0 && part.replace(ID, "").replace(/[\s.,;:*_-]/g, "") === "") found[last] += ` ${part}`;
      else if (part.trim() !== "") found.push(part.trim());
    }
  }
  return found;
}

function words(text: string): string {
  return ` ${wordsOf(text)
    .map((word) => word.text.toLowerCase())
    .join(" ")} `;
}

/** The claims without proof, as they stand in the answer but without marks of the markdown. */
export function bareClaims({
  answer,
  citations,
}: {
  readonly answer: string;
  readonly citations: readonly Citation[];
}): string[] {
  const good = citations.filter(({ state }) => state === "verified" || state === "wrong-id");
  const quotes = good.map(({ quote }) => words(quote)).filter((quote) => quote.trim() !== "");
  const ids = new Set(good.flatMap(({ id, claimedId }) => [id, claimedId]));
  return sentences(answer)
    .map((sentence) => ({ sentence, plain: sentence.replace(ID, " ").replace(/^\s*(?:[-*+>]|\d+[.)])\s+/, "") }))
    .filter(({ sentence, plain }) => {
      const own = words(plain);
      if (own.trim().split(" ").length < MIN_WORDS) return false;
      if (idsIn(sentence).some((id) => ids.has(id))) return false;
      return !quotes.some((quote) => own.includes(quote) || quote.includes(own));
    })
    .map(({ plain }) => plain.replace(/[*_`]/g, "").replace(/\s+/g, " ").trim());
}
