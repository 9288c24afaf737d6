/**
 * Folding: quoted text that stands in a document earlier in the same prefix is replaced by a reference to it.
 *
 * The comparison ignores white space, wrapping and quote marks. Lines that are not in the earlier document stay. Which
 * documents are compared: those the mail answers, its thread, and those that share runs of words (./shingles.ts).
 */
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { forwarderLength, introductionLength, isSaidByHeader, sectionStarts, unmarked } from "./introduction.ts";
import type { FoldTarget, Memory } from "./memory.ts";
import { shinglesOf } from "./shingles.ts";

/** What stands in the place of a quoted block, in order: references to documents, and the lines that stay. */
export type FoldedPiece = { readonly target: number } | { readonly line: string };

/** Remembers the documents of one prefix as they are added. */
export type Folder = {
  /** Folds one quoted block of `document`; `lines` have their outer quote mark already removed. */
  fold(document: CorpusDocument, lines: readonly string[]): readonly FoldedPiece[];
  /** Makes a document a possible target for those that follow. */
  add(document: CorpusDocument): void;
  /** The shingles of what was added since the last call, as pairs of shingle and number. */
  takeLearnt(): Uint32Array;
};

/** More candidates than these are not compared: a long thread would cost a square of its length. */
const MAX_CANDIDATES = 12;
const MAX_PROPOSED = 4;
/** A section may come from so many documents. */
const MAX_TARGETS = 3;
/** A reference costs about as many letters as this; what saves less is not worth the jump for the reader. */
const MIN_SAVED = 14;
/** Characters of texts kept at hand where the sealed documents can be asked for the others; and never fewer texts. */
const MAX_KEPT_CHARS = 8_000_000;
const MIN_KEPT = 64;

/** A text without white space and quote marks. */
export function squeeze(text: string): string {
  return text.replace(/[\s>]+/g, "");
}

const WORD = /[\p{L}\p{N}]/u;
/** Scripts that write without spaces: a line may end anywhere. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether squeezed words stand in a text as whole words: "5" does not stand in "15 apples". */
export function standsIn(text: string, squeezedText: string, key: string): boolean {
  let breaks: Set<number> | undefined;
  const isBreak = (at: number): boolean => {
    const before = squeezedText[at - 1] ?? "";
    const after = squeezedText[at] ?? "";
    if (!WORD.test(before) || !WORD.test(after) || UNSPACED.test(before) || UNSPACED.test(after)) return true;
    breaks ??= wordBreaks(text);
    return breaks.has(at);
  };
  for (let at = squeezedText.indexOf(key); at >= 0; at = squeezedText.indexOf(key, at + 1)) {
    if (isBreak(at) && isBreak(at + key.length)) return true;
  }
  return false;
}

/** The positions in a squeezed text where white space or quote marks were taken out. */
function wordBreaks(text: string): Set<number> {
  const breaks = new Set<number>();
  let length = 0;
  for (const run of text.split(/[\s>]+/)) {
    length += run.length;
    breaks.add(length);
  }
  return breaks;
}

/** A document that quotes are compared with; its forms are made when they are first needed. */
type Target = {
  readonly number: number;
  readonly of: FoldTarget;
  readonly squeezed: string;
  readonly lines: ReadonlySet<string>;
};

function toTarget(number: number, of: FoldTarget): Target {
  let squeezed: string | undefined;
  let lines: ReadonlySet<string> | undefined;
  return {
    number,
    of,
    get squeezed() {
      squeezed ??= squeeze(of.text);
      return squeezed;
    },
    get lines() {
      lines ??= new Set(of.text.split("\n").map(squeeze));
      return lines;
    },
  };
}

/** A part of a quoted block: the lines that introduce it, and the others with what is compared of them. */
type Section = {
  readonly introduction: readonly string[];
  readonly lines: readonly string[];
  readonly keys: readonly string[];
};

function toSection(lines: readonly string[], plain: readonly string[]): Section {
  const length = introductionLength(plain);
  return { introduction: lines.slice(0, length), lines: lines.slice(length), keys: lines.slice(length).map(squeeze) };
}

