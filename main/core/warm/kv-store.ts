/**
 * Saved states: KV on disk with a manifest in the archive, their limit, and what becomes of them.
 *
 * Owns the directory `kv` of the archive and the rules by which a state is used: same model, build, KV type and
 * tokenizer, and for files of ours the very bytes that were written. A loaded state is a claim until the next receipt
 * proves it (./reader.ts; docs/decisions name why).
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { KvFile } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { KV_LIMIT_KEY, readNumberSetting } from "../archive/queries/settings.ts";
import { type KvRecord, listKvRecords } from "../archive/queries/warm.ts";
import type { Writer } from "../archive/writer.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Hold } from "./holds.ts";
import { commonTokens, type PromptChain } from "./prompt-chain.ts";

/** How much of the disk saved states may take where the owner set nothing: bytes. */
export const DEFAULT_LIMIT_BYTES = 64e9;

/** Saved states of one archive. */
export type KvStates = {
  /** The saved state that shares most with a prompt, and how many tokens that is. */
  find(endpoint: Endpoint, key: string, chain: PromptChain): { record: KvRecord; common: number } | undefined;
  /** Writes what a slot holds; throws `KV_NOT_SAVED` with the reason. */
  save(endpoint: Endpoint, key: string, hold: Hold, signal?: AbortSignal): Promise<KvRecord>;
  /** Loads a state; throws `KV_REFUSED` with the reason, and then never offers it again. */
  restore(endpoint: Endpoint, record: KvRecord, slot: number, room: number): Promise<void>;
  /** What the receipt after a restore showed. */
  judge(record: KvRecord, isHit: boolean, reason: string): Promise<void>;
  list(): KvFile[];
  usage(): { readonly bytes: number; readonly limitBytes: number };
  /** Deletes longest unused files until the limit holds; `spare` stays. */
  clean(limitBytes: number, spare?: string): Promise<void>;
  /** Deletes one; a file on a server's disk is only forgotten. */
  erase(name: string): Promise<void>;
  /** Deletes all of them; `left` names the files on servers' disks that only their owner can delete. */
  eraseAll(): Promise<{ readonly deleted: number; readonly left: readonly string[] }>;
};

function notSaved(reason: string, remedy: string): LonghandError {
  return new LonghandError("KV_NOT_SAVED", `What was read is not kept on disk: ${reason}.`, remedy);
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 4 * 1024 * 1024 }), hash);
  return hash.digest("hex");
}

