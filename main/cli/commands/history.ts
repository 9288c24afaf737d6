import { writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import type { AnswerRecord } from "../../../shared/schemas.ts";
import { type CommonOptions, parseCount, withCommon } from "../options.ts";
import { printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

type ExportOptions = CommonOptions & { readonly format: "markdown" | "json"; readonly out?: string };

function historyLine(answer: AnswerRecord): string {
  const mark = answer.isSweep ? " [sweep]" : "";
  return `${String(answer.id).padStart(5)}  ${answer.askedAt.slice(0, 10)}  ${answer.title ?? answer.question}${mark}`;
}

/** `history [list|show|export]`: what was asked, and what was answered. */
export function addHistory(program: Command): void {
  const history = program.command("history").description("what was asked before, with answers and their sources");

  withCommon(history.command("list", { isDefault: true }))
    .description("conversations, newest first")
    .option("--limit <n>", "at most this many", parseCount(1), 50)
    .option("--words <words>", "only conversations in which all of these words occur")
    .action((options: CommonOptions & { readonly limit: number; readonly words?: string }) =>
      runCommand("history", options, "read", async (api) => {
        const { limit, words } = options;
        const answers = await api.ask.history({ limit, ...(words === undefined ? {} : { words }) });
        if (options.json !== true && answers.length === 0) return printLine("Nothing was asked yet.");
        for (const answer of answers)
          await (options.json === true ? printJson(answer) : printLine(historyLine(answer)));
      }),
    );

  withCommon(history.command("show"))
    .description("one conversation, with the proof of every answer")
    .argument("<id>", "its number", parseCount(1))
    .action((id: number, options: CommonOptions) =>
      runCommand("history", options, "read", async (api) => {
        if (options.json === true) {
          for (const answer of await api.ask.conversation({ id })) await printJson(answer);
          return;
        }
        const { text } = await api.ask.export({ id, format: "markdown" });
        await printLine(text.trimEnd());
      }),
    );

  withCommon(history.command("export"))
    .description("one conversation as a file")
    .argument("<id>", "its number", parseCount(1))
    .addOption(new Option("--format <format>", "of the file").choices(["markdown", "json"]).default("markdown"))
    .option("--out <file>", "where to write it; without it to standard output")
    .action((id: number, options: ExportOptions) =>
      runCommand("history", options, "read", async (api) => {
        const { text } = await api.ask.export({ id, format: options.format });
        if (options.out === undefined) return printLine(text.trimEnd());
        // It holds mail: it is for this user only, and it overwrites nothing.
        writeFileSync(options.out, text, { mode: 0o600, flag: "wx" });
        if (options.json === true) await printJson({ written: options.out });
        else await printLine(`Written to ${options.out}.`);
      }),
    );
}
