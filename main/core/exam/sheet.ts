/**
 * Sheets: what an exam is written on. A sheet is one growing haystack with questions about it.
 *
 * A prompt of length L is the sheet's beginning plus a question, so every shorter prompt of a sheet is the beginning of
 * every longer one: the endpoint reads each token of the hay once for all lengths, depths and questions, and only the
 * question anew. Owns placement. Pure: counts come in with the pieces.
 */
import type { ExamTask } from "../../../shared/exam.ts";
import type { Expectation } from "./score.ts";

/** A text with its tokens in the endpoint's count. */
export type Piece = { readonly text: string; readonly tokens: number };

/** A needle and where it belongs: at a depth (0 to 1) of the prompt of a length. */
export type NeedleDraft = { readonly text: string; readonly length: number; readonly depth: number };

/** A question before it is placed. `needles` are places in the draft's list; none where nothing is hidden. */
export type QuestionDraft = {
  readonly task: ExamTask;
  /** The length it was drawn for; longer prompts may ask it too. */
  readonly length: number;
  readonly needles: readonly number[];
  readonly text: string;
  /** What the answer is begun with for the model, where the task says so. */
  readonly answerPrefix: string;
  readonly expectation: Expectation;
  readonly answerTokens: number;
};

/** A question of a placed sheet. `evidence` are units; asked only where the prompt holds all of them. */
export type SheetQuestion = Omit<QuestionDraft, "needles"> & {
  /** The same question in the same sheet has the same key. */
  readonly key: string;
  readonly evidence: readonly number[];
};

/** A sheet: the opening, then the units of its body in order. */
export type Sheet = {
  readonly id: string;
  readonly opening: string;
  readonly units: readonly string[];
  readonly questions: readonly SheetQuestion[];
};

/** Hay that never ends: the next piece of at most `limit` tokens, or the shortest near by where there is none. */
export type HayStream = { next(limit: number): Piece };

/** What came of placing: texts in order, and the unit of each needle. */
export type Placed = { readonly units: readonly Piece[]; readonly needleUnits: readonly number[] };

/** A hay of one piece over and over. */
export function repeatHay(piece: Piece): HayStream {
  return { next: () => piece };
}

/** How many pieces a stream keeps for later while it looks for one that is small enough. */
const LOOK_AHEAD = 120;

/** A hay of pieces in their order, round and round; what is too large for a place waits for a later one. */
export function cycleHay(
  pieces: readonly Piece[],
  repeat: (piece: Piece, round: number) => Piece = (p) => p,
): HayStream {
  if (pieces.length === 0) throw new Error("a haystack needs hay");
  const waiting: Piece[] = [];
  let taken = 0;
  const pull = (): Piece => {
    const round = Math.floor(taken / pieces.length);
    const piece = pieces[taken % pieces.length] as Piece;
    taken += 1;
    return round === 0 ? piece : repeat(piece, round);
  };
  return {
    next(limit) {
      for (let at = 0; at < waiting.length; at += 1) {
        if ((waiting[at] as Piece).tokens <= limit) return waiting.splice(at, 1)[0] as Piece;
      }
      while (waiting.length < LOOK_AHEAD) {
        const piece = pull();
        if (piece.tokens <= limit) return piece;
        waiting.push(piece);
      }
      const shortest = waiting.reduce(
        (best, piece, at) => (piece.tokens < (waiting[best] as Piece).tokens ? at : best),
        0,
      );
      return waiting.splice(shortest, 1)[0] as Piece;
    },
  };
}

/** The largest share of a prompt that one piece of hay may take, so that depths can be met. */
const PIECE_SHARE = 0.12;
const LEAST_PIECE = 60;

/**
 * Lays hay and needles out. `bodyTokens` says how much hay and needles the prompt of a length holds.
 *
 * A needle stands at the first seam between pieces at or behind its depth, and always inside its own length.
 */
export function placeNeedles(
  hay: HayStream,
  needles: readonly (Piece & { readonly length: number; readonly depth: number })[],
  lengths: readonly number[],
  bodyTokens: (length: number) => number,
): Placed {
  const bounds = [...new Set(lengths)].sort((a, b) => a - b).map(bodyTokens);
  const waiting = needles
    .map((needle, index) => ({ needle, index, at: needle.depth * bodyTokens(needle.length) }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  const units: Piece[] = [];
  const needleUnits = new Array<number>(needles.length).fill(-1);
  let tokens = 0;
  const push = (piece: Piece): void => {
    units.push(piece);
    tokens += piece.tokens;
  };
  const place = (at: number): void => {
    const [entry] = waiting.splice(at, 1);
    if (entry === undefined) return;
    needleUnits[entry.index] = units.length;
    push({ text: entry.needle.text, tokens: entry.needle.tokens });
  };
  for (const bound of bounds) {
    for (;;) {
      // Needles that belong before the end of this length must stand inside it: their room is kept free.
      const due = waiting.filter(({ at }) => at <= bound);
      const kept = due.reduce((sum, { needle }) => sum + needle.tokens, 0);
      const ready = waiting.findIndex(({ at, needle }) => at <= tokens + needle.tokens / 2);
      if (ready >= 0) {
        place(ready);
        continue;
      }
      const room = bound - kept - tokens;
      const piece = room < 1 ? undefined : hay.next(Math.min(room, Math.max(LEAST_PIECE, bound * PIECE_SHARE)));
      if (piece !== undefined && piece.tokens <= room) {
        push(piece);
        continue;
      }
      // What is left of this length is too small for hay: its own needles, and on to the next length.
      for (const entry of due) place(waiting.indexOf(entry));
      break;
    }
  }
  while (waiting.length > 0) place(0);
  return { units, needleUnits };
}

/** How many of `counts` (tokens of units, in order) fit `budget` tokens. */
export function unitsWithin(counts: readonly number[], budget: number): number {
  let sum = 0;
  for (const [index, count] of counts.entries()) {
    sum += count;
    if (sum > budget) return index;
  }
  return counts.length;
}

/** Where evidence stands in a prompt of `units` units: 0 (first) to 1 (last), by tokens; the mean of several. */
export function depthOf(evidence: readonly number[], counts: readonly number[], units: number): number | null {
  if (evidence.length === 0) return null;
  const offsets: number[] = [];
  let sum = 0;
  for (let index = 0; index < units; index += 1) {
    offsets.push(sum);
    sum += counts[index] ?? 0;
  }
  const last = Math.max(1, sum - Math.max(...evidence.map((unit) => counts[unit] ?? 0)));
  const depths = evidence.map((unit) => Math.min(1, (offsets[unit] ?? 0) / last));
  return depths.reduce((total, depth) => total + depth, 0) / depths.length;
}
