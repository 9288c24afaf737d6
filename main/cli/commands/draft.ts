import path from "node:path";
import type { Command } from "commander";
import { parseDocumentId } from "../../../shared/document-id.ts";
import type { DraftResult } from "../../../shared/schemas.ts";
import {
  type CommonOptions,
  collect,
  type EndpointOptions,
  endpointOf,
  type ScopeOptions,
  scopeOf,
  withCommon,
  withEndpoint,
  withEvict,
  withFit,
  withScope,
} from "../options.ts";
import { followRun, printLine, receiptLine } from "../output.ts";
import { runCommand } from "../session.ts";

type Options = CommonOptions &
  ScopeOptions &
  EndpointOptions & {
    readonly replyTo: string;
    readonly say: readonly string[];
    readonly language?: string;
    readonly length?: string;
    readonly fit?: "newest";
    readonly allowEvict?: boolean;
  };

/** `draft --reply-to <id|file.eml> [--say "points"] [scope] [endpoint]` */
export function addDraft(program: Command): void {
  withEvict(withFit(withEndpoint(withScope(withCommon(program.command("draft"))))))
    .description("draft a reply in your own hand; nothing is ever sent")
    .requiredOption("--reply-to <id|file>", "the mail to answer: an id like m12, or an .eml file")
    .option("--say <point>", "a point to make; may be given several times", collect, [])
    .option("--language <language>", "the language to write in")
    .option("--length <length>", "how long, in a word or two")
    .action((options: Options) =>
      runCommand("draft", options, "prefer-write", async (api) => {
        const wishes = {
          points: [...options.say],
          scope: scopeOf(options),
          endpoint: endpointOf(options),
          ...(options.language === undefined ? {} : { language: options.language }),
          ...(options.length === undefined ? {} : { length: options.length }),
          allowEvict: options.allowEvict === true,
          ...(options.fit === undefined ? {} : { fit: options.fit }),
        };
        const isId = parseDocumentId(options.replyTo) !== undefined;
        const events = isId
          ? await api.draft.reply({ ...wishes, id: options.replyTo })
          : await api.draft.replyToFile({ ...wishes, file: path.resolve(options.replyTo) });
        await followRun(events, options.json === true, async (result: DraftResult) => {
          await printLine(result.draft);
          await printLine("");
          for (const warning of result.warnings) await printLine(`  look again: ${warning.message}`);
          await printLine(`  receipt: ${receiptLine(result.receipt)}`);
        });
      }),
    );
}
