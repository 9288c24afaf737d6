/**
 * The context map over many documents: how long the first one takes, how long the next, how long the API thread is kept
 * from anything else meanwhile, and what of the first is rendering, counting and adding up.
 *
 * `node tests/bench/context.ts [documents] [archive]` alone, or a part of `npm run bench`. An archive that is there is
 * used as it is: that shows the first map of a new process.
 */
import { existsSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import type { CorpusProgress } from "../../shared/schemas.ts";
import { importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { FICTIONAL_OWNER, writeFictionalMail } from "../helpers/fictional-mail.ts";

const DOCUMENTS = 50_000;

type Timed<T> = {
  readonly value: T;
  readonly seconds: number;
  readonly longestMs: number;
  readonly cpuSeconds: number;
};

/** Does something; says how long it took and the longest time for which nothing else could run. */
async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = process.cpuUsage();
  const started = performance.now();
  const value = await work();
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds, longestMs: delay.max / 1e6, cpuSeconds: (user + system) / 1e6 };
}

const figures = ({ seconds, longestMs, cpuSeconds }: Timed<unknown>): string =>
  `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of processor; the API thread busy for at most ${longestMs.toFixed(0)} ms at a time)`;

async function prepared(documents: number, archive: string | undefined): Promise<TestApi> {
  const isThere = archive !== undefined && existsSync(archive);
  const test = await openTestApi(archive);
  if (!isThere) await importPaths(test.api, writeFictionalMail(test.scratch, documents), [FICTIONAL_OWNER]);
  return test;
}

/** Prints the figures. */
export async function benchContext(documents = DOCUMENTS, archive?: string): Promise<void> {
  const test = await prepared(documents, archive);
  const ask = () => test.api.planner.map({ scope: {}, endpoint: {}, by: "person", without: [] });
  const seen: CorpusProgress[] = [];
  const began = new Map<string, number>();
  const stop = new AbortController();
  const watching = (async () => {
    for await (const progress of await test.withSignal(stop.signal).corpus.progress()) {
      if (progress === null) continue;
      seen.push(progress);
      if (!began.has(progress.phase)) began.set(progress.phase, performance.now());
    }
  })();
  const started = performance.now();
  const first = await timed(ask);
  stop.abort();
  await watching.catch(() => undefined);
  const phases = [...began].map(([phase, at]) => `${phase} from ${((at - started) / 1000).toFixed(1)} s`).join(", ");
  const { value: map } = first;
  console.log(
    `context: first map of ${map.documents} documents, ${map.tokens} tokens: ${figures(first)}; progress told ${seen.length} times (${phases})`,
  );
  console.log(`context: the same again: ${figures(await timed(ask))}`);
  const by = await timed(() => test.api.planner.map({ scope: {}, endpoint: {}, by: "year", without: [] }));
  console.log(`context: by another grouping: ${figures(by)}`);
  const key = map.tiles[1]?.key ?? "";
  const without = [{ by: "person" as const, key }];
  console.log(
    `context: without one person: ${figures(await timed(() => test.api.planner.map({ scope: {}, endpoint: {}, by: "person", without })))}`,
  );
  const page = { scope: {}, endpoint: {}, without: [], words: "harbour", offset: 0, limit: 200 };
  console.log(`context: a page of the coverage list: ${figures(await timed(() => test.api.planner.coverage(page)))}`);
  await test.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchContext(Number(process.argv[2] ?? DOCUMENTS), process.argv[3]);
}
