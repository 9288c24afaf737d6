import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { deserialize } from "node:v8";
import { afterEach, describe, expect, it } from "vitest";
import type { ParsedItem } from "../../../../main/core/archive/parsed-mail.ts";
import type { ParseBatch } from "../../../../main/core/import/parse-batch.ts";
import { createParsePool, type ParsePool } from "../../../../main/core/import/parse-pool.ts";
import { mailText, parseTask } from "../../../helpers/archive.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";

const FAULTY = pathToFileURL(path.join(ROOT, "tests", "fixtures", "processes", "faulty-parse-thread.mjs"));

/** A batch of mails; a fault is the way in which the fixture's thread dies of the mail. */
function batchOf(faults: readonly (string | undefined)[], first = 0): ParseBatch {
  const raws = faults.map((fault, index) =>
    Buffer.from(mailText({ Subject: `mail ${first + index}`, ...(fault === undefined ? {} : { "X-Fault": fault }) })),
  );
  const ends: number[] = [];
  for (const raw of raws) ends.push((ends.at(-1) ?? 0) + raw.length);
  const tasks = raws.map((raw, index) => parseTask({ offset: 1000 * (first + index), length: raw.length }));
  return { bytes: new Uint8Array(Buffer.concat(raws)), ends, tasks, passwords: [] };
}

function outcomes(pieces: readonly Uint8Array[]): string[] {
  return pieces
    .flatMap((piece) => deserialize(piece) as ParsedItem[])
    .map((item) => `${item.offset} ${item.ok ? "mail" in item && item.mail.subject : item.category}`);
}

let pool: ParsePool | undefined;
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

describe("the parse pool with the real thread", () => {
  it("parses the mails of a batch in order, batches side by side", async () => {
    pool = createParsePool({ size: 2 });
    const batches = await Promise.all(
      [0, 3, 6, 9].map((first) => pool?.parse(batchOf([undefined, undefined, undefined], first))),
    );
    expect(batches.flatMap((pieces) => outcomes(pieces ?? []))).toEqual(
      Array.from({ length: 12 }, (_, index) => `${index * 1000} mail ${index}`),
    );
  });
});

describe("the parse pool with a thread that fails", () => {
  // One hostile mail must cost one item: not its batch, not the import, not the process.
  it.each([
    ["throw", "crash"],
    ["exit", "crash"],
    ["hang", "timeout"],
    ["memory", "crash"],
  ])("records the mail that makes a thread %s, and only that one", async (fault, category) => {
    // Only what hangs is meant to be ended by the clock; a busy machine takes its time to fill a heap.
    const timeoutMs = fault === "hang" ? 1500 : 60_000;
    pool = createParsePool({ size: 1, script: FAULTY, limits: { timeoutMs, memoryMb: 64 } });
    expect(outcomes(await pool.parse(batchOf([undefined, fault, undefined, undefined])))).toEqual([
      "0 mail 0",
      `1000 ${category}`,
      "2000 mail 2",
      "3000 mail 3",
    ]);
    expect(outcomes(await pool.parse(batchOf([undefined], 9)))).toEqual(["9000 mail 9"]);
  });

  it("goes on with the waiting batches when their only thread dies", async () => {
    pool = createParsePool({ size: 1, script: FAULTY, limits: { timeoutMs: 5000, memoryMb: 64 } });
    const [first, second, third] = await Promise.all([
      pool.parse(batchOf(["exit"], 0)),
      pool.parse(batchOf([undefined], 1)),
      pool.parse(batchOf(["throw"], 2)),
    ]);
    expect([first, second, third].flatMap((pieces) => outcomes(pieces))).toEqual([
      "0 crash",
      "1000 mail 1",
      "2000 crash",
    ]);
  });

  // A thread may die of a mail after it has answered: nobody listens then, and Node ends the process.
  it("survives a thread that dies between two batches and does not use it again", async () => {
    pool = createParsePool({ size: 1, script: FAULTY, limits: { timeoutMs: 60_000, memoryMb: 64 } });
    expect(outcomes(await pool.parse(batchOf(["late"], 0)))).toEqual(["0 mail 0"]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(outcomes(await pool.parse(batchOf([undefined], 1)))).toEqual(["1000 mail 1"]);
  });

  // A cancelled import closes the pool under its batches; threads that start again kept the program from ending.
  it("starts no thread after it was closed: the process ends by itself", () => {
    const source = path.join(ROOT, "main", "core", "import", "parse-pool.ts");
    const script = `
      import { createParsePool } from ${JSON.stringify(pathToFileURL(source).href)};
      const pool = createParsePool({ size: 1, script: new URL(${JSON.stringify(FAULTY.href)}), limits: { timeoutMs: 60000, memoryMb: 64 } });
      const raw = Buffer.from("X-Fault: hang\\n\\n");
      const bytes = new Uint8Array(Buffer.concat([raw, raw]));
      const tasks = [{ offset: 0, length: raw.length }, { offset: raw.length, length: raw.length }];
      const batch = { bytes, ends: [raw.length, 2 * raw.length], tasks, passwords: [] };
      const ends = Promise.allSettled([pool.parse(batch), pool.parse(batch)]);
      setTimeout(async () => { await pool.close(); console.log("closed"); }, 300);
    `;
    // A file, not -e: threads inherit the program's options and would not start.
    const scratch = temporaryDirectory();
    const file = path.join(scratch.path, "close-early.mjs");
    writeFileSync(file, script);
    const result = spawnSync(process.execPath, [file], { timeout: 15_000, encoding: "utf8" });
    scratch.dispose();
    expect(result.stderr).toBe("");
    expect([result.stdout.trim(), result.signal]).toEqual(["closed", null]);
  });
});
