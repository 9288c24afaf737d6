import type { Command } from "commander";
import type { ArmScores, BacktestPlan, BacktestRecord, BacktestReport, Measure } from "../../../shared/voice.ts";
import {
  type CommonOptions,
  type EndpointOptions,
  endpointOf,
  parseCount,
  withCommon,
  withEndpoint,
  withEvict,
} from "../options.ts";
import { formatNumber, printJson, printLine, startProgress } from "../output.ts";
import { type Api, runCommand } from "../session.ts";

type Options = CommonOptions &
  EndpointOptions & {
    readonly cutoff?: string;
    readonly replies: number;
    readonly plan?: boolean;
    readonly resume?: number;
    readonly report?: number;
    readonly allowEvict?: boolean;
  };

const armName = (arm: ArmScores["arm"]): string => (arm === "all" ? "all examples" : `${arm} examples`);
const seconds = (ms: number | null): string =>
  ms === null ? "not known yet" : `about ${formatNumber(Math.round(ms / 1000))} s`;

async function printPlan(plan: BacktestPlan): Promise<void> {
  await printLine(
    `Hidden from ${plan.cutoff} on: ${formatNumber(plan.replies)} replies to ${formatNumber(plan.people)} people are drafted; ${formatNumber(plan.examples)} mails from before can be learned from.`,
  );
  for (const { arm, examples, prefixTokens, readTokens } of plan.arms) {
    await printLine(
      `  ${armName(arm).padEnd(13)} ${formatNumber(examples)} mails, a prefix of ${formatNumber(prefixTokens)} tokens, ${formatNumber(readTokens)} read in all`,
    );
  }
  await printLine(
    `  about ${formatNumber(plan.answerTokens)} tokens are written; reading takes ${seconds(plan.prefillMs)}, writing ${seconds(plan.decodeMs)}`,
  );
}

function shown(measure: Measure, minWords: number | null): string {
  if (measure === null) return minWords === null ? "-" : `not enough text (${minWords} words)`;
  return `${measure.value.toFixed(2)} (${measure.low.toFixed(2)} to ${measure.high.toFixed(2)})`;
}

const ROWS = [
  ["cosine Delta from you", "cosineDelta", true],
  ["Burrows's Delta from you", "burrowsDelta", true],
  ["cosine Delta, nearest other", "impostorDelta", true],
  ["greeting as written", "greeting", false],
  ["closing as written", "closing", false],
  ["length, times what you wrote", "lengthRatio", false],
  ["letters in common", "ngramSimilarity", false],
  ["with a copied passage", "copied", false],
] as const;

async function printReport(report: BacktestReport): Promise<void> {
  await printLine(report.verdict);
  for (const { person, replies, arms, real } of [report.all, ...report.people]) {
    await printLine(`\n${person === null ? "All" : person.name || person.address}: ${formatNumber(replies)} replies`);
    for (const [name, key, isPooled] of ROWS) {
      const cells = arms.map((arm) => `${armName(arm.arm)} ${shown(arm[key], isPooled ? report.minWords : null)}`);
      const own =
        key === "cosineDelta" || key === "burrowsDelta" ? [`your own ${shown(real[key], report.minWords)}`] : [];
      await printLine(`  ${name.padEnd(28)} ${[...cells, ...own].join("; ")}`);
    }
  }
}

async function follow(api: Api, id: number, isJson: boolean, signal: AbortSignal): Promise<BacktestRecord> {
  const progress = startProgress("Drafting");
  try {
    for (;;) {
      const record = await api.backtest.get({ id });
      progress.update(record.done, record.total, `${record.done} of ${record.total} drafts`);
      if (isJson) await printJson({ event: "progress", done: record.done, total: record.total });
      if (record.state !== "running") return record;
      if (signal.aborted) await api.backtest.pause({});
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    progress.stop();
  }
}

/** `backtest [--cutoff DAY] [--replies N] [endpoint]` */
export function addBacktest(program: Command): void {
  withEvict(withEndpoint(withCommon(program.command("backtest"))))
    .description("draft replies that you wrote after a day from what came before it, and compare")
    .option(
      "--cutoff <day>",
      "what was written from this day on is hidden; without it the newest fifth of your replies",
    )
    .option("--replies <count>", "draft so many of the hidden replies", parseCount(1), 40)
    .option("--plan", "only say what it would cost")
    .option("--resume <number>", "go on with a backtest that rests", parseCount(1))
    .option("--report <number>", "show the report of an earlier one", parseCount(1))
    .action((options: Options) =>
      runCommand(
        "backtest",
        options,
        options.plan === true || options.report !== undefined ? "prefer-write" : "write",
        async (api, signal) => {
          const isJson = options.json === true;
          const allowEvict = options.allowEvict === true;
          const wish = {
            endpoint: endpointOf(options),
            replies: options.replies,
            ...(options.cutoff === undefined ? {} : { cutoff: options.cutoff }),
          };
          let id = options.report ?? options.resume;
          if (id === undefined) {
            const plan = await api.backtest.plan(wish);
            await (isJson ? printJson({ event: "plan", ...plan }) : printPlan(plan));
            if (options.plan === true) return;
            id = await api.backtest.start({ ...wish, allowEvict });
          } else if (options.resume !== undefined) {
            await api.backtest.resume({ id, allowEvict });
          }
          const record = await follow(api, id, isJson, signal);
          if (isJson) await printJson(record);
          else if (record.report !== null) await printReport(record.report);
          else
            await printLine(
              `Backtest ${id} is ${record.state}${record.error === null ? "" : `: ${record.error.message}`}; go on with --resume ${id}.`,
            );
        },
      ),
    );
}
