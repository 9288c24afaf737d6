/**
 * Assembling a prompt of a million tokens: from a cold process with stored counts, and again with one new mail.
 *
 * `node tests/bench/assemble.ts` alone, or a part of `npm run bench`. The archive is made of real mail; the cold
 * process is this file started anew with the archive's directory.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openForReading } from "../../main/core/archive/open.ts";
import type { Endpoint } from "../../main/core/endpoint/endpoint.ts";
import { prefixSha256 } from "../../main/core/prompt/corpus.ts";
import { createPrefixes } from "../../main/core/prompt/prefixes.ts";
import { joinPrompt } from "../../main/core/prompt/run.ts";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { byteEndpoint } from "../helpers/endpoint.ts";
import { writeMbox } from "../helpers/generate-mail.ts";

const TOKENS = 1_000_000;
/** Characters of mail that make a little more than that many tokens of the bundled model. */
const MAILBOX_BYTES = 7_000_000;

function cpuMs({ user, system }: NodeJS.CpuUsage): number {
  return Math.round((user + system) / 1000);
}

type Figures = {
  readonly tokens: number;
  readonly ms: number;
  /** Milliseconds of processor: on a busy machine they say more than the clock. */
  readonly cpu: number;
  readonly sinceStartMs: number;
  readonly rssMb: number;
};

/** An endpoint that must not be asked to count: everything is stored under this tokenizer. */
function storedEndpoint(tokenizer: string): Endpoint {
  const { tokenizer: _, description, ...rest } = byteEndpoint({ windowTokens: 8_000_000 });
  return {
    ...rest,
    description: { ...description, tokenizer },
    template: { head: new Uint32Array(4), afterSystem: new Uint32Array(4), afterUser: new Uint32Array(4) },
    tokenizer: { type: "exact", tokenize: () => Promise.reject(new Error("a count was not stored")) },
  };
}

/** What the cold process does: reads the sealed prefix and joins the whole prompt. */
async function assembleCold(directory: string, tokenizer: string): Promise<Figures> {
  const before = process.cpuUsage();
  const started = performance.now();
  const db = openForReading(directory);
  const prefixes = createPrefixes({ db, writer: undefined });
  const endpoint = storedEndpoint(tokenizer);
  const corpus = await prefixes.count(await prefixes.assemble({}), endpoint);
  const joined = joinPrompt(endpoint, corpus, { text: "?", tokens: 1, ids: Uint32Array.from([1]) });
  const { segments } = corpus.chain;
  if (segments.length === 0 || prefixSha256(corpus).length !== 64) throw new Error("nothing was assembled");
  const ms = performance.now() - started;
  db.close();
  const cpu = cpuMs(process.cpuUsage(before));
  return {
    tokens: joined.tokens,
    ms,
    cpu,
    sinceStartMs: performance.now(),
    rssMb: process.resourceUsage().maxRSS / 1024,
  };
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
  const cold = spawnSync(process.execPath, [fileURLToPath(import.meta.url), test.directory, tokenizer], {
    encoding: "utf8",
  });
  if (cold.status !== 0) throw new Error(cold.stderr);
  const { tokens, ms, cpu, sinceStartMs, rssMb } = JSON.parse(cold.stdout) as Figures;
  console.log(
    `assemble: cold process, stored counts: ${tokens} tokens in ${ms.toFixed(0)} ms (${cpu} ms of processor; ${sinceStartMs.toFixed(0)} ms since the process began), ${rssMb.toFixed(0)} MB at most; lines: 1500 ms, 600 MB`,
  );
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

const [directory, tokenizer] = process.argv.slice(2);
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (directory === undefined) await benchAssemble();
  else console.log(JSON.stringify(await assembleCold(directory, tokenizer ?? "")));
}
