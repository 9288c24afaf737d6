/**
 * Assembling a prompt of a million tokens: from a cold process with stored counts, and again with one new mail.
 *
 * `node tests/bench/assemble.ts` alone, or a part of `npm run bench`. The archive is made of generated mail; the cold
 * process is ./assemble-cold.ts with the archive's directory, started several times: the first may find nothing in the
 * system's file cache.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openForReading } from "../../main/core/archive/open.ts";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { writeMbox } from "../helpers/generate-mail.ts";
import type { Figures } from "./assemble-cold.ts";

const COLD = fileURLToPath(new URL("assemble-cold.ts", import.meta.url));
const TOKENS = 1_000_000;
/** Characters of mail that make a little more than that many tokens of the bundled model. */
const MAILBOX_BYTES = 7_000_000;

function cpuMs({ user, system }: NodeJS.CpuUsage): number {
  return Math.round((user + system) / 1000);
}

/** Prints the figures of both. */
export async function benchAssemble(): Promise<void> {
  const test = await openTestApi();
  const mailbox = path.join(test.scratch, "large.mbox");
  const { messages } = writeMbox(mailbox, { bytes: MAILBOX_BYTES });
  await importPaths(test.api, [mailbox]);
  let started = performance.now();
  const report = await test.api.corpus.report({ scope: {}, endpoint: {} });
  const first = (performance.now() - started) / 1000;
  console.log(
    `assemble: ${messages} mails, ${report.tokens} tokens in ${report.segments} segments; rendered, sealed and counted the first time in ${first.toFixed(1)} s`,
  );
  if (report.tokens < TOKENS) console.log(`assemble: fewer than ${TOKENS} tokens: MAILBOX_BYTES is too small`);
  const db = openForReading(test.directory);
  const tokenizer = String(db.prepare("SELECT tokenizer FROM prefix_tokens LIMIT 1").pluck().get());
  db.close();
  for (let run = 1; run <= 3; run += 1) {
    const cold = spawnSync(process.execPath, [COLD, test.directory, tokenizer], { encoding: "utf8" });
    if (cold.status !== 0) throw new Error(cold.stderr);
    const { tokens, ms, cpu, sinceStartMs, rssMb } = JSON.parse(cold.stdout) as Figures;
    console.log(
      `assemble: cold process ${run}, stored counts: ${tokens} tokens in ${sinceStartMs.toFixed(0)} ms since the process began (${ms.toFixed(0)} ms of it opening and assembling, the rest starting and loading; ${cpu} ms of processor in all), ${rssMb.toFixed(0)} MB at most; lines: 1500 ms, 600 MB`,
    );
  }
  await test.api.corpus.report({ scope: {}, endpoint: {} });
  const one = path.join(test.scratch, "one.mbox");
  writeFileSync(
    one,
    mboxText([mailText({ "Message-ID": "<new@example.org>", Subject: "New", body: "One new mail." })]),
  );
  await importPaths(test.api, [one]);
  const before = process.cpuUsage();
  started = performance.now();
  const { segments, documents } = await test.api.corpus.report({ scope: {}, endpoint: {} });
  console.log(
    `assemble: one new mail, warm process: ${(performance.now() - started).toFixed(0)} ms (${cpuMs(process.cpuUsage(before))} ms of processor) for rendering, sealing, counting and the report of ${documents} documents in ${segments} segments; line: 150 ms`,
  );
  await test.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchAssemble();
