import { type Command, Option } from "commander";
import { printAnswer } from "../answer-lines.ts";
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
import { followRun } from "../output.ts";
import { runCommand } from "../session.ts";
import { printSweepPlan, resumeSweep, runSweeps } from "./sweep.ts";

type AskOptions = CommonOptions &
  ScopeOptions &
  EndpointOptions & {
    readonly fit?: "newest";
    readonly follow?: number;
    readonly sweep?: boolean;
    readonly plan?: boolean;
    readonly resume?: number;
    readonly allowEvict?: boolean;
    readonly canary?: boolean;
  };

/** `ask "question"... [scope] [endpoint] [--sweep [--plan|--resume number]|--fit newest] [--follow number]` */
export function addAsk(program: Command): void {
  const ask = withEvict(withFit(withEndpoint(withScope(withCommon(program.command("ask"))))));
  ask
    .description("ask the whole archive; every quote in the answer is checked")
    .argument("[question...]", "one question each", collectWords)
    .addOption(
      new Option("--sweep", "read the archive window by window, for one that exceeds the window").conflicts("fit"),
    )
    .option("--plan", "with --sweep: say what it would read and how long that takes, and read nothing")
    .addOption(
      new Option("--resume <number>", "with --sweep: go on with one of the history, reading only what was not read yet")
        .argParser(parseCount(1))
        .conflicts(["plan", "follow"]),
    )
    .option("--canary", "first ask sentences from all over the prompt back, to see that all of it was read")
    .addOption(
      new Option("--follow <number>", "go on with a conversation of the history, from what it has read already")
        .argParser(parseCount(1))
        .conflicts("sweep"),
    )
    .action((questions: string[], options: AskOptions) => {
      const isPlan = options.plan === true;
      const { resume } = options;
      const isSweep = options.sweep === true;
      if (!isSweep && (isPlan || resume !== undefined)) ask.error("error: --plan and --resume belong to --sweep");
      if (resume === undefined ? questions.length === 0 : questions.length > 0) {
        ask.error(resume === undefined ? "error: missing argument 'question'" : "error: --resume takes no question");
      }
      return runCommand("ask", options, isSweep && !isPlan ? "write" : "prefer-write", async (api) => {
        if (isSweep && resume !== undefined) return resumeSweep(api, resume, options);
        if (isSweep) return isPlan ? printSweepPlan(api, questions, options) : runSweeps(api, questions, options);
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
        await followRun(events, options.json === true, printAnswer);
      });
    });
}
