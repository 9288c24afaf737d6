/**
 * The browser host's file picker, on the server's side: lists folders, and knows entries by tickets only.
 *
 * A page can name what it was shown and nothing else. Picking turns entries into the core's own tickets.
 */
import { randomUUID } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { LonghandError } from "../../shared/errors.ts";
import type { FolderEntry, FolderListing } from "../../shared/host-bridge.ts";

/** More entries than these are not listed. */
const MAX_ENTRIES = 2000;

/** The picker of one server. */
export type Folders = {
  /** Lists a folder; the home folder where no ticket is given. */
  list(ticket: string | undefined): Promise<FolderListing>;
  /** The path behind a ticket. */
  resolve(ticket: string): string;
};

/** Creates a picker that begins in `home`. */
export function createFolders(home: string = homedir()): Folders {
  const tickets = new Map<string, string>();
  const paths = new Map<string, string>();

  function ticketFor(file: string): string {
    const known = tickets.get(file);
    if (known !== undefined) return known;
    const ticket = randomUUID();
    tickets.set(file, ticket);
    paths.set(ticket, file);
    return ticket;
  }

  function resolve(ticket: string): string {
    const file = paths.get(ticket);
    if (file !== undefined) return file;
    throw new LonghandError("INVALID_INPUT", "This file was listed in an earlier session.", "Open the folder again.");
  }

  async function describe(folder: string, name: string): Promise<FolderEntry | undefined> {
    const file = path.join(folder, name);
    // A link that leads nowhere, or a file that went away meanwhile, is not listed.
    const info = await stat(file).catch(() => undefined);
    if (info === undefined || !(info.isFile() || info.isDirectory())) return undefined;
    return {
      ticket: ticketFor(file),
      name,
      isFolder: info.isDirectory(),
      sizeBytes: info.isDirectory() ? 0 : info.size,
      modifiedAt: info.mtime.toISOString(),
    };
  }

  return {
    resolve,
    async list(ticket) {
      const folder = ticket === undefined ? path.resolve(home) : resolve(ticket);
      const names = await readdir(folder).catch((error: unknown) => {
        const message = `The folder ${path.basename(folder) || folder} cannot be opened.`;
        throw new LonghandError("SOURCE_UNREADABLE", message, "Choose another one.", { cause: error });
      });
      // Hidden folders are listed too, last (Thunderbird keeps its mail in one); hidden files are not.
      const isHidden = (name: string): boolean => name.startsWith(".");
      const ordered = names.sort((a, b) => Number(isHidden(a)) - Number(isHidden(b)) || a.localeCompare(b));
      const described = await Promise.all(ordered.slice(0, MAX_ENTRIES).map((name) => describe(folder, name)));
      const entries = described
        .filter((entry) => entry !== undefined)
        .filter((entry) => entry.isFolder || !isHidden(entry.name))
        .sort(
          (a, b) =>
            Number(isHidden(a.name)) - Number(isHidden(b.name)) ||
            Number(b.isFolder) - Number(a.isFolder) ||
            a.name.localeCompare(b.name),
        );
      return { trail: trail(folder), entries, isCut: names.length > MAX_ENTRIES };
    },
  };

  function trail(folder: string): FolderListing["trail"] {
    const parent = path.dirname(folder);
    const own = { ticket: ticketFor(folder), name: path.basename(folder) || folder };
    return parent === folder ? [own] : [...trail(parent), own];
  }
}
