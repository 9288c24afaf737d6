import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDocumentId } from "../../../shared/document-id.ts";
import type { DraftResult, DraftTarget, Grounding } from "../../../shared/schemas.ts";
import {
  type CommonOptions,
  collect,
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
import { followRun, printLine, receiptLine } from "../output.ts";
import { type Api, runCommand } from "../session.ts";

type Options = CommonOptions &
  ScopeOptions &
  EndpointOptions & {
    readonly replyTo?: string;
    readonly to: readonly string[];
    readonly subject?: string;
    readonly say: readonly string[];
    readonly language?: string;
    readonly length?: string;
    readonly formality?: string;
    readonly learn?: "everything" | "voice" | number;
    readonly variants: number;
    readonly eml?: string;
    readonly fit?: "newest";
    readonly allowEvict?: boolean;
  };

function parseLearn(value: string): "everything" | "voice" | number {
  if (value === "everything" || value === "voice") return value;
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0) {
    throw new InvalidArgumentError("It must be everything, voice, or a number of examples.");
  }
  return count;
}

/** "Alice Chen <alice@example.org>" or a bare address. */
function parsePerson(text: string): { name: string; address: string } {
  const match = /^(.*?)\s*<([^<>]+)>$/.exec(text.trim());
  return { name: match?.[1] ?? "", address: (match?.[2] ?? text).trim().toLowerCase() };
}

async function targetOf(api: Api, { replyTo, to, subject }: Options): Promise<DraftTarget> {
  if (replyTo === undefined) {
    return { type: "new", to: to.map(parsePerson), subject: subject ?? "" };
  }
  if (parseDocumentId(replyTo) !== undefined) return { type: "reply", id: replyTo };
  return { type: "outside", message: await api.draft.readPath({ file: path.resolve(replyTo) }) };
}

const STATES = { given: "given", archive: "in the archive", nowhere: "NOWHERE" } as const;

function groundingLine({ kind, text, state, id }: Grounding): string {
  return `  ${kind} "${text}": ${STATES[state]}${id === null ? "" : ` (${id})`}`;
}

async function printDraft(result: DraftResult): Promise<void> {
  await printLine(result.draft);
  await printLine("");
  for (const item of result.checks.grounding) await printLine(groundingLine(item));
  for (const { code, message } of result.warnings) {
    if (code !== "NOT_IN_SOURCES") await printLine(`  look again: ${message}`);
  }
  const voice = result.fit?.voice;
  if (voice !== undefined) {
    const first = [
      voice.person === null ? "" : `to ${voice.person}`,
      voice.language === null ? "" : `in ${voice.language}`,
    ];
    const order = first.filter((part) => part !== "").join(" and ");
    await printLine(
      `  learned from ${voice.used} of ${voice.examples} mails of yours, newest first${order === "" ? "" : `, those ${order} before the others`}`,
    );
  }
  await printLine(`  receipt: ${receiptLine(result.receipt)}`);
}

/** `draft --reply-to <id|file.eml> [--say "points"] [scope] [endpoint]` */
export function addDraft(program: Command): void {
  withEvict(withFit(withEndpoint(withScope(withCommon(program.command("draft"))))))
    .description("draft a reply or a new mail in your own hand; nothing is ever sent")
    .addOption(
      new Option("--reply-to <id|file>", "the mail to answer: an id like m12, or an .eml file").conflicts([
        "to",
        "subject",
      ]),
    )
    .option("--to <person>", "a new mail to this person; may be given several times", collect, [])
    .option("--subject <subject>", "the subject of a new mail")
    .option("--say <point>", "a point to make; may be given several times", collect, [])
    .option("--language <language>", "the language to write in")
    .option("--length <length>", "how long, in a word or two")
    .option("--formality <formality>", "how formal, in a word or two: more formal, more casual")
    .option(
      "--learn <what>",
      "what to read before: everything in the scope, voice (your mail and what it answers), or a number of examples",
      parseLearn,
    )
    .option("--variants <count>", "so many different drafts, up to 3", parseCount(1), 1)
    .option("--eml <file>", "write the (first) draft to a file that a mail program opens for sending")
    .action((options: Options, command: Command) => {
      if (options.replyTo === undefined && options.to.length === 0) {
        command.error("error: name what to answer with --reply-to, or whom to write to with --to");
      }
      return runCommand("draft", options, "prefer-write", async (api) => {
        const target = await targetOf(api, options);
        const { language, length, formality, learn, fit } = options;
        for (let variant = 1; variant <= Math.min(3, options.variants); variant += 1) {
          const events = await api.draft.run({
            target,
            variant,
            points: [...options.say],
            scope: scopeOf(options),
            endpoint: endpointOf(options),
            allowEvict: options.allowEvict === true,
            ...(language === undefined ? {} : { language }),
            ...(length === undefined ? {} : { length }),
            ...(formality === undefined ? {} : { formality }),
            ...(learn === undefined ? {} : { learn }),
            ...(fit === undefined ? {} : { fit }),
          });
          await followRun(
            events,
            options.json === true,
            async (result: DraftResult) => {
              if (options.variants > 1) await printLine(`-- variant ${variant}`);
              await printDraft(result);
            },
            async (result) => {
              if (options.eml === undefined || variant > 1) return;
              const { eml } = await api.draft.export({ target, text: result.draft });
              await writeFile(path.resolve(options.eml), Buffer.from(eml, "base64"), { mode: 0o600 });
            },
          );
        }
      });
    });
}
