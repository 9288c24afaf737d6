/** The options that several commands share: archive, scope, endpoint. Owns their names and their reading. */
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type MapGroup, mapGroupSchema } from "../../shared/context-map.ts";
import { parseDocumentId } from "../../shared/document-id.ts";
import { LonghandError } from "../../shared/errors.ts";
import type { EndpointChoice, Scope } from "../../shared/schemas.ts";

/** Options every command has. */
export type CommonOptions = { readonly archive: string; readonly json?: boolean };

/** Adds `--archive` and `--json`. */
export function withCommon(command: Command): Command {
  return command
    .addOption(new Option("--archive <dir>", "the archive's directory").env("LONGHAND_ARCHIVE").makeOptionMandatory())
    .option("--json", "print one JSON object a line");
}

/** What commander hands over for {@link withScope}. */
export type ScopeOptions = {
  readonly person?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly folder?: readonly string[];
  readonly label?: readonly string[];
  readonly kind?: readonly ("mail" | "pdf" | "file")[];
  readonly thread?: readonly string[];
  readonly document?: readonly string[];
  readonly sent?: boolean;
  readonly without?: readonly ("spam" | "drafts" | "automatic")[];
  readonly scope?: string;
  readonly except?: readonly MapGroup[];
};

/** Adds the scope's options; they combine by "and", the same one given several times by "or". */
export function withScope(command: Command): Command {
  return command
    .option("--person <who>", "only what this address wrote or received, or a name's part", collectWords)
    .option("--since <day>", "only from this day on (2024-05-31, UTC)", parseDay)
    .option("--until <day>", "only up to and with this day", parseDay)
    .option("--folder <name>", "only from this folder", collectWords)
    .option("--label <name>", "only with this label", collectWords)
    .option("--kind <kind>", "only this kind: mail, pdf or file", collectOf(["mail", "pdf", "file"]))
    .option("--thread <id>", "only this thread (t12)", collectWords)
    .option("--document <id>", "only this document (m12, p13, f14)", collectDocument)
    .option("--sent", "only what I sent")
    .option("--without <what>", "leave out spam, drafts or automatic mail", collectOf(["spam", "drafts", "automatic"]))
    .option("--scope <name>", "only what a saved scope holds (see scopes)")
    .option(
      "--except <group>",
      "leave a group out: person=ADDRESS (or me), year=2019, folder=Spam, kind=pdf",
      collectGroup,
    );
}

/** The scope of a command's options. */
export function scopeOf(options: ScopeOptions): Scope {
  const { person, since, until, folder, label, kind, thread, document, sent, without, scope, except } = options;
  return dropAbsent({
    person: oneOrMore(person),
    since,
    until,
    folder: oneOrMore(folder),
    label: oneOrMore(label),
    kind: oneOrMore(kind),
    thread: oneOrMore(thread),
    document: oneOrMore(document),
    sent,
    without: without === undefined ? undefined : [...new Set(without)],
    saved: scope,
    except: except === undefined ? undefined : [...except],
  });
}

function oneOrMore<T>(values: readonly T[] | undefined): T | T[] | undefined {
  return values === undefined || values.length === 1 ? values?.[0] : [...values];
}

/** What commander hands over for {@link withEndpoint}. */
export type EndpointOptions = {
  readonly endpoint?: string;
  readonly model?: string;
  readonly apiKeyEnv?: string;
  readonly ca?: string;
  readonly vocabulary?: string;
  readonly window?: number;
  readonly allowPlainHttp?: boolean;
};

/** Adds the endpoint's options. */
export function withEndpoint(command: Command): Command {
  return command
    .option("--endpoint <url|file>", "a server's address or a GGUF file; without it the bundled demonstration model")
    .option("--model <name>", "the model's name, where a server has several")
    .option("--api-key-env <variable>", "the environment variable that holds the server's API key")
    .option("--ca <file>", "a CA certificate for the server")
    .option("--vocabulary <file>", "a GGUF file of the same model, to count exactly for a server that cannot")
    .option("--window <tokens>", "use at most this many tokens of the window", parseTokens)
    .option("--allow-plain-http", "send mail unencrypted to a server beyond this machine");
}

/** The endpoint of a command's options. */
export function endpointOf(options: EndpointOptions): EndpointChoice {
  let apiKey: string | undefined;
  if (options.apiKeyEnv !== undefined) {
    apiKey = process.env[options.apiKeyEnv];
    if (apiKey === undefined || apiKey === "") {
      throw new LonghandError(
        "INVALID_INPUT",
        `The environment variable ${options.apiKeyEnv} is not set.`,
        "Set it to the server's API key.",
      );
    }
  }
  return dropAbsent({
    address: options.endpoint,
    model: options.model,
    apiKey,
    caFile: options.ca === undefined ? undefined : path.resolve(options.ca),
    vocabularyFile: options.vocabulary === undefined ? undefined : path.resolve(options.vocabulary),
    windowTokens: options.window,
    allowPlainHttp: options.allowPlainHttp,
  });
}

/** Adds `--fit`. */
export function withFit(command: Command): Command {
  return command.addOption(
    new Option("--fit <how>", "when the corpus exceeds the window, take the newest documents that fit").choices([
      "newest",
    ]),
  );
}

/** Adds `--allow-evict`. */
export function withEvict(command: Command): Command {
  return command.option(
    "--allow-evict",
    "go on even where a prefix that was read ahead is pushed out of the endpoint's memory",
  );
}

/** Collects a repeatable option. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** A whole number of at least `least`. */
export function parseCount(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return number;
  };
}

/** Collects ids of documents; a page's id names no document. */
function collectDocument(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (parseDocumentId(value) === undefined || value.includes(".")) {
    throw new InvalidArgumentError("It must be a document like m12, p13 or f14.");
  }
  return [...(previous ?? []), value];
}

/** Collects words that must not be empty. */
export function collectWords(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (value.trim() === "") throw new InvalidArgumentError("It must not be empty.");
  return [...(previous ?? []), value];
}

function collectGroup(value: string, previous: readonly MapGroup[] | undefined): readonly MapGroup[] {
  const [by = "", key] = value.split(/=(.*)/s, 2);
  const parsed = mapGroupSchema.safeParse({ by, key });
  if (!parsed.success) throw new InvalidArgumentError("It must be like person=a@example.org, year=2019 or kind=pdf.");
  return [...(previous ?? []), parsed.data];
}

/** Collects values out of a closed list. */
function collectOf<T extends string>(
  allowed: readonly T[],
): (value: string, previous: readonly T[] | undefined) => T[] {
  return (value, previous) => {
    const known = allowed.find((each) => each === value);
    if (known === undefined) throw new InvalidArgumentError(`It must be one of ${allowed.join(", ")}.`);
    return [...(previous ?? []), known];
  };
}

const parseTokens = parseCount(256);

function parseDay(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new InvalidArgumentError("It must be a day like 2024-05-31.");
  }
  return value;
}

/** The object without its undefined fields, as exact optional types want it. */
function dropAbsent<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
