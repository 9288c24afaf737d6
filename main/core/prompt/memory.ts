/**
 * What a renderer remembers of the documents that stand before: names, repeated lines, where words stood first.
 *
 * Owns the shape in which it is sealed with a segment and taken up again, so that a prefix can be continued without
 * rendering it anew. Pure.
 */
import type { Person } from "../../../shared/schemas.ts";

/** What rendering some documents taught: bare names with their addresses, repeated lines, pairs of shingle and number. */
export type Learnt = {
  readonly names: readonly (readonly [label: string, address: string])[];
  readonly repeats: readonly string[];
  readonly shingles: Uint32Array;
};

/** What folding needs to know of a document that stands in the prefix. */
export type FoldTarget = {
  readonly text: string;
  readonly from: Person | null;
  /** To and Cc; empty for mail of list archives, whose headers name no recipients. */
  readonly recipients: readonly Person[];
};

/** The documents that were sealed before, as folding asks for them; only mails. */
export type SealedDocuments = {
  /** The first one with a Message-ID. */
  byMessageId(messageId: string): number | undefined;
  /** The ones of a thread, the last first. */
  byThread(threadId: number, limit: number): readonly number[];
  get(number: number): FoldTarget | undefined;
};

/** Everything a renderer begins with where it goes on behind sealed documents. */
export type Memory = {
  readonly names: ReadonlyMap<string, string>;
  readonly repeats: ReadonlySet<string>;
  /** The first document in which a run of words stood (see ./shingles.ts). */
  readonly shingles: ReadonlyMap<number, number>;
  readonly documents: SealedDocuments;
};

/** Joins what the segments of a prefix taught, in their order. */
export function joinLearnt(all: readonly Learnt[], documents: SealedDocuments): Memory {
  const names = new Map<string, string>();
  const repeats = new Set<string>();
  const shingles = new Map<number, number>();
  for (const learnt of all) {
    for (const [label, address] of learnt.names) names.set(label, address);
    for (const line of learnt.repeats) repeats.add(line);
    for (let at = 0; at + 1 < learnt.shingles.length; at += 2) {
      shingles.set(learnt.shingles[at] ?? 0, learnt.shingles[at + 1] ?? 0);
    }
  }
  return { names, repeats, shingles, documents };
}
