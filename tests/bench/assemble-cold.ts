/**
 * The cold process of ./assemble.ts: opens the core on an archive, as the command line does, and assembles its prompt.
 *
 * It loads what any command loads and no more, so that the time since the process began is a command's. Prints one line
 * of JSON.
 */
import path from "node:path";
import { openCore } from "../../main/core/core.ts";
import type { Endpoint } from "../../main/core/endpoint/endpoint.ts";
import { prefixSha256 } from "../../main/core/prompt/corpus.ts";
import { joinPrompt } from "../../main/core/prompt/run.ts";
import { byteEndpoint } from "../helpers/endpoint.ts";

/** What the process measured of itself. */
export type Figures = {
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

const [directory = "", tokenizer = ""] = process.argv.slice(2);
const loadedMs = performance.now();
const core = await openCore({
  directory,
  mode: "read",
  program: "a bench",
  resources: path.resolve(import.meta.dirname, "..", "..", "resources"),
});
const { prefixes } = core.context("host");
const endpoint = storedEndpoint(tokenizer);
const corpus = await prefixes.count(await prefixes.assemble({}), endpoint);
const joined = joinPrompt(endpoint, corpus, { text: "?", tokens: 1, ids: Uint32Array.from([1]) });
if (corpus.chain.segments.length === 0 || prefixSha256(corpus).length !== 64) throw new Error("nothing was assembled");
const ended = performance.now();
const { user, system } = process.cpuUsage();
const figures: Figures = {
  tokens: joined.tokens,
  ms: ended - loadedMs,
  cpu: Math.round((user + system) / 1000),
  sinceStartMs: ended,
  rssMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(figures));
await core.close();
