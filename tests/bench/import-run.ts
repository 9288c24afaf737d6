/**
 * One import in a process of its own, measured: `import-run.ts ARCHIVE SOURCE` prints one JSON object.
 *
 * Peak memory is that of the whole process, all threads; the delay is the longest the API thread kept others waiting.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { startWriter } from "../../main/core/archive/writer.ts";
import { importFiles } from "../../main/core/import/import-job.ts";

/** What is printed. */
export type ImportRun = {
  readonly mails: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly longestApiTaskMs: number;
};

const [directory = "", source = ""] = process.argv.slice(2);
const writer = await startWriter({ directory, create: true, program: "a benchmark" });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const cpu = process.cpuUsage();
const started = performance.now();
let mails = 0;
for await (const event of importFiles(writer, [{ file: source }], new AbortController().signal)) {
  if (event.event === "done") mails = event.summary.imported + event.summary.duplicates;
}
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
delay.disable();
await writer.close();
const run: ImportRun = {
  mails,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMb: process.resourceUsage().maxRSS / 1024,
  longestApiTaskMs: delay.max / 1e6,
};
console.log(JSON.stringify(run));
