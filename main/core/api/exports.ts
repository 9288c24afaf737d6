/** Procedures of the export of everything: into a folder that the command line names, or that a page's host let pick. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { ExportEvent } from "../../../shared/schemas.ts";
import { BACKUPS_ELSEWHERE_KEY, readBackupsElsewhere } from "../archive/queries/settings.ts";
import { createEventQueue } from "../event-queue.ts";
import { runExport } from "../export/run-export.ts";
import { type ApiContext, directoryOf, hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

/** Exports into a new folder; where that is, is remembered by name, since an erasing cannot reach it. */
async function* exportTo(ctx: ApiContext, out: string, given: AbortSignal | undefined): AsyncGenerator<ExportEvent> {
  const writer = requireWriter(ctx);
  const inside = path.relative(directoryOf(ctx), out);
  if (!inside.startsWith("..") && !path.isAbsolute(inside))
    throw new LonghandError(
      "INVALID_INPUT",
      "An export cannot lie in the archive's own folder.",
      "Choose another folder.",
    );
  const name = path.basename(out);
  // Remembered first: a copy that nobody knows of would be the worse mistake.
  const known = readBackupsElsewhere(ctx.db);
  const own = { name, madeAt: new Date().toISOString(), kind: "export" as const };
  const remember = (all: typeof known): Promise<unknown> =>
    writer.call("putSetting", { key: BACKUPS_ELSEWHERE_KEY, value: JSON.stringify(all) });
  await remember([...known, own]);
  const stop = new AbortController();
  const signal = given === undefined ? stop.signal : AbortSignal.any([given, stop.signal]);
  const queue = createEventQueue<ExportEvent>();
  const work = runExport({ source: ctx.db.name, out }, signal, (done, total) =>
    queue.push({ event: "progress", done, total }),
  );
  // Seen by `iterate`; a page that went away must not end the process.
  work.catch(() => undefined);
  let isMade = false;
  try {
    yield* queue.iterate(work);
    const report = await work;
    isMade = true;
    yield { event: "done", name, ...report };
  } finally {
    // Nobody listens any more, or it failed: nothing of it is left, and nothing needs to be remembered.
    stop.abort();
    await work.catch(() => undefined);
    if (!isMade) {
      const left = readBackupsElsewhere(ctx.db).filter((one) => one.name !== name || one.madeAt !== own.madeAt);
      await remember(left).catch(() => undefined);
    }
  }
}

/** A name in a folder that nothing has yet. */
function newFolder(parent: string): string {
  const day = new Date().toISOString().slice(0, 10);
  for (let count = 1; ; count += 1) {
    const out = path.join(parent, `Longhand export ${day}${count === 1 ? "" : ` (${count})`}`);
    if (!existsSync(out)) return out;
  }
}

export const exportsRouter = router({
  /** Exports into a new folder inside the one that a page's host let pick. */
  make: procedure.input(z.strictObject({ ticket: z.string().min(1).max(200) })).subscription(async function* ({
    ctx,
    input,
    signal,
  }): AsyncGenerator<ExportEvent> {
    const parent = ctx.tickets.resolve(input.ticket);
    if (!statSync(parent, { throwIfNoEntry: false })?.isDirectory())
      throw new LonghandError("INVALID_INPUT", "An export needs a folder to go to.", "Choose a folder.");
    yield* exportTo(ctx, newFolder(parent), signal);
  }),

  /** Exports as this folder, which must be new or empty. */
  makeAt: hostProcedure.input(z.strictObject({ folder: z.string().min(1) })).subscription(async function* ({
    ctx,
    input,
    signal,
  }): AsyncGenerator<ExportEvent> {
    yield* exportTo(ctx, path.resolve(input.folder), signal);
  }),
});
