/** Procedures of backups: made on request, listed, deleted. Putting one back needs a closed archive; hosts do it. */
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { Backup, BackupEvent, RestoreOutcome } from "../../../shared/schemas.ts";
import { deleteBackup, listBackups, newBackupFile } from "../archive/backup.ts";
import { BACKUPS_ELSEWHERE_KEY, readBackupsElsewhere } from "../archive/queries/settings.ts";
import { requestRestore } from "../archive/restore-request.ts";
import { runBackup } from "../archive/run-backup.ts";
import { createEventQueue } from "../event-queue.ts";
import { type ApiContext, directoryOf, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

/** Makes a backup and reads it back; the archive stays in use meanwhile. */
async function* make(ctx: ApiContext, file: string): AsyncGenerator<BackupEvent> {
  const queue = createEventQueue<BackupEvent>();
  const work = runBackup({ source: ctx.db.name, file }, (done, total) =>
    queue.push({ event: "progress", done, total }),
  );
  yield* queue.iterate(work);
  const { documents } = await work;
  yield { event: "done", name: path.basename(file), documents };
}

export const backupsRouter = router({
  /** The backups in the archive's folder, newest first. */
  list: procedure.query(({ ctx }): Backup[] => listBackups(directoryOf(ctx))),

  /** Makes one in the archive's folder; reading it is enough, so another process may be writing. */
  make: procedure.subscription(async function* ({ ctx }): AsyncGenerator<BackupEvent> {
    yield* make(ctx, newBackupFile(directoryOf(ctx), "request"));
  }),

  /** Makes one anywhere; it is remembered by name, since an erasing cannot reach it. */
  makeAt: hostProcedure.input(z.strictObject({ file: z.string().min(1) })).subscription(async function* ({
    ctx,
    input,
  }): AsyncGenerator<BackupEvent> {
    const writer = requireWriter(ctx);
    // Remembered first: a copy that nobody knows of would be the worse mistake.
    const elsewhere = [
      ...readBackupsElsewhere(ctx.db),
      { name: path.basename(input.file), madeAt: new Date().toISOString() },
    ];
    await writer.call("putSetting", { key: BACKUPS_ELSEWHERE_KEY, value: JSON.stringify(elsewhere) });
    yield* make(ctx, path.resolve(input.file));
  }),

  /**
   * Goes back to a backup: this core ends, and the one that its host starts puts it in place first. What it replaces is
   * kept as a backup.
   */
  restore: procedure.input(z.strictObject({ name: z.string().min(1).max(100) })).mutation(({ ctx, input }): null => {
    requireWriter(ctx);
    if (ctx.restart === undefined)
      throw new LonghandError("INVALID_INPUT", "This program cannot start itself anew.", "Use: restore NAME.");
    requestRestore(directoryOf(ctx), input.name);
    ctx.restart();
    return null;
  }),

  /** How the last such restore ended; null where there was none since the program was started. */
  lastRestore: procedure.query(({ ctx }): RestoreOutcome | null => ctx.lastRestore),

  delete: procedure.input(z.strictObject({ name: z.string().min(1).max(100) })).mutation(({ ctx, input }): null => {
    requireWriter(ctx);
    deleteBackup(directoryOf(ctx), input.name);
    return null;
  }),
});
