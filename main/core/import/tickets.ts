/**
 * Tickets for paths: a host that resolved a dialog or a drop hands out a ticket, a page can only name tickets.
 */
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { PickedFile } from "../../../shared/schemas.ts";

/** The tickets of one core. */
export type Tickets = {
  /** Makes a ticket for a path that the host itself resolved. */
  issue(file: string): Promise<PickedFile>;
  /** The path behind a ticket; throws `INVALID_INPUT` for one that was never issued. */
  resolve(ticket: string): string;
};

/** Creates an empty set of tickets. */
export function createTickets(): Tickets {
  const paths = new Map<string, string>();
  return {
    async issue(file) {
      const info = await stat(file).catch((error: unknown) => {
        throw new LonghandError("SOURCE_NOT_FOUND", `There is no readable file ${file}.`, "Check the path.", {
          cause: error,
        });
      });
      const ticket = randomUUID();
      paths.set(ticket, path.resolve(file));
      return { ticket, name: path.basename(file), sizeBytes: info.size, isFolder: info.isDirectory() };
    },
    resolve(ticket) {
      const file = paths.get(ticket);
      if (file === undefined) {
        throw new LonghandError("INVALID_INPUT", "This file was picked in an earlier session.", "Pick it again.");
      }
      return file;
    },
  };
}
