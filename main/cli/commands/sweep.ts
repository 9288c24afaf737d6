/**
 * Sweeps on the command line: what one would read, running one, going on with one.
 *
 * Owns what `ask --sweep` prints; ./ask.ts has its options. The plan, what each window says and the progress go to standard
 * error, the result to standard output.
 */
import type { AskResult } from "../../../shared/schemas.ts";
import type { SweepPlan, SweepWindowResult } from "../../../shared/sweep.ts";
import { printAnswer } from "../answer-lines.ts";
import { type EndpointOptions, endpointOf, type ScopeOptions, scopeOf } from "../options.ts";
import { formatNumber, formatTime, printJson, printLine, startProgress } from "../output.ts";
import type { Api } from "../session.ts";

type SweepOptions = ScopeOptions & EndpointOptions & { readonly json?: boolean; readonly allowEvict?: boolean };
type SweepCost = Awaited<ReturnType<Api["sweep"]["cost"]>>;
type SweepEvents = Awaited<ReturnType<Api["sweep"]["run"]>>;

/** What a sweep takes, as sentences. */
export function sweepPlanWords({ windows, documents, tokens, cachedTokens, seconds, tooLarge }: SweepCost): string {
  const cached = cachedTokens === 0 ? "none of them cached" : `${formatNumber(cachedTokens)} of them cached`;
  const time = seconds === null ? "how long is not measured yet" : `about ${formatTime(seconds * 1000)} of reading`;
  const left =
    tooLarge.length === 0 ? "" : ` Not read, larger than a window: ${tooLarge.map(({ id }) => id).join(", ")}.`;
  return `A sweep of ${formatNumber(documents)} documents in ${formatNumber(windows)} ${windows === 1 ? "window" : "windows"}: ${formatNumber(tokens)} tokens, ${cached}, ${time}.${left}`;
}

async function sweepCost(api: Api, question: string, options: SweepOptions): Promise<SweepCost> {
  return api.sweep.cost({ question, scope: scopeOf(options), endpoint: endpointOf(options) });
}

/** Says what a sweep would read; reads nothing. */
export async function printSweepPlan(api: Api, questions: readonly string[], options: SweepOptions): Promise<void> {
  for (const question of questions) {
    const cost = await sweepCost(api, question, options);
    if (options.json === true) await printJson({ question, ...cost });
    else await printLine(sweepPlanWords(cost));
  }
}

/** One sweep a question: its plan, what each window says, and the result with its account. */
export async function runSweeps(api: Api, questions: readonly string[], options: SweepOptions): Promise<void> {
  for (const question of questions) {
    const cost = await sweepCost(api, question, options);
    if (options.json === true) await printJson({ event: "plan", ...cost });
    else process.stderr.write(`${sweepPlanWords(cost)}\n`);
    const events = await api.sweep.run({
      question,
      scope: scopeOf(options),
      endpoint: endpointOf(options),
      allowEvict: options.allowEvict === true,
    });
    await followSweep(events, options.json === true, []);
  }
}

/** Goes on with a sweep of the history. */
export async function resumeSweep(api: Api, id: number, options: SweepOptions): Promise<void> {
  const before = await api.sweep.get({ id });
  const events = await api.sweep.resume({
    id,
    endpoint: endpointOf(options),
    allowEvict: options.allowEvict === true,
  });
  await followSweep(events, options.json === true, before?.results ?? []);
}

/** Follows a sweep; `before` is what windows said when it was stopped. */
async function followSweep(
  events: SweepEvents,
  isJson: boolean,
  before: readonly (SweepWindowResult | null)[],
): Promise<void> {
  const progress = startProgress("Sweeping");
  let plan: SweepPlan = { windows: [], tooLarge: [] };
  let done = 0;
  const told = async (): Promise<void> => {
    const windows = plan.windows.length;
    progress.update(done, windows, `${done} of ${windows} windows`);
    if (isJson) await printJson({ event: "progress", windows, done });
  };
  try {
    for await (const event of events) {
      if (event.event === "started") {
        // Whoever stops it now can go on with it by this number.
        if (isJson) await printJson(event);
        else
          process.stderr.write(`Kept in the history as ${event.id}; stopped, it goes on with --resume ${event.id}.\n`);
      } else if (event.event === "plan") {
        plan = event.plan;
        done = before.length === plan.windows.length ? before.filter((result) => result !== null).length : 0;
        await told();
      } else if (event.event === "window-done") {
        done += 1;
        const window = plan.windows[event.window];
        const { answer, isEmpty, error } = event.said;
        if (isJson) await printJson({ event: "window", window: event.window, answer, isEmpty, error });
        else if (window !== undefined) {
          progress.stop();
          const said = error ?? (isEmpty ? "nothing" : answer.replace(/\s+/g, " ").trim());
          process.stderr.write(`Window ${event.window + 1}, ${window.first} to ${window.last}: ${said}\n`);
        }
        await told();
      } else if (event.event === "result") {
        progress.stop();
        await (isJson ? printJson(event.result) : printSweep(event.result));
      }
    }
  } finally {
    progress.stop();
  }
}

async function printSweep(result: AskResult): Promise<void> {
  await printAnswer(result);
  const { sweep } = result;
  if (sweep === undefined) return;
  await printLine(
    `  coverage: ${formatNumber(sweep.read)} of ${formatNumber(sweep.documents)} documents read, each once, in ${sweep.windows.length} windows`,
  );
  for (const { id, tokens } of sweep.tooLarge) {
    await printLine(`  not read: ${id} is larger than a window (${formatNumber(tokens)} tokens)`);
  }
  for (const [index, window] of sweep.windows.entries()) {
    if (window.error !== null) {
      await printLine(`  not read: window ${index + 1} (${window.first} to ${window.last}): ${window.error}`);
    }
  }
  if (sweep.isTooMany) await printLine("  the findings are too many to be asked again; they are the answer:");
  for (const { id, quote } of sweep.findings) await printLine(`  found in ${id}: "${quote}"`);
}
