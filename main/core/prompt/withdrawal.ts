/**
 * What withdrawing or erasing documents does to sealed prefixes.
 *
 * A withdrawn document is hidden by the tail until the next rebuild. One that others refer to instead of quoting it
 * cannot be hidden so: their words would stand in what is hidden. Reads only; the writer does what is decided.
 */
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { partRows } from "../archive/queries/corpus.ts";
import { prefixesWith } from "../archive/queries/prefixes.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";

/** What withdrawing would do; `prefixIds` are the prefixes that must be built anew. */
export type Withdrawal = {
  readonly hidden: readonly string[];
  readonly needRebuild: readonly { readonly id: string; readonly quotedBy: readonly string[] }[];
  readonly prefixIds: ReadonlySet<number>;
};

/** The ids of documents by number. */
export function documentIds(db: ReadableDatabase, numbers: readonly number[]): Map<number, string> {
  return new Map(partRows(db, numbers).map(({ kind, number }) => [number, formatDocumentId(kind, number)]));
}

/** Looks at what withdrawing these documents would do. */
export function planWithdrawal(db: ReadableDatabase, numbers: readonly number[]): Withdrawal {
  const ids = documentIds(db, numbers);
  const gone = new Set([...numbers, ...withdrawnNumbers(db)]);
  const hidden: string[] = [];
  const needRebuild: { id: string; quotedBy: string[] }[] = [];
  const prefixIds = new Set<number>();
  for (const number of numbers) {
    const quotedBy = new Set<number>();
    for (const { prefixId, referring } of prefixesWith(db, number)) {
      // What refers to it and is withdrawn as well misses nothing.
      const others = referring.filter((other) => !gone.has(other));
      if (others.length > 0) prefixIds.add(prefixId);
      for (const other of others) quotedBy.add(other);
    }
    const id = ids.get(number) ?? "";
    if (quotedBy.size === 0) hidden.push(id);
    else needRebuild.push({ id, quotedBy: [...documentIds(db, [...quotedBy]).values()] });
  }
  return { hidden, needRebuild, prefixIds };
}

/** The sealed prefixes that hold one of these documents. */
export function prefixesHolding(db: ReadableDatabase, numbers: readonly number[]): Set<number> {
  return new Set(numbers.flatMap((number) => prefixesWith(db, number).map(({ prefixId }) => prefixId)));
}
