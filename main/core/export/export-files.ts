/**
 * The files of an export's folder: mailboxes that mails are appended to, files as they were, JSON by lines.
 *
 * Owns names and bytes on the disk: nothing is overwritten, everything is for this user only, and what was written is on
 * the disk when a file is closed. Knows no archive.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, utimesSync, writeSync } from "node:fs";
import path from "node:path";

/** Where bytes were put, below the export's folder. */
export type Written = { readonly file: string; readonly offset: number; readonly length: number };

/** The files of one export. */
export type ExportFiles = {
  /** Appends a mail to the mailbox of a folder. */
  addMail(folder: string, mail: Buffer): Written;
  /** Writes a file under a name of its own in a folder. */
  addFile(folder: string, name: string, bytes: Buffer, modifiedMs: number | null): Written;
  /** Appends a line of JSON to a file. */
  addLine(file: string, value: unknown): void;
  addText(file: string, text: string): void;
  close(): void;
};

/** So many mailboxes are open at once; a mail program may have thousands of folders. */
const MAX_OPEN = 64;
const LF = 0x0a;
const GT = 0x3e;
const FROM = Buffer.from("From ");
/** Who it is from and when stands in the mail's own header. */
const SEPARATOR = Buffer.from("From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n");

/** A mail as an mboxrd holds it: a separator line, every `From ` at the start of a line quoted, a blank line. */
export function mboxrdEntry(mail: Buffer): Buffer {
  const parts: Buffer[] = [SEPARATOR];
  let start = 0;
  for (let line = 0; line < mail.length; ) {
    let mark = line;
    while (mail[mark] === GT) mark += 1;
    if (mail.subarray(mark, mark + FROM.length).equals(FROM)) {
      parts.push(mail.subarray(start, line), Buffer.from(">"));
      start = line;
    }
    const end = mail.indexOf(LF, line);
    line = end < 0 ? mail.length : end + 1;
  }
  const isEnded = mail.at(-1) === LF;
  return Buffer.concat([...parts, mail.subarray(start), Buffer.from(isEnded ? "\n" : "\n\n")]);
}

/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A name that any file system takes. */
function plainName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, "_")
    .replace(/^\.+|[. ]+$/g, "_");
  const short = Buffer.byteLength(plain) <= 120 ? plain : plain.slice(0, 40);
  return short === "" || RESERVED.test(short) ? `_${short}` : short;
}

function plainPath(folder: string): string {
  return folder
    .split("/")
    .filter((part) => part !== "")
    .slice(0, 20)
    .map((part) => plainName(part).replace(/\.mbox$/i, "_mbox"))
    .join("/");
}

function writeAll(handle: number, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) at += writeSync(handle, bytes, at);
}

type Open = { readonly handle: number };

/** The files below `root`, a folder that is there and empty. */
export function createExportFiles(root: string): ExportFiles {
  /** Bytes of what was begun, by name. */
  const sizes = new Map<string, number>();
  const open = new Map<string, Open>();
  /** What is taken, in small letters: some file systems know no other. */
  const taken = new Set<string>();
  const mailboxes = new Map<string, string>();

  function closeOne(file: string, { handle }: Open): void {
    open.delete(file);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  function handleOf(file: string): number {
    const known = open.get(file);
    if (known !== undefined) {
      open.delete(file);
      open.set(file, known);
      return known.handle;
    }
    for (const [oldest, one] of open) {
      if (open.size < MAX_OPEN) break;
      closeOne(oldest, one);
    }
    const isNew = !sizes.has(file);
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true, mode: 0o700 });
    const handle = openSync(path.join(root, file), isNew ? "wx" : "a", 0o600);
    open.set(file, { handle });
    return handle;
  }

  function append(file: string, bytes: Buffer): Written {
    writeAll(handleOf(file), bytes);
    const offset = sizes.get(file) ?? 0;
    sizes.set(file, offset + bytes.length);
    return { file, offset, length: bytes.length };
  }

  /** A name that no other has: with a number where there is one. */
  function freeName(wanted: string): string {
    const { dir, name, ext } = path.posix.parse(wanted);
    for (let count = 1; ; count += 1) {
      const file = path.posix.join(dir, count === 1 ? `${name}${ext}` : `${name} (${count})${ext}`);
      if (taken.has(file.toLowerCase())) continue;
      taken.add(file.toLowerCase());
      return file;
    }
  }

  return {
    addMail(folder, mail) {
      let file = mailboxes.get(folder);
      if (file === undefined) {
        file = freeName(`mail/${plainPath(folder) || "Mail"}.mbox`);
        mailboxes.set(folder, file);
      }
      return append(file, mboxrdEntry(mail));
    },
    addFile(folder, name, bytes, modifiedMs) {
      const own = plainName(name.split("/").at(-1) ?? "");
      const file = freeName(path.posix.join("files", plainPath(folder), own));
      const written = append(file, bytes);
      const handle = open.get(file);
      if (handle !== undefined) closeOne(file, handle);
      if (modifiedMs !== null) {
        const seconds = modifiedMs / 1000;
        utimesSync(path.join(root, file), seconds, seconds);
      }
      return written;
    },
    addLine: (file, value) => void append(file, Buffer.from(`${JSON.stringify(value)}\n`)),
    addText: (file, text) => void append(file, Buffer.from(text)),
    close() {
      let failure: unknown;
      for (const [file, one] of [...open]) {
        try {
          closeOne(file, one);
        } catch (error) {
          failure ??= error;
        }
      }
      if (failure !== undefined) throw failure;
    },
  };
}
