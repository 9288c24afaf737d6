/** What a path is before it is imported: readable, not empty, of a kind that can be read. Owns the errors of sources. */
import { open, opendir, stat } from "node:fs/promises";
import { LonghandError } from "../../../shared/errors.ts";
import { maildirName } from "./sources/folders.ts";
import { HEAD_BYTES, recognise } from "./sources/recognise.ts";

/** Longhand's error behind a file system's; anything else comes back unchanged. */
export function sourceError(file: string, error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new LonghandError("SOURCE_NOT_FOUND", `There is no file ${file}.`, "Check the path.", { cause: error });
  }
  if (["EACCES", "EPERM", "EISDIR", "EIO"].includes(code)) {
    return new LonghandError("SOURCE_UNREADABLE", `The file ${file} cannot be read.`, "Check that you may read it.", {
      cause: error,
    });
  }
  return error;
}

/** What a source is. */
export type Inspected = { readonly kind: string };

/** One entry is enough to know: a folder may hold a million. */
async function isEmptyFolder(folder: string): Promise<boolean> {
  const entries = await opendir(folder);
  try {
    return (await entries.read()) === null;
  } finally {
    await entries.close();
  }
}

/** Looks at a source; throws a typed error for what cannot be imported. */
export async function inspect(file: string): Promise<Inspected> {
  try {
    const info = await stat(file);
    if (info.isDirectory()) {
      if (await isEmptyFolder(file)) {
        throw new LonghandError(
          "SOURCE_EMPTY",
          `The folder ${file} is empty.`,
          "Name a folder that holds mail or files.",
        );
      }
      return { kind: "folder" };
    }
    if (!info.isFile()) {
      throw new LonghandError("SOURCE_UNREADABLE", `${file} is no ordinary file.`, "Name a file or a folder.");
    }
    if (info.size === 0)
      throw new LonghandError("SOURCE_EMPTY", `The file ${file} is empty.`, "Export your mail again.");
    const handle = await open(file, "r");
    try {
      const head = Buffer.alloc(Math.min(info.size, HEAD_BYTES));
      await handle.read(head, 0, head.length, 0);
      const kind = recognise(head, file, maildirName(file) !== undefined);
      if (kind === "binary" || kind === "index") {
        throw new LonghandError(
          "SOURCE_UNKNOWN",
          `The file ${file} is of no kind that Longhand reads.`,
          "It reads mailboxes (mbox, Maildir, eml, emlx, pst, Takeout zip), PDF and text.",
        );
      }
      return { kind };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw sourceError(file, error);
  }
}
