import path from "node:path";
import type { Command } from "commander";
import type { ExportEvent } from "../../../shared/schemas.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { formatBytes, formatNumber, printJson, printLine, startProgress } from "../output.ts";
import { runCommand } from "../session.ts";

type ExportOptions = CommonOptions & { readonly out: string };

function doneLine({ name, documents, items, rebuilt, bytes }: Extract<ExportEvent, { event: "done" }>): string {
  const missing =
    rebuilt === 0
      ? ""
      : ` ${formatNumber(rebuilt)} of them from what the archive held: no file with the same bytes is there any more.`;
  return `${name}: ${formatNumber(documents)} documents from ${formatNumber(items)} places, ${formatBytes(bytes)}.${missing}`;
}

/** `export --out DIR` */
export function addExport(program: Command): void {
  withCommon(program.command("export"))
    .description("everything in open formats, in a new folder that import takes back")
    .requiredOption("--out <dir>", "a folder that is new or empty")
    .action((options: ExportOptions) =>
      runCommand("export", options, "write", async (api) => {
        const progress = startProgress("Exporting");
        try {
          for await (const event of await api.exports.makeAt({ folder: path.resolve(options.out) })) {
            if (event.event === "progress") progress.update(event.done, event.total, "");
            else await (options.json === true ? printJson(event) : printLine(doneLine(event)));
          }
        } finally {
          progress.stop();
        }
      }),
    );
}
