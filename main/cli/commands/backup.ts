import path from "node:path";
import type { Command } from "commander";
import type { BackupEvent } from "../../../shared/schemas.ts";
import { errorBehind } from "../../core/api/trpc.ts";
import { backupsOf, restoreArchive } from "../../core/closed-archive.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { formatNumber, printError, printJson, printLine, startProgress } from "../output.ts";
import { runCommand } from "../session.ts";

const REASONS = {
  request: "made on request",
  update: "from before a format update",
  rescued: "rescued when the archive's file was removed",
  replaced: "what a restore replaced",
} as const;

type BackupOptions = CommonOptions & { readonly out?: string };

async function report(events: AsyncIterable<BackupEvent>, isJson: boolean): Promise<void> {
  const progress = startProgress("Backing up");
  try {
    for await (const event of events) {
      if (event.event === "progress") progress.update(event.done, event.total, "");
      else if (isJson) await printJson(event);
      else await printLine(`${event.name}: ${formatNumber(event.documents)} documents, read back and sound.`);
    }
  } finally {
    progress.stop();
  }
}

/** `backup [--out FILE]`, `backup list` */
export function addBackup(program: Command): void {
  const backup = program.command("backup").description("copies of the archive, read back before they count");

  withCommon(backup.command("make", { isDefault: true }))
    .description("make one now; the archive stays in use")
    .option("--out <file>", "where; without it in the archive's own folder")
    .action((options: BackupOptions) =>
      runCommand("backup", options, options.out === undefined ? "prefer-write" : "write", async (api) => {
        const { out } = options;
        const events = out === undefined ? api.backups.make() : api.backups.makeAt({ file: path.resolve(out) });
        await report(await events, options.json === true);
      }),
    );

  withCommon(backup.command("list"))
    .description("the copies in the archive's folder, newest first")
    .action(async (options: CommonOptions) => {
      // The archive is not opened: it may be the one that must be replaced.
      const backups = backupsOf(options.archive);
      if (options.json !== true && backups.length === 0) return printLine("There is no backup yet.");
      for (const each of backups) {
        await (options.json === true
          ? printJson(each)
          : printLine(`${each.name}  ${formatNumber(each.bytes)} bytes, ${REASONS[each.reason]}`));
      }
    });
}

/** `restore <name|file>` */
export function addRestore(program: Command): void {
  withCommon(program.command("restore"))
    .description("put a backup in the archive's place; what it replaces is kept among the backups")
    .argument("<backup>", "its name in the list, or a file")
    .action(async (backup: string, options: CommonOptions) => {
      try {
        const restored = restoreArchive(options.archive, backup);
        if (options.json === true) return await printJson(restored);
        const kept = restored.replaced === null ? "" : ` What it replaced is kept as ${restored.replaced}.`;
        await printLine(`The archive holds ${formatNumber(restored.documents)} documents again.${kept}`);
      } catch (error) {
        await printError(errorBehind(error), options.json === true);
        process.exitCode = 1;
      }
    });
}
