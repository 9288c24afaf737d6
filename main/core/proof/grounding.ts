/**
 * Where a draft's claims come from: what it was given, elsewhere in the archive, or nowhere.
 *
 * Names, dates, amounts and promises are looked up by their keys in every document that was sent; nothing is asked of a
 * model and no index is used. Pure.
 */
import type { Grounding } from "../../../shared/schemas.ts";
import { type Claim, contentKeys, datesIn, findClaims, type NameHints, nameKey, numbersIn } from "./claims.ts";

/** A text that claims are looked up in; `id` is null for what is no document (the points). */
export type Source = { readonly id: string | null; readonly text: string };

/** What a draft was given, and what else was read. */
export type GroundingSources = {
  readonly message: Source;
  readonly thread: readonly Source[];
  /** What the owner wished for. */
  readonly points: readonly string[];
  /** The owner's own names: nobody has to be told them. */
  readonly ownNames: readonly string[];
  readonly archive: readonly Source[];
};

/** A promise comes from a text that holds this share of its content words close together. */
const PROMISE_SHARE = 0.6;
const SENTENCES = /(?<=[.!?])\s|\n\s*\n|\n(?=\s*[-*•])/;

/** Finds keys in one text; what is asked for is computed once, and only where it is asked for. */
function lookup(text: string): (claim: Claim) => boolean {
  let words: Set<string> | undefined;
  let dates: Set<string> | undefined;
  let numbers: Set<string> | undefined;
  let sentences: (readonly string[])[] | undefined;
  return ({ kind, keys }) => {
    switch (kind) {
      case "name":
        words ??= new Set((text.match(/[\p{L}\p{M}'’-]+/gu) ?? []).map((word) => `name:${nameKey(word)}`));
        return keys.every((key) => words?.has(key));
      case "date":
        dates ??= new Set(datesIn(text).flatMap((found) => found.keys));
        return keys.every((key) => dates?.has(key));
      case "amount":
        numbers ??= new Set(numbersIn(text).flatMap((found) => found.keys));
        return keys.every((key) => numbers?.has(key));
      case "promise":
        sentences ??= text.split(SENTENCES).map(contentKeys);
        return sentences.some((have) => keys.filter((key) => have.includes(key)).length >= keys.length * PROMISE_SHARE);
    }
  };
}

/** The words of a source that the claim stands in, for the click that opens it there; null where they differ too much. */
function wordsAround(text: string, words: string, keys: readonly string[] | undefined): string | null {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  if (at >= 0) return text.slice(at, at + words.length);
  if (keys === undefined) return null;
  const count = (sentence: string): number => contentKeys(sentence).filter((key) => keys.includes(key)).length;
  const [best] = text.split(SENTENCES).sort((a, b) => count(b) - count(a));
  return best?.trim() || null;
}

/** Looks the claims of one draft up, document by document, so that whoever reads many can let others work in between. */
export type GroundingRun = {
  /** Looks for what is still open; newer documents come first, for there a fact is still true. */
  read(source: Source): void;
  hasOpen(): boolean;
  /** The claims so far, each with where it comes from; the same words of one kind once. */
  results(): readonly Grounding[];
};

/** Begins with what the draft was given. */
export function createGrounding(
  draft: string,
  sources: Omit<GroundingSources, "archive">,
  hints: NameHints,
): GroundingRun {
  const { message, thread, points, ownNames } = sources;
  const given: readonly (readonly [Grounding["source"], Source, (claim: Claim) => boolean])[] = [
    ["points", { id: null, text: points.join("\n") }, lookup(points.join("\n"))],
    ["message", message, lookup(message.text)],
    ["me", { id: null, text: ownNames.join("\n") }, lookup(ownNames.join("\n"))],
    ...thread.map((source) => ["thread", source, lookup(source.text)] as const),
  ];
  const seen = new Set<string>();
  const results: Grounding[] = [];
  const open: { claims: readonly Claim[]; index: number }[] = [];
  for (const claim of findClaims(draft, hints)) {
    const key = `${claim.kind} ${claim.keys.join(" ")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const claims = claim.without === undefined ? [claim] : [claim, claim.without];
    const places = claims.flatMap((each) => given.map((place) => [each, place] as const));
    const found = places.find(([each, [, , holds]]) => holds(each));
    if (found === undefined) {
      open.push({ claims, index: results.length });
      results.push(grounded(claim, "nowhere", null, null));
    } else {
      const [each, [source, place]] = found;
      results.push(grounded(each, "given", source, place));
    }
  }
  return {
    read({ id, text }) {
      const holds = lookup(text);
      for (const { claims, index } of [...open]) {
        const claim = claims.find(holds);
        if (claim === undefined) continue;
        results[index] = grounded(claim, "archive", "archive", { id, text });
        open.splice(
          open.findIndex((item) => item.index === index),
          1,
        );
      }
    },
    hasOpen: () => open.length > 0,
    results: () => results,
  };
}

/** The draft's claims, looked up in everything at once. */
export function groundDraft(
  draft: string,
  { archive, ...given }: GroundingSources,
  hints: NameHints,
): readonly Grounding[] {
  const run = createGrounding(draft, given, hints);
  for (const source of archive) if (run.hasOpen()) run.read(source);
  return run.results();
}

function grounded(
  { kind, text, start, end, keys }: Claim,
  state: Grounding["state"],
  source: Grounding["source"],
  place: Source | null,
): Grounding {
  const quote = place === null ? null : wordsAround(place.text, text, kind === "promise" ? keys : undefined);
  return { kind, text, start, end, state, source, id: place?.id ?? null, quote };
}
