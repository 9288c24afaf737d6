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
import {
  type LivePrefix,
  type PrefixArchive,
  rendererOf,
  updatePrefix,
  type WorkOptions,
  type WorkProgress,
} from "./sealed.ts";
import { createWorkBoard, type WorkBoard } from "./work-board.ts";

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
  /** What is under way now, whoever asked for it. */
  readonly watch: WorkBoard["watch"];
};

type Follower = (progress: WorkProgress) => void;
type Kept = {
  readonly key: string;
  live: LivePrefix | undefined;
  ids: Map<string, readonly Uint32Array[]>;
  turn: Promise<unknown>;
  /** Who waits for this scope: all see how far it is, whoever began it. */
  readonly followers: Set<Follower>;
};

/** Prefixes kept in memory; the one that was used longest ago goes first. */
const MAX_KEPT = 4;

/** Prefixes over an archive. */
export function createPrefixes(archive: PrefixArchive): Prefixes {
  const kept = new Map<string, Kept>();
  const board = createWorkBoard();

  function keep(key: string): Kept {
    const entry = kept.get(key) ?? {
      key,
      live: undefined,
      ids: new Map(),
      turn: Promise.resolve(),
      followers: new Set(),
    };
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return entry;
  }

  /** Runs after what is under way for the same scope. */
  async function inTurn<T>(
    entry: Kept,
    { signal, onProgress }: WorkOptions,
    work: (options: WorkOptions) => Promise<T>,
  ): Promise<T> {
    const follower: Follower = (progress) => onProgress?.(progress);
    entry.followers.add(follower);
    const report: Follower = (progress) => {
      board.put(entry.key, progress);
      for (const follow of entry.followers) follow(progress);
    };
    const run = (): Promise<T> => work({ onProgress: report, ...(signal === undefined ? {} : { signal }) });
    const result = entry.turn.then(run, run);
    entry.turn = result.catch(() => undefined).then(() => board.put(entry.key, null));
    try {
      return await result;
    } finally {
      entry.followers.delete(follower);
    }
  }

  return {
    watch: board.watch,
    async assemble(scope, options = {}) {
      const key = scopeKey(archive.db, scope);
      const entry = keep(key);
      return inTurn(entry, options, async (following) => {
        const before = entry.live;
        // A failure in the middle leaves what it worked on half done.
        entry.live = undefined;
        const live = await updatePrefix(archive, key, scope, before, following);
        entry.live = live;
        if (live !== before) entry.ids.clear();
        if (live.documents.length === 0) {
          throw new LonghandError(
            "CORPUS_EMPTY",
            "No document is in this scope.",
            "Import something, or widen the scope.",
          );
        }
        // Only a note of when it was last used: nobody waits for it, and without it nothing is wrong.
        if (live.id !== undefined)
          archive.writer?.call("usePrefix", { prefixId: live.id, nowMs: Date.now() }).catch(() => undefined);
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
    count(prefix, endpoint, options = {}) {
      const entry = keep(prefix.key);
      return inTurn(entry, options, (following) => {
        // Built anew since: what is kept belongs to another text.
        const isKept = entry.live?.positions === prefix.live.positions;
        return countPrefix(prefix, endpoint, archive, isKept ? entry.ids : new Map(), following);
      });
    },
  };
}
