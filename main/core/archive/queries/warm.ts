/** What endpoints hold, how fast they read, reading ahead, and the manifest of KV on disk. */
import type { EndpointChoice, ReadReceipt, Scope, WarmState } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** A chain as it is stored; see warm/prompt-chain.ts. */
export type StoredChain = {
  readonly type: "ids" | "text";
  readonly hashes: Uint8Array;
  readonly units: number;
  readonly tokens: number;
};

/** What a prefix was made of, by name; two prefixes of equal traits differ only in their documents. */
export type PrefixTraits = Readonly<Record<string, string>>;

/** What a slot of an endpoint was last seen to hold. */
export type StoredHold = {
  readonly endpoint: string;
  readonly slot: number;
  readonly model: string;
  readonly boot: string | null;
  readonly task: number | null;
  readonly chain: StoredChain;
  readonly prefixTokens: number;
  readonly traits: PrefixTraits;
  readonly isWarm: boolean;
  readonly seenAtMs: number;
};

type ChainRow = { chainType: "ids" | "text"; hashes: Uint8Array; units: number; tokens: number; traits: string };

function chainOfRow(row: ChainRow): StoredChain {
  return { type: row.chainType, hashes: new Uint8Array(row.hashes), units: row.units, tokens: row.tokens };
}

const CHAIN_COLUMNS = "chain_type AS chainType, hashes, units, tokens, prefix_tokens AS prefixTokens, traits";

/** Stores what a slot holds, in place of what it held before. */
export function putHold(db: WritableDatabase, hold: StoredHold): null {
  db.prepare(
    `INSERT OR REPLACE INTO endpoint_holds (endpoint, slot, model, boot, task, chain_type, hashes, units, tokens,
       prefix_tokens, traits, is_warm, seen_at_ms)
     VALUES (@endpoint, @slot, @model, @boot, @task, @type, @hashes, @units, @tokens, @prefixTokens, @traits, @isWarm,
       @seenAtMs)`,
  ).run({
    endpoint: hold.endpoint,
    slot: hold.slot,
    model: hold.model,
    boot: hold.boot,
    task: hold.task,
    ...hold.chain,
    prefixTokens: hold.prefixTokens,
    traits: JSON.stringify(hold.traits),
    isWarm: hold.isWarm ? 1 : 0,
    seenAtMs: hold.seenAtMs,
  });
  return null;
}

/** Forgets what an endpoint held: one slot, or all of them; without an endpoint what any held. */
export function dropHolds(db: WritableDatabase, endpoint: string | null, slot: number | null): null {
  db.prepare(
    "DELETE FROM endpoint_holds WHERE (@endpoint IS NULL OR endpoint = @endpoint) AND (@slot IS NULL OR slot = @slot)",
  ).run({ endpoint, slot });
  return null;
}

/** What an endpoint's slots were last seen to hold. */
export function listHolds(db: ReadableDatabase, endpoint: string): StoredHold[] {
  const rows = db
    .prepare(
      `SELECT endpoint, slot, model, boot, task, is_warm AS isWarm, seen_at_ms AS seenAtMs, ${CHAIN_COLUMNS}
       FROM endpoint_holds WHERE endpoint = ? ORDER BY slot`,
    )
    .all(endpoint) as (Omit<StoredHold, "chain" | "traits" | "isWarm"> & ChainRow & { isWarm: number })[];
  return rows.map(({ endpoint, slot, model, boot, task, prefixTokens, seenAtMs, ...row }) => ({
    endpoint,
    slot,
    model,
    boot,
    task,
    prefixTokens,
    seenAtMs,
    chain: chainOfRow(row),
    traits: JSON.parse(row.traits),
    isWarm: row.isWarm === 1,
  }));
}

/** A stretch that was read; tokens and milliseconds. */
export type StoredSample = { readonly from: number; readonly to: number; readonly ms: number };

/** Old samples say how fast another day's machine was. */
const KEPT_SAMPLES = 120;

/** Stores how long stretches took; the oldest go. */
export function putSamples(
  db: WritableDatabase,
  endpoint: string,
  model: string,
  samples: readonly StoredSample[],
): null {
  const insert = db.prepare(
    "INSERT INTO prefill_samples (endpoint, model, from_token, to_token, ms) VALUES (?, ?, ?, ?, ?)",
  );
  for (const { from, to, ms } of samples) insert.run(endpoint, model, from, to, ms);
  db.prepare(
    `DELETE FROM prefill_samples WHERE endpoint = @endpoint AND model = @model AND id NOT IN (
       SELECT id FROM prefill_samples WHERE endpoint = @endpoint AND model = @model ORDER BY id DESC LIMIT @kept)`,
  ).run({ endpoint, model, kept: KEPT_SAMPLES });
  return null;
}

/** How long stretches took on an endpoint with a model. */
export function listSamples(db: ReadableDatabase, endpoint: string, model: string): StoredSample[] {
  return db
    .prepare(
      "SELECT from_token AS 'from', to_token AS 'to', ms FROM prefill_samples WHERE endpoint = ? AND model = ? ORDER BY id",
    )
    .all(endpoint, model) as StoredSample[];
}

