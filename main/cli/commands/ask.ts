import { type Command, Option } from "commander";
import { isAbsentAnswer } from "../../../shared/absence.ts";
import type { AskResult, Citation } from "../../../shared/schemas.ts";
import {
  type CommonOptions,
  collectWords,
  type EndpointOptions,
  endpointOf,
  parseCount,
  type ScopeOptions,
  scopeOf,
  withCommon,
  withEndpoint,
  withEvict,
  withFit,
  withScope,
} from "../options.ts";
import { followRun, formatNumber, printJson, printLine, receiptLine, startProgress } from "../output.ts";
import { type Api, runCommand } from "../session.ts";

function citationLine(citation: Citation): string {
  const also =
    citation.alsoIn.length === 0
      ? ""
      : `, also in ${citation.alsoIn.slice(0, 5).join(", ")}${citation.alsoIn.length > 5 ? " ..." : ""}`;
  switch (citation.state) {
    case "verified":
      return `  proof: "${citation.quote}" stands word for word in ${citation.id}${also}`;
    case "near":
      return `  CHECK THIS: "${citation.quote}" is not what ${citation.id} says${citation.source === undefined ? "" : `: "${citation.source}"`}`;
    case "wrong-id":
      return `  wrong id: "${citation.quote}" is not in ${citation.claimedId} but in ${citation.id}${also}`;
    case "not-found":
      return `  NOT FOUND: "${citation.quote}"${citation.claimedId === null ? "" : ` (said to be in ${citation.claimedId})`}`;
  }
}

async function printResult(result: AskResult): Promise<void> {
  await printLine(`Question: ${result.question}`);
  await printLine(`Answer:   ${result.answer}`);
  for (const citation of result.citations) await printLine(citationLine(citation));
  if (isAbsentAnswer(result.answer)) {
    await printLine(
      result.findings === undefined
        ? "  the model read everything in this scope and says that the answer is not there"
        : `  the model read what the sweep found (${result.findings}), not the archive again, and says that the answer is not there`,
    );
  } else if (result.citations.length === 0) {
    await printLine("  NO PROOF: nothing in this answer is quoted from the archive");
  }
  for (const { id, words } of result.notices) {
    await printLine(`  notice: ${id} holds words that look like an instruction to the model: "${words}"`);
  }
  await printLine(`  receipt: ${receiptLine(result.receipt)}`);
  const { exam, canary } = result.receipt;
  if (exam !== undefined) {
    await printLine(
      `  beyond the exam: read well up to ${formatNumber(exam.recommendedTokens)} tokens, this had ${formatNumber(exam.promptTokens)}; look at the proof${exam.isOutdated ? " (the model or its server changed since: a new exam is due)" : ""}`,
    );
  }
  if (canary !== undefined) await printLine(`  canaries: ${canary.message}`);
  if (result.fit !== null && result.fit.leftOut.length > 0) {
    await printLine(
      `  left out to fit the window: ${formatNumber(result.fit.leftOut.length)} documents (${result.fit.leftOut.join(", ")})`,
    );
  }
}

async function printSweep(result: AskResult): Promise<void> {
  await printResult(result);
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

/** One sweep a question: progress, then the result with its account. */
async function runSweeps(api: Api, questions: readonly string[], options: AskOptions): Promise<void> {
  for (const question of questions) {
    const events = await api.sweep.run({
      question,
      scope: scopeOf(options),
      endpoint: endpointOf(options),
      allowEvict: options.allowEvict === true,
    });
    const progress = startProgress("Sweeping");
    let done = 0;
    let windows = 0;
    try {
      for await (const event of events) {
        if (event.event === "plan") windows = event.plan.windows.length;
        if (event.event === "window-done") done += 1;
        if (event.event === "plan" || event.event === "window-done") {
          progress.update(done, windows, `${done} of ${windows} windows`);
          if (options.json === true) await printJson({ event: "progress", windows, done });
        }
        if (event.event === "result") {
          progress.stop();
          if (options.json === true) await printJson(event.result);
          else await printSweep(event.result);
        }
      }
    } finally {
      progress.stop();
    }
  }
}

type AskOptions = CommonOptions &
  ScopeOptions &
  EndpointOptions & {
    readonly fit?: "newest";
    readonly follow?: number;
    readonly sweep?: boolean;
    readonly allowEvict?: boolean;
    readonly canary?: boolean;
  };

/** `ask "question"... [scope] [endpoint] [--sweep|--fit newest] [--follow number]` */
export function addAsk(program: Command): void {
  withEvict(withFit(withEndpoint(withScope(withCommon(program.command("ask"))))))
    .description("ask the whole archive; every quote in the answer is checked")
    .argument("<question...>", "one question each", collectWords)
    .addOption(
      new Option("--sweep", "read the archive window by window, for one that exceeds the window").conflicts("fit"),
    )
    .option("--canary", "first ask sentences from all over the prompt back, to see that all of it was read")
    .addOption(
      new Option("--follow <number>", "go on with a conversation of the history, from what it has read already")
        .argParser(parseCount(1))
        .conflicts("sweep"),
    )
    .action((questions: string[], options: AskOptions) =>
      runCommand("ask", options, options.sweep === true ? "write" : "prefer-write", async (api) => {
        if (options.sweep === true) return runSweeps(api, questions, options);
        const scope = scopeOf(options);
        const events = await api.ask.run({
          questions,
          ...(Object.keys(scope).length === 0 && options.follow !== undefined ? {} : { scope }),
          ...(options.follow === undefined ? {} : { follows: options.follow }),
          endpoint: endpointOf(options),
          allowEvict: options.allowEvict === true,
          canary: options.canary === true,
          ...(options.fit === undefined ? {} : { fit: options.fit }),
        });
        await followRun(events, options.json === true, printResult);
      }),
    );
}
