/** The documents of a prefix as folding asks for them, out of the archive: their texts need not stay in memory. */
import type { ReadableDatabase } from "../archive/connection.ts";
import { prepareFoldQueries } from "../archive/queries/corpus.ts";
import type { SealedDocuments } from "./memory.ts";

/** Asks the archive, and knows by `positions` which documents stand in the prefix and where. */
export function createSealedSource(db: ReadableDatabase, positions: ReadonlyMap<number, number>): SealedDocuments {
  const queries = prepareFoldQueries(db);
  const at = (number: number): number => positions.get(number) ?? Number.POSITIVE_INFINITY;
  const inPrefix = (numbers: readonly number[]): number[] => numbers.filter((number) => positions.has(number));
  return {
    byMessageId: (messageId) => inPrefix(queries.mailsByMessageId(messageId)).sort((a, b) => at(a) - at(b))[0],
    byThread: (threadId, limit) =>
      inPrefix(queries.mailsOfThread(threadId))
        .sort((a, b) => at(b) - at(a))
        .slice(0, limit),
    get: (number) => (positions.has(number) ? queries.foldTarget(number) : undefined),
  };
}
