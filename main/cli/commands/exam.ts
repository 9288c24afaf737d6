import { type Command, InvalidArgumentError, Option } from "commander";
import {
  EXAM_PRESETS,
  EXAM_TASKS,
  type ExamCell,
  type ExamPlan,
  type ExamPreset,
  type ExamSummary,
  type ExamTask,
} from "../../../shared/exam.ts";
import {
  type CommonOptions,
  type EndpointOptions,
  endpointOf,
  parseCount,
  withCommon,
  withEndpoint,
  withEvict,
} from "../options.ts";
import { formatNumber, formatTime, printJson, printLine, startProgress } from "../output.ts";
import { runCommand } from "../session.ts";

type ExamOptions = CommonOptions &
  EndpointOptions & {
    readonly preset: ExamPreset;
    readonly lengths?: number[];
    readonly tasks?: ExamTask[];
    readonly strict?: boolean;
    readonly seed: number;
    readonly plan?: boolean;
    readonly resume?: number | true;
    readonly list?: boolean;
    readonly allowEvict?: boolean;
  };

function parseLengths(value: string): number[] {
  return value.split(",").map((part) => parseCount(256)(part.trim()));
}

function parseTasks(value: string): ExamTask[] {
  return value.split(",").map((part) => {
    const task = EXAM_TASKS.find((known) => known === part.trim());
    if (task === undefined)
      throw new InvalidArgumentError(`There is no task ${part}. Known: ${EXAM_TASKS.join(", ")}.`);
    return task;
  });
}

async function printPlan(plan: ExamPlan): Promise<void> {
  const time =
    plan.seconds === null
      ? "how long is known once it has read something"
      : `at most ${formatTime(plan.seconds * 1000)}${plan.preset === "quick" ? "" : " at the measured speed"}`;
  await printLine(
    `About ${formatNumber(plan.questions)} questions at ${plan.lengths.map(formatNumber).join(", ")} tokens: at most ${formatNumber(plan.tokens)} tokens to read, ${time}. Each in a prompt of its own it would be ${formatNumber(plan.naiveTokens)}.`,
  );
}

const cellJson = ({ task, length, depth, score, promptTokens, evaluatedTokens, fault }: ExamCell): object => ({
  event: "cell",
  task,
  length,
  depth,
  score,
  promptTokens,
  evaluatedTokens,
  ...(fault === null ? {} : { fault }),
});

/** The summary as the command line's JSON has it: tasks by name. */
function summaryJson({ tasks, lengths, ...summary }: ExamSummary): object {
  return {
    event: "summary",
    ...summary,
    lengths,
    tasks: Object.fromEntries(
      tasks.map(({ task, mean, low, high, effective, questions, lengths: scores }) => [
        task,
        {
          score: mean,
          low,
          high,
          effective,
          questions,
          lengths: Object.fromEntries(scores.map((each) => [each.length, each.mean])),
        },
      ]),
    ),
  };
}

async function printSummary(summary: ExamSummary): Promise<void> {
  for (const { task, lengths } of summary.tasks) {
    await printLine(
      `${task.padEnd(18)} ${lengths.map(({ length, mean }) => `${formatNumber(length)}: ${mean}`).join("  ")}`,
    );
  }
  const { asking, ruler, writing } = summary;
  if (asking !== null) {
    await printLine(
      asking.tokens === 0
        ? `For asking: no length came above ${summary.threshold}.`
        : `For asking: up to ${formatNumber(asking.tokens)} tokens (surely ${formatNumber(asking.low)}, perhaps ${formatNumber(asking.high)}).`,
    );
  }
  await printLine(
    writing === null
      ? "For writing: not measured; a backtest of your voice says it."
      : `For writing: up to ${formatNumber(writing.tokens)} tokens.`,
  );
  if (ruler !== null)
    await printLine(`RULER-style: effective ${formatNumber(ruler.tokens)} tokens, mean ${ruler.mean}.`);
  for (const { message } of summary.findings) await printLine(`! ${message}`);
  await printLine(
    `Read ${formatNumber(summary.tokens)} tokens in ${formatTime(summary.seconds * 1000)}; the whole grid, each cell a prompt of its own, has ${formatNumber(summary.naiveTokens)}.`,
  );
}

/** `exam [endpoint] [--lengths a,b,c] [--tasks x,y] [--preset p] [--plan] [--resume [id]] [--list]` */
export function addExam(program: Command): void {
  withEvict(withEndpoint(withCommon(program.command("exam"))))
    .description("find out how much of its window a model can really use, on your own mail and RULER-style")
    .addOption(new Option("--preset <name>", "how thorough").choices([...EXAM_PRESETS]).default("normal"))
    .option("--lengths <tokens>", "lengths of whole prompts, with commas", parseLengths)
    .option("--tasks <names>", "tasks, with commas", parseTasks)
    .option("--strict", "every RULER cell in a prompt of its own, as in NVIDIA's repository")
    .option("--seed <number>", "draws other needles", parseCount(0), 42)
    .option("--plan", "say what it would cost, and stop")
    .option("--resume [id]", "go on with a paused exam, the newest one without a number", parseCount(1))
    .option("--list", "the exams there are")
    .action((options: ExamOptions) =>
      runCommand("exam", options, options.list === true ? "prefer-write" : "write", async (api) => {
        const isJson = options.json === true;
        if (options.list === true) {
          for (const exam of await api.exam.list()) {
            if (isJson) await printJson(exam);
            else
              await printLine(
                `${String(exam.id).padEnd(4)} ${exam.startedAt.slice(0, 16).replace("T", " ")}  ${exam.state.padEnd(9)} ${exam.model} at ${exam.address}: ${exam.summary === null ? `${exam.asked} asked` : `effective ${formatNumber(exam.summary.effective)}`}`,
              );
          }
          return;
        }
        const request = {
          endpoint: endpointOf(options),
          preset: options.preset,
          strict: options.strict === true,
          seed: options.seed,
          allowEvict: options.allowEvict === true,
          ...(options.lengths === undefined ? {} : { lengths: options.lengths }),
          ...(options.tasks === undefined ? {} : { tasks: options.tasks }),
        };
        if (options.plan === true) {
          const plan = await api.exam.plan(request);
          return isJson ? printJson({ event: "plan", ...plan }) : printPlan(plan);
        }
        const paused =
          options.resume === true
            ? (await api.exam.list()).find(({ state }) => state === "paused")?.id
            : options.resume;
        const progress = startProgress("Exam");
        let asked = 0;
        let questions = 1;
        try {
          for await (const event of await api.exam.run(
            options.resume === undefined ? request : { id: paused ?? Number.MAX_SAFE_INTEGER },
          )) {
            if (event.event === "plan") {
              questions = event.plan.questions;
              await (isJson ? printJson({ event: "plan", id: event.id, ...event.plan }) : printPlan(event.plan));
            } else if (event.event === "cell") {
              asked += 1;
              if (isJson) await printJson(cellJson(event.cell));
              progress.update(
                Math.min(asked, questions),
                questions,
                `${event.cell.task} at ${formatNumber(event.cell.length)}`,
              );
            } else if (event.event === "paused") {
              progress.stop();
              await (isJson ? printJson({ event: "paused" }) : printLine("Paused. Go on with: exam --resume"));
            } else {
              progress.stop();
              await (isJson ? printJson(summaryJson(event.summary)) : printSummary(event.summary));
            }
          }
        } finally {
          progress.stop();
        }
      }),
    );
}
