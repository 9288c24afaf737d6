/**
 * The first step of opening an archive: a backup that was asked for is put in place, then the writer's thread starts.
 *
 * Imports little, so that a process can take this step before it has loaded the rest of the program.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { RestoreOutcome } from "../../../shared/schemas.ts";
import { restoreNote } from "./restore-note.ts";
import { startWriter, type Writer } from "./writer.ts";

/**
 * How an archive is opened: `create` and `write` need the one writer, `read` takes none,
 * `prefer-write` reads where another process is writing.
 */
export type OpenMode = "create" | "write" | "prefer-write" | "read";

/** Which archive, and how other processes name this one in `ARCHIVE_IN_USE`. */
export type WriterOptions = { readonly directory: string; readonly mode: OpenMode; readonly program: string };

/** The writer, undefined where the archive is opened for reading, and what became of a backup that was asked for. */
export type OpenedWriter = { readonly writer: Writer | undefined; readonly lastRestore: RestoreOutcome | null };

/** Opens the archive for whoever writes it. */
export async function openWriter(options: WriterOptions): Promise<OpenedWriter> {
  // What is created from here on is for this user only; the write-ahead log's files too.
  process.umask(0o077);
  const directory = path.resolve(options.directory);
  const { mode, program } = options;
  if (mode === "read") return { writer: undefined, lastRestore: null };
  let lastRestore: RestoreOutcome | null = null;
  if (mode !== "prefer-write" && existsSync(restoreNote(directory))) {
    const { carryOutRestore } = await import("./restore-request.ts");
    lastRestore = carryOutRestore(directory);
  }
  try {
    return { writer: await startWriter({ directory, create: mode === "create", program }), lastRestore };
  } catch (error) {
    const canRead =
      error instanceof LonghandError && (error.code === "ARCHIVE_IN_USE" || error.code === "ARCHIVE_NOT_WRITABLE");
    if (mode === "prefer-write" && canRead) return { writer: undefined, lastRestore };
    throw error;
  }
}
