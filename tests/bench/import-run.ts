/**
 * One import in a process of its own, measured: `import-run.ts ARCHIVE SOURCE` prints one JSON object.
 *
 * Peak memory is that of the whole process, all threads. The longest task of the API thread is told in its own processor
 * time (between two ticks of a timer of a millisecond) and by the clock, which also holds how long a busy machine let it
 * wait.
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
  readonly longestApiDelayMs: number;
};

const [directory = "", source = ""] = process.argv.slice(2);
const writer = await startWriter({ directory, create: true, program: "a benchmark" });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let longestTaskMicros = 0;
let last = process.threadCpuUsage();
const ticks = setInterval(() => {
  const used = process.threadCpuUsage(last);
  last = process.threadCpuUsage();
  longestTaskMicros = Math.max(longestTaskMicros, used.user + used.system);
}, 1);
const cpu = process.cpuUsage();
const started = performance.now();
let mails = 0;
for await (const event of importFiles(writer, [{ file: source }], new AbortController().signal)) {
  if (event.event === "done") mails = event.summary.imported + event.summary.duplicates;
}
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
delay.disable();
clearInterval(ticks);
await writer.close();
const run: ImportRun = {
  mails,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMb: process.resourceUsage().maxRSS / 1024,
  longestApiTaskMs: longestTaskMicros / 1e3,
  longestApiDelayMs: delay.max / 1e6,
};
console.log(JSON.stringify(run));
