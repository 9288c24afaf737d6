/** Imports with options, for tests that need more than helpers/archive.ts gives. */
import type { Writer } from "../../main/core/archive/writer.ts";
import { type ImportOptions, importFiles } from "../../main/core/import/import-job.ts";
import type { ImportSummary } from "../../shared/schemas.ts";

/** Imports sources and returns the summary. */
export async function importWith(
  writer: Writer,
  files: readonly string[],
  options: ImportOptions = {},
): Promise<ImportSummary> {
  const tasks = files.map((file) => ({ file }));
  for await (const event of importFiles(writer, tasks, new AbortController().signal, options)) {
    if (event.event === "done") return event.summary;
  }
  throw new Error("the import ended without a summary");
}
