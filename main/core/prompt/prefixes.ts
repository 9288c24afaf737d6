/**
 * The prefixes of an archive: one a scope, kept in memory between requests, sealed in the archive between starts.
 *
 * Owns who waits for whom (one update of a scope at a time) and what stays in memory. How a prefix is continued is
 * ./sealed.ts, how it is counted ./counting.ts.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { Scope } from "../../../shared/schemas.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { type Corpus, type CountedCorpus, countPrefix } from "./counting.ts";
import { type LivePrefix, type PrefixArchive, rendererOf, updatePrefix, type WorkOptions } from "./sealed.ts";

/** A scope's prefix as it stands now; later appends do not change it. */
export type Prefix = Corpus & {
  readonly key: string;
  readonly live: LivePrefix;
  /** Ids of documents in it that were withdrawn: the tail hides them until a rebuild. */
  readonly withdrawn: readonly string[];
};

/** The prefixes of one open archive. */
export type Prefixes = {
  /** Brings the prefix of a scope up to date; throws `CORPUS_EMPTY` where the scope holds nothing. */
  assemble(scope: Scope, options?: WorkOptions): Promise<Prefix>;
  /** Counts it in the tokens of an endpoint; what was counted before is not counted again. */
  count(prefix: Prefix, endpoint: Endpoint, options?: WorkOptions): Promise<CountedCorpus>;
};

type Kept = { live: LivePrefix | undefined; ids: Map<string, readonly Uint32Array[]>; turn: Promise<unknown> };

/** Prefixes kept in memory; the one that was used longest ago goes first. */
const MAX_KEPT = 4;

/** Prefixes over an archive. */
export function createPrefixes(archive: PrefixArchive): Prefixes {
  const kept = new Map<string, Kept>();

  function keep(key: string): Kept {
    const entry = kept.get(key) ?? { live: undefined, ids: new Map(), turn: Promise.resolve() };
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return entry;
  }

  /** Runs after what is under way for the same scope. */
  function inTurn<T>(entry: Kept, work: () => Promise<T>): Promise<T> {
    const result = entry.turn.then(work, work);
    entry.turn = result.catch(() => undefined);
    return result;
  }

  return {
    async assemble(scope, options) {
      const key = scopeKey(archive.db, scope);
      const entry = keep(key);
      return inTurn(entry, async () => {
        const before = entry.live;
        // A failure in the middle leaves what it worked on half done.
        entry.live = undefined;
        const live = await updatePrefix(archive, key, scope, before, options);
        entry.live = live;
        if (live !== before) entry.ids.clear();
        if (live.documents.length === 0) {
          throw new LonghandError(
            "CORPUS_EMPTY",
            "No document is in this scope.",
            "Import something, or widen the scope.",
          );
        }
        if (live.id !== undefined) await archive.writer?.call("usePrefix", { prefixId: live.id, nowMs: Date.now() });
        const withdrawn = new Set(withdrawnNumbers(archive.db));
        const { documents } = live;
        return {
          key,
          live: { ...live },
          documents,
          withdrawn: documents.filter(({ number }) => withdrawn.has(number)).map(({ id }) => id),
          get renderer() {
            return rendererOf(archive.db, live);
          },
        };
      });
    },
    count(prefix, endpoint, options) {
      const entry = keep(prefix.key);
      return inTurn(entry, () => {
        // Built anew since: what is kept belongs to another text.
        const isKept = entry.live?.positions === prefix.live.positions;
        return countPrefix(prefix, endpoint, archive, isKept ? entry.ids : new Map(), options);
      });
    },
  };
}