/** Creates the memory of one prefix, empty or going on behind sealed documents. */
export function createFolder(earlier?: Memory): Folder {
  const targets = new Map<number, Target>();
  const byMessageId = new Map<string, number>();
  const byThread = new Map<number, number[]>();
  const shingles = new Map<number, number>();
  let learnt: number[] = [];
  let keptChars = 0;

  function getTarget(number: number): Target | undefined {
    const known = targets.get(number);
    if (known !== undefined) {
      // What was asked for stays longest.
      targets.delete(number);
      targets.set(number, known);
      return known;
    }
    const of = earlier?.documents.get(number);
    if (of === undefined) return undefined;
    const target = toTarget(number, of);
    keep(target);
    return target;
  }

  function keep(target: Target): void {
    targets.set(target.number, target);
    // Without sealed documents to ask, every text must stay.
    if (earlier === undefined) return;
    keptChars += target.of.text.length;
    for (const [number, { of }] of targets) {
      if (keptChars <= MAX_KEPT_CHARS || targets.size <= MIN_KEPT) break;
      targets.delete(number);
      keptChars -= of.text.length;
    }
  }

  /** The documents that a mail answers and those of its thread. */
  function related(document: CorpusDocument): number[] {
    const parents = [...document.references]
      .reverse()
      .flatMap((reference) => earlier?.documents.byMessageId(reference) ?? byMessageId.get(reference) ?? []);
    const thread = [...(byThread.get(document.threadId) ?? [])].reverse();
    const sealed = earlier?.documents.byThread(document.threadId, MAX_CANDIDATES) ?? [];
    return [...new Set([...parents, ...thread, ...sealed])].slice(0, MAX_CANDIDATES);
  }

  /** The documents that share the most runs of words with a text. */
  function proposed(text: string): number[] {
    const votes = new Map<number, number>();
    for (const shingle of shinglesOf(text)) {
      const number = earlier?.shingles.get(shingle) ?? shingles.get(shingle);
      if (number !== undefined) votes.set(number, (votes.get(number) ?? 0) + 1);
    }
    return [...votes]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, MAX_PROPOSED)
      .map(([number]) => number);
  }

  function foldSection(section: Section, candidates: readonly Target[]): FoldedPiece[] {
    const { introduction, lines, keys } = section;
    const whole = keys.join("");
    const asLines = (texts: readonly string[]): FoldedPiece[] => texts.map((line) => ({ line }));
    const unfolded = asLines([...introduction, ...lines]);
    if (whole === "") return unfolded;
    const introduce = (target: Target): FoldedPiece[] => {
      if (standsIn(target.of.text, target.squeezed, squeeze(introduction.join("")))) return [];
      const plain = unmarked(introduction);
      const forwarder = forwarderLength(plain);
      return asLines(introduction.slice(0, isSaidByHeader(plain.slice(forwarder), target.of) ? forwarder : undefined));
    };
    const owner = candidates.find((target) => standsIn(target.of.text, target.squeezed, whole));
    if (owner !== undefined) return [...introduce(owner), { target: owner.number }];

    const covered = new Map<number, Target>();
    const taken: Target[] = [];
    for (let round = 0; round < MAX_TARGETS; round += 1) {
      let best: { target: Target; found: number[]; saved: number } | undefined;
      for (const target of likeliest(candidates, keys, covered)) {
        const found = keys.flatMap((key, index) =>
          key !== "" && !covered.has(index) && (target.lines.has(key) || standsIn(target.of.text, target.squeezed, key))
            ? [index]
            : [],
        );
        const saved = found.reduce((sum, index) => sum + (keys[index]?.length ?? 0), 0);
        if (saved > (best?.saved ?? MIN_SAVED)) best = { target, found, saved };
      }
      if (best === undefined) break;
      for (const index of best.found) covered.set(index, best.target);
      taken.push(best.target);
    }
    const [first] = taken;
    if (first === undefined) return unfolded;
    const saved = [...covered.keys()].reduce((sum, index) => sum + (keys[index]?.length ?? 0), 0);
    // Where most of it is not the target's, neither is its introduction: who wrote it must stay.
    const pieces = saved * 2 > whole.length ? introduce(first) : asLines(introduction);
    const named = new Set<Target>();
    for (const [index, line] of lines.entries()) {
      const target = covered.get(index);
      if (target === undefined) pieces.push({ line });
      else if (!named.has(target)) {
        named.add(target);
        pieces.push({ target: target.number });
      }
    }
    return pieces;
  }

  return {
    fold(document, lines) {
      const plain = unmarked(lines);
      const candidatesFor = (text: string): Target[] =>
        [...new Set([...related(document), ...proposed(text)])].flatMap((number) => getTarget(number) ?? []);
      const all = candidatesFor(lines.join("\n"));
      const block = toSection(lines, plain);
      const whole = block.keys.join("");
      const isWhole = all.some((target) => standsIn(target.of.text, target.squeezed, whole));
      const starts = isWhole ? [0] : sectionStarts(plain);
      if (starts.length === 1) return foldSection(block, all);
      return joinPieces(
        starts.map((start, index) => {
          const end = starts[index + 1] ?? lines.length;
          const part = lines.slice(start, end);
          return foldSection(toSection(part, plain.slice(start, end)), candidatesFor(part.join("\n")));
        }),
      );
    },
    add(document) {
      const { text, from, recipients } = document;
      keep(toTarget(document.number, { text, from, recipients }));
      if (document.messageId !== null && !byMessageId.has(document.messageId)) {
        byMessageId.set(document.messageId, document.number);
      }
      const thread = byThread.get(document.threadId);
      if (thread === undefined) byThread.set(document.threadId, [document.number]);
      else thread.push(document.number);
      for (const shingle of shinglesOf(document.text)) {
        if (earlier?.shingles.has(shingle) === true || shingles.has(shingle)) continue;
        shingles.set(shingle, document.number);
        learnt.push(shingle, document.number);
      }
    },
    takeLearnt() {
      const taken = Uint32Array.from(learnt);
      learnt = [];
      return taken;
    },
  };
}

/** The candidates worth comparing line by line: those that hold the most of the lines as they are, and the first ones. */
function likeliest(
  candidates: readonly Target[],
  keys: readonly string[],
  covered: ReadonlyMap<number, Target>,
): Target[] {
  if (candidates.length <= 3) return [...candidates];
  const scored = candidates.map((target, order) => {
    let score = 0;
    for (const [index, key] of keys.entries())
      if (key !== "" && !covered.has(index) && target.lines.has(key)) score += key.length;
    return { target, order, score };
  });
  const best = [...scored].sort((a, b) => b.score - a.score || a.order - b.order).slice(0, 3);
  return [...new Set([...best, ...scored.slice(0, 2)].map(({ target }) => target))];
}

/** Joins the sections of a block; the same reference twice in a row stands once. */
function joinPieces(sections: readonly (readonly FoldedPiece[])[]): FoldedPiece[] {
  const pieces: FoldedPiece[] = [];
  for (const piece of sections.flat()) {
    const last = pieces.findLast((earlier) => !("line" in earlier) || earlier.line.trim() !== "");
    const isSame = "target" in piece && last !== undefined && "target" in last && last.target === piece.target;
    if (!isSame) pieces.push(piece);
  }
  return pieces;
}
