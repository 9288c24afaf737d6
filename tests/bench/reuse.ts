/**
 * What is read again, on both endpoints: the second question, after new mail, after a restart; and the time to the first
 * token through Longhand against a bare HTTP client on the same warm server.
 *
 * Cache mechanics only: the tiny model's answers are ignored. LONGHAND_BENCH_TOKENS sets the size (32,000; 100,000 is
 * the large one). The server's part runs where LONGHAND_LLAMA_SERVER names its binary (scripts/bench.mjs --server).
 */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { questionPrompt } from "../../main/core/api/warm.ts";
import type { EndpointChoice, ReadReceipt, Receipt } from "../../shared/schemas.ts";
import { askAll, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { temporaryDirectory } from "../helpers/paths.ts";

const TOKENS = Number(process.env["LONGHAND_BENCH_TOKENS"] ?? 32_000);
/** A little less than a mail of {@link mails} takes with its header: there are never fewer tokens than asked for. */
const TOKENS_A_MAIL = 106;
const ROUNDS = 9;

/** Mails of equal length that all differ. */
function mails(from: number, count: number): string {
  return mboxText(
    Array.from({ length: count }, (_, at) => {
      const number = from + at;
      const lines = Array.from(
        { length: 5 },
        (_, line) => `The room number of the Lake store is ${10_000 + number * 5 + line}.`,
      );
      return mailText({
        Subject: `Store ${number}`,
        "Message-ID": `<bench-${number}@example.org>`,
        To: "Nora Hale <nora@tidewater.example>",
        body: lines.join("\n"),
      });
    }),
  );
}

async function importMails(test: TestApi, from: number, count: number): Promise<void> {
  const file = path.join(test.scratch, `mails-${from}.mbox`);
  writeFileSync(file, mails(from, count));
  await importPaths(test.api, [file]);
}

async function warm(test: TestApi, endpoint: EndpointChoice): Promise<ReadReceipt> {
  for await (const event of await test.api.warm.run({ scope: {}, endpoint }))
    if (event.event === "receipt") return event.receipt;
  throw new Error("no receipt came");
}

async function ask(test: TestApi, endpoint: EndpointChoice, question: string): Promise<Receipt> {
  const [result] = await askAll(test.api, [question], { endpoint });
  if (result === undefined) throw new Error("no answer came");
  return result.receipt;
}

const count = (value: number | null): string => (value === null ? "?" : value.toLocaleString("en-US"));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

function print(name: string, what: string, receipt: Receipt, prefix: number, mayRead: number): void {
  const { evaluatedTokens, prefillMs } = receipt;
  const tail = receipt.assembledTokens - prefix;
  const verdict = (evaluatedTokens ?? Number.POSITIVE_INFINITY) <= tail + mayRead ? "within" : "ABOVE";
  console.log(
    `reuse, ${name}: ${what}: ${count(evaluatedTokens)} of ${count(receipt.promptTokens)} tokens read in ${seconds(prefillMs)} (${verdict} ${count(tail)} + ${mayRead}); ${receipt.reading?.words ?? ""}`,
  );
}

/** One endpoint through its life; `restart` gives a fresh process behind the same address. */
async function life(
  name: string,
  endpoint: EndpointChoice,
  restart: (test: TestApi) => Promise<TestApi>,
): Promise<TestApi> {
  let test = await openTestApi();
  await importMails(test, 0, Math.ceil(TOKENS / TOKENS_A_MAIL));
  const read = await warm(test, endpoint);
  console.log(
    `reuse, ${name}: ${count(read.prefixTokens)} tokens read ahead in ${seconds(read.prefillMs)}; ${read.saved === null ? read.notSaved : `${(read.saved.bytes / 1e6).toFixed(1)} MB kept on disk`}`,
  );
  print(name, "first question", await ask(test, endpoint, "When is the regatta?"), read.prefixTokens, 16);
  print(name, "second question", await ask(test, endpoint, "Who pays the rent?"), read.prefixTokens, 16);
  await importMails(test, 1_000_000, 3);
  print(name, "after three new mails", await ask(test, endpoint, "Who pays the rent?"), read.prefixTokens, 16);
  const again = await warm(test, endpoint);
  test = await restart(test);
  const began = performance.now();
  const after = await ask(test, endpoint, "When is the regatta?");
  print(name, "after a restart", after, again.prefixTokens, 16);
  console.log(
    `reuse, ${name}: that question took ${seconds(performance.now() - began)} in all, connecting, loading the state from disk and ${seconds(after.decodeMs)} for ${after.answerTokens} tokens of answer among it`,
  );
  return test;
}

async function reopened(test: TestApi): Promise<TestApi> {
  await test.core.close();
  const next = await openTestApi(test.directory);
  const { close } = next;
  const { scratch } = test;
  return {
    ...next,
    async close() {
      await close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const question = (round: number): string => `What is the room number of the Lake store in row ${1000 + round}?`;

/** Milliseconds to the first text of a bare client. */
async function bareFirstToken(server: LlamaServer, ids: Uint32Array): Promise<number> {
  const controller = new AbortController();
  const began = performance.now();
  const body = JSON.stringify({
    prompt: Array.from(ids),
    n_predict: 8,
    temperature: 0,
    stream: true,
    cache_prompt: true,
  });
  const response = await fetch(`${server.url}/completion`, { method: "POST", body, signal: controller.signal });
  if (response.body === null) throw new Error("no stream came");
  const reader = response.body.getReader();
  await reader.read();
  const ms = performance.now() - began;
  controller.abort();
  await reader.closed.catch(() => undefined);
  return ms;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

/** Milliseconds to the first text of a question through Longhand, its prompt assembled from the archive. */
async function askOnce(test: TestApi, endpoint: EndpointChoice, round: number): Promise<number> {
  const controller = new AbortController();
  const api = test.withSignal(controller.signal);
  const began = performance.now();
  let ms = 0;
  try {
    const events = await api.ask.run({ questions: [question(round)], scope: {}, endpoint, allowEvict: true });
    for await (const event of events) {
      if (event.event !== "text") continue;
      ms ||= performance.now() - began;
      controller.abort();
    }
  } catch {
    // The abort ends it.
  }
  return ms;
}

/** The two in turn on one server, every time with a question of its own, so that both read as much. */
async function firstTokens(test: TestApi, server: LlamaServer): Promise<void> {
  const choice = { address: server.url };
  const context = test.core.context("host");
  const endpoint = await context.endpoints.get(choice);
  const [bare, asked]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS * 3; round += 1) {
    const joined = await questionPrompt(context, endpoint, { scope: {} }, question(round));
    if (joined.prompt.type !== "ids") throw new Error("llama-server takes ids");
    if (round % 3 === 0) {
      bare.push(await bareFirstToken(server, joined.prompt.ids));
    } else if (round % 3 === 1) {
      // The bare client took the slot: a question that is not counted puts Longhand back in its place.
      await askOnce(test, choice, round);
    } else {
      asked.push(await askOnce(test, choice, round));
    }
    await settle();
  }
  console.log(
    `reuse, time to the first token, medians of ${ROUNDS}: bare client ${median(bare).toFixed(0)} ms; a whole question through Longhand ${median(asked).toFixed(0)} ms (ratio ${(median(asked) / median(bare)).toFixed(3)})`,
  );
}

/** Prints the figures of both endpoints. */
export async function benchReuse(): Promise<void> {
  const embedded = await life("embedded", {}, reopened);
  await embedded.close();
  await benchServer();
}

/** Prints the figures of llama-server. */
export async function benchServer(): Promise<void> {
  if (process.env["LONGHAND_LLAMA_SERVER"] === undefined) {
    console.log("reuse: no llama-server here; npm run bench -- --server builds one and measures it too");
    return;
  }
  const states = temporaryDirectory();
  const args = ["--slot-save-path", `${states.path}${path.sep}`, "--cache-ram", "0"];
  const window = Math.min(131_072, Math.ceil((TOKENS * 1.2) / 4096) * 4096);
  let server = await startLlamaServer(window, args);
  const port = Number(new URL(server.url).port);
  const test = await life("llama-server", { address: server.url }, async (open) => {
    await server.close();
    server = await startLlamaServer(window, args, { port });
    return reopened(open);
  });
  await firstTokens(test, server);
  await test.close();
  await server.close();
  states.dispose();
}