const kvTypeOf = (endpoint: Endpoint): string => endpoint.description.kvType ?? "as the server has it";

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Opens the states of an archive; without a writer they can be used but not added to. */
export function openKvStates(directory: string, db: ReadableDatabase, writer: Writer | undefined): KvStates {
  const folder = path.join(directory, "kv");
  const fileOf = (name: string): string => path.join(folder, name);
  const limit = (): number => readNumberSetting(db, KV_LIMIT_KEY) ?? DEFAULT_LIMIT_BYTES;
  const ours = (): KvRecord[] => listKvRecords(db).filter(({ place }) => place === "archive");

  async function remove(record: KvRecord): Promise<void> {
    if (record.place === "archive") await rm(fileOf(record.name), { force: true });
    await writer?.call("dropKvRecord", { name: record.name });
  }

  /** Why a file is not what was written; undefined where it is. */
  async function damage(record: KvRecord): Promise<string | undefined> {
    const size = await stat(fileOf(record.name)).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) return "the file is gone";
    if (size < record.bytes) return `the file is cut short (${size} of ${record.bytes} bytes)`;
    if (size !== record.bytes || (await hashFile(fileOf(record.name))) !== record.sha256) {
      return "the file is not the one that was saved";
    }
    return undefined;
  }

  /** The bytes a state will take, from an earlier one of the same model. */
  function estimate(endpoint: Endpoint, tokens: number): number {
    const alike = listKvRecords(db).findLast(({ model }) => model === endpoint.description.modelIdentity);
    return alike === undefined ? 0 : Math.ceil((alike.bytes / Math.max(1, alike.stateTokens)) * tokens);
  }

  async function clean(limitBytes: number, spare?: string): Promise<void> {
    const files = ours();
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files) {
      if (bytes <= limitBytes) return;
      if (file.name === spare) continue;
      await remove(file);
      bytes -= file.bytes;
    }
  }

  async function checkRoom(expected: number): Promise<void> {
    if (expected > limit()) {
      throw notSaved(
        `it takes ${megabytes(expected)}, more than the ${megabytes(limit())} that saved states may take`,
        "Raise the limit in Settings; until then it is read again after a restart.",
      );
    }
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < expected * 1.05) {
      throw notSaved(
        `it takes ${megabytes(expected)}, and the disk has ${megabytes(bavail * bsize)} left`,
        "Free some space; until then it is read again after a restart.",
      );
    }
  }

  async function saveFile(endpoint: Endpoint, name: string, hold: Hold): Promise<{ tokens: number; bytes: number }> {
    const { kv } = endpoint;
    if (kv === undefined) throw new Error("this endpoint saves nothing");
    const expected = estimate(endpoint, hold.chain.tokens);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    await checkRoom(expected);
    await clean(limit() - expected, name);
    const part = fileOf(`${name}.part`);
    try {
      const saved = await kv.save(part, hold.slot);
      if (saved.bytes > limit()) await checkRoom(saved.bytes);
      await rename(part, fileOf(name));
      return saved;
    } finally {
      await rm(part, { force: true });
    }
  }

  return {
    find(endpoint, key, chain) {
      const { kv, description } = endpoint;
      let best: { record: KvRecord; common: number } | undefined;
      for (const record of kv === undefined ? [] : listKvRecords(db)) {
        const fits =
          record.state !== "refused" &&
          record.place === kv?.place &&
          (record.place === "archive" || record.endpoint === key) &&
          record.model === description.modelIdentity &&
          record.build === description.version &&
          record.kvType === kvTypeOf(endpoint) &&
          record.tokenizer === description.tokenizer;
        const common = fits ? commonTokens(record.chain, chain) : 0;
        if (common > (best?.common ?? 0)) best = { record, common };
      }
      return best;
    },

    async save(endpoint, key, hold, signal) {
      const { kv, description } = endpoint;
      if (kv === undefined) throw notSaved("this endpoint cannot write it", "For llama-server: --slot-save-path DIR.");
      if (writer === undefined) throw notSaved("another program has the archive open for writing", "Close it.");
      // One name a scope and model: a later state takes the place of the one before.
      const identity = [directory, key, description.modelIdentity, hold.traits["scope"], hold.traits["fit"]].join("\n");
      const name = `longhand-${createHash("sha256").update(identity).digest("hex").slice(0, 16)}.kv`;
      const saved =
        kv.place === "archive" ? await saveFile(endpoint, name, hold) : await kv.save(name, hold.slot, signal);
      const isWhole = saved.tokens >= Math.min(hold.chain.tokens - 1, hold.prefixTokens);
      const record: KvRecord = {
        name,
        place: kv.place,
        state: isWhole ? "unproven" : "refused",
        reason: isWhole ? null : "it held less than was read",
        endpoint: key,
        model: description.modelIdentity,
        build: description.version,
        kvType: kvTypeOf(endpoint),
        tokenizer: description.tokenizer,
        chain: hold.chain,
        prefixTokens: hold.prefixTokens,
        traits: hold.traits,
        stateTokens: saved.tokens,
        bytes: saved.bytes,
        sha256: kv.place === "archive" ? await hashFile(fileOf(name)) : null,
        createdAtMs: Date.now(),
        usedAtMs: Date.now(),
      };
      const { ids: _, ...chain } = hold.chain;
      await writer.call("putKvRecord", { ...record, chain });
      await clean(limit(), name);
      if (!isWhole) throw notSaved("the endpoint no longer held all of it", "Read it again.");
      return record;
    },

    async restore(endpoint, record, slot, room) {
      const { kv } = endpoint;
      if (kv === undefined) throw new Error("this endpoint loads nothing");
      let reason = record.place === "archive" ? await damage(record) : undefined;
      if (reason === undefined) {
        try {
          const target = record.place === "archive" ? fileOf(record.name) : record.name;
          const { tokens } = await kv.restore(target, slot, { tokens: record.stateTokens, room });
          if (tokens === record.stateTokens) return;
          reason = `it holds ${tokens} tokens instead of ${record.stateTokens}`;
        } catch (error) {
          reason = sentenceOf(toErrorRecord(error));
        }
      }
      await rm(fileOf(record.name), { force: true });
      await writer?.call("judgeKvRecord", { name: record.name, state: "refused", reason });
      throw new LonghandError("KV_REFUSED", `The saved state was not used: ${reason}.`, "It is read anew.");
    },

    async judge(record, isHit, reason) {
      if (!isHit && record.place === "archive") await rm(fileOf(record.name), { force: true });
      await writer?.call("judgeKvRecord", {
        name: record.name,
        state: isHit ? "proven" : "refused",
        reason: isHit ? null : reason,
      });
    },

    list: () =>
      listKvRecords(db).map(({ chain: _, traits: _traits, createdAtMs, usedAtMs, ...record }) => ({
        name: record.name,
        place: record.place,
        state: record.state,
        reason: record.reason,
        endpoint: record.endpoint,
        model: record.model.split("|")[0] ?? "",
        build: record.build,
        kvType: record.kvType,
        prefixTokens: record.prefixTokens,
        bytes: record.bytes,
        createdAt: new Date(createdAtMs).toISOString(),
        usedAt: new Date(usedAtMs).toISOString(),
      })),
    usage: () => ({
      bytes: ours().reduce((sum, { bytes, state }) => sum + (state === "refused" ? 0 : bytes), 0),
      limitBytes: limit(),
    }),
    clean,
    async erase(name) {
      const record = listKvRecords(db).find((found) => found.name === name);
      if (record !== undefined) await remove(record);
    },
    async eraseAll() {
      const records = listKvRecords(db);
      for (const record of records) await remove(record);
      // A file whose process died before its row was written is in nobody's list.
      await rm(folder, { recursive: true, force: true });
      const left = records
        .filter(({ place }) => place === "server")
        .map(({ name, endpoint }) => `${name} (${endpoint})`);
      return { deleted: records.length - left.length, left };
    },
  };
}
