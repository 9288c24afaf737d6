/** A real archive in a temporary directory, its writer thread and a reader, and mail to put into it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { ReadableDatabase } from "../../main/core/archive/connection.ts";
import { createLongQueries, type LongQueries } from "../../main/core/archive/long-queries.ts";
import { openForReading } from "../../main/core/archive/open.ts";
import { startWriter, type Writer } from "../../main/core/archive/writer.ts";
import { importFiles } from "../../main/core/import/import-job.ts";
import type { ParseTask } from "../../main/core/import/sources/source-item.ts";
import type { ImportSummary } from "../../shared/schemas.ts";
import { temporaryDirectory } from "./paths.ts";

/** An open archive; `scratch` is a directory beside it for sources. */
export type TestArchive = {
  readonly directory: string;
  readonly scratch: string;
  readonly writer: Writer;
  readonly db: ReadableDatabase;
  /** Their threads start with the first question. */
  readonly queries: LongQueries;
  close(): Promise<void>;
};

/** Creates an archive through the production migrations. */
export async function createTestArchive(): Promise<TestArchive> {
  const scratch = temporaryDirectory();
  const directory = path.join(scratch.path, "archive");
  const writer = await startWriter({ directory, create: true, program: "a test" });
  const db = openForReading(directory);
  const queries = createLongQueries(directory);
  return {
    directory,
    scratch: scratch.path,
    writer,
    db,
    queries,
    async close() {
      await queries.close();
      db.close();
      await writer.close();
      scratch.dispose();
    },
  };
}

/** Imports files and returns the summary. */
export async function importAll(writer: Writer, files: readonly string[]): Promise<ImportSummary> {
  for await (const event of importFiles(
    writer,
    files.map((file) => ({ file })),
    new AbortController().signal,
  )) {
    if (event.event === "done") return event.summary;
  }
  throw new Error("the import ended without a summary");
}

/** A task for a parse thread: a mail of an mbox, apart from what a test names. */
export function parseTask(fields: Partial<ParseTask>): ParseTask {
  const place = { key: String(fields.offset ?? 0), file: "", entry: null, offset: 0, length: 0, folder: "inbox" };
  const facts = {
    form: "mbox",
    source: null,
    path: null,
    name: "",
    modifiedMs: null,
    isDraft: false,
    labels: [],
  } as const;
  return { ...place, ...facts, ...fields };
}

/** A mail's header fields and body. */
export type MailText = { readonly body?: string } & Readonly<Record<string, string>>;

/** The source of a mail; a header that is not given is left out, apart from From and Date. */
export function mailText({ body = "Hello.", ...headers }: MailText): string {
  const all = { From: "Alice Chen <alice@example.org>", Date: "Thu, 4 Mar 2021 10:00:00 +0100", ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === "" ? [] : [`${name}: ${value}`]));
  return `${lines.join("\n")}\n\n${body}\n`;
}

/** Mails joined as an mboxrd file. */
export function mboxText(mails: readonly string[]): string {
  return mails
    .map((mail) => `From x@example.org Thu Mar  4 10:00:00 2021\n${mail.replace(/^(>*From )/gm, ">$1")}\n`)
    .join("");
}

/** Writes mails as an mbox file beside an archive and imports them. */
export async function importMails(
  archive: TestArchive,
  mails: readonly MailText[],
  name = "inbox.mbox",
): Promise<ImportSummary> {
  const file = path.join(archive.scratch, name);
  writeFileSync(file, mboxText(mails.map(mailText)));
  return importAll(archive.writer, [file]);
}