/** A job that reads ahead. */
export type StoredWarmJob = {
  readonly id: number;
  readonly state: WarmState;
  readonly choice: EndpointChoice;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly totalTokens: number | null;
  readonly doneTokens: number;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly receipt: ReadReceipt | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** Records a job; returns its number. */
export function insertWarmJob(db: WritableDatabase, job: Pick<StoredWarmJob, "choice" | "scope" | "fit">): number {
  const { apiKey: _, ...choice } = job.choice;
  return Number(
    db
      .prepare("INSERT INTO warm_jobs (state, choice, scope, fit, started_at_ms) VALUES ('running', ?, ?, ?, ?)")
      .run(JSON.stringify(choice), JSON.stringify(job.scope), job.fit ?? null, Date.now()).lastInsertRowid,
  );
}

/** What changes of a job while it runs and when it ends. */
export type WarmJobChange = Pick<StoredWarmJob, "state" | "totalTokens" | "doneTokens" | "receipt" | "error">;

/** Fills in how far a job is. */
export function updateWarmJob(db: WritableDatabase, id: number, change: WarmJobChange): null {
  const isOver = change.state === "done" || change.state === "cancelled" || change.state === "failed";
  db.prepare(
    `UPDATE warm_jobs SET state = @state, total_tokens = @total, done_tokens = @done, receipt = @receipt,
       finished_at_ms = @finished, error_code = @code, error_message = @message WHERE id = @id`,
  ).run({
    id,
    state: change.state,
    total: change.totalTokens,
    done: change.doneTokens,
    receipt: change.receipt === null ? null : JSON.stringify(change.receipt),
    finished: isOver ? Date.now() : null,
    code: change.error?.code ?? null,
    message: change.error?.message ?? null,
  });
  return null;
}

type WarmRow = Omit<StoredWarmJob, "choice" | "scope" | "fit" | "receipt" | "error"> & {
  readonly choice: string;
  readonly scope: string;
  readonly fit: "newest" | null;
  readonly receipt: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
};

/** The jobs, newest first; columns as JSON were written by this program. */
export function listWarmJobs(db: ReadableDatabase, limit: number): StoredWarmJob[] {
  const rows = db
    .prepare(
      `SELECT id, state, choice, scope, fit, total_tokens AS totalTokens, done_tokens AS doneTokens,
         started_at_ms AS startedAtMs, finished_at_ms AS finishedAtMs, receipt, error_code AS errorCode,
         error_message AS errorMessage FROM warm_jobs ORDER BY id DESC LIMIT ?`,
    )
    .all(limit) as WarmRow[];
  return rows.map(({ choice, scope, fit, receipt, errorCode, errorMessage, ...row }) => ({
    ...row,
    choice: JSON.parse(choice),
    scope: JSON.parse(scope),
    fit: fit ?? undefined,
    receipt: receipt === null ? null : JSON.parse(receipt),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
  }));
}

/** An entry of the manifest. `stateTokens` is what the file holds, tail and answer too; `sha256` is of our own files. */
export type KvRecord = {
  readonly name: string;
  readonly place: "archive" | "server";
  readonly state: "unproven" | "proven" | "refused";
  readonly reason: string | null;
  readonly endpoint: string;
  readonly model: string;
  readonly build: string;
  readonly kvType: string;
  readonly tokenizer: string;
  readonly chain: StoredChain;
  readonly prefixTokens: number;
  readonly traits: PrefixTraits;
  readonly stateTokens: number;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly createdAtMs: number;
  readonly usedAtMs: number;
};

/** Stores an entry, in place of one of the same name. */
export function putKvRecord(db: WritableDatabase, { chain, traits, ...record }: KvRecord): null {
  db.prepare(
    `INSERT OR REPLACE INTO kv_files (name, place, state, reason, endpoint, model, build, kv_type, tokenizer, chain_type,
       hashes, units, tokens, prefix_tokens, traits, state_tokens, bytes, sha256, created_at_ms, used_at_ms)
     VALUES (@name, @place, @state, @reason, @endpoint, @model, @build, @kvType, @tokenizer, @type, @hashes, @units,
       @tokens, @prefixTokens, @traits, @stateTokens, @bytes, @sha256, @createdAtMs, @usedAtMs)`,
  ).run({ ...record, ...chain, traits: JSON.stringify(traits) });
  return null;
}

/** What became of an entry: proven by a hit, refused with a reason. */
export function judgeKvRecord(
  db: WritableDatabase,
  name: string,
  verdict: { readonly state: KvRecord["state"]; readonly reason: string | null },
): null {
  db.prepare("UPDATE kv_files SET state = ?, reason = ?, used_at_ms = ? WHERE name = ?").run(
    verdict.state,
    verdict.reason,
    Date.now(),
    name,
  );
  return null;
}

/** Removes an entry. */
export function dropKvRecord(db: WritableDatabase, name: string): null {
  db.prepare("DELETE FROM kv_files WHERE name = ?").run(name);
  return null;
}

/** The manifest, the longest unused first. */
export function listKvRecords(db: ReadableDatabase): KvRecord[] {
  const rows = db
    .prepare(
      `SELECT name, place, state, reason, endpoint, model, build, kv_type AS kvType, tokenizer,
         state_tokens AS stateTokens, bytes, sha256, created_at_ms AS createdAtMs, used_at_ms AS usedAtMs,
         ${CHAIN_COLUMNS} FROM kv_files ORDER BY used_at_ms`,
    )
    .all() as (Omit<KvRecord, "chain" | "traits"> & ChainRow)[];
  return rows.map(({ chainType, hashes, units, tokens, traits, ...record }) => ({
    ...record,
    chain: chainOfRow({ chainType, hashes, units, tokens, traits }),
    traits: JSON.parse(traits),
  }));
}

/** Whether an endpoint may hold anything of this archive: seen in a slot of it, or kept on disk. */
export function isAnythingHeld(db: ReadableDatabase): boolean {
  return (
    db.prepare("SELECT EXISTS (SELECT 1 FROM endpoint_holds) OR EXISTS (SELECT 1 FROM kv_files)").pluck().get() === 1
  );
}
