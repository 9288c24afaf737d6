/**
 * Taking over an export with all that its owner made, where the archive is empty: before its items, and behind them.
 *
 * Owns the order of the steps; each may be interrupted and done again (archive/queries/take-over.ts).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import { HISTORY_TABLES, historyFile } from "../archive/export-format.ts";
import type { WriterCall } from "../archive/writer-client.ts";
import { isExport, readJsonLines, readManifest } from "./sources/read-export.ts";

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
type Row = z.infer<typeof rowSchema>;
const ROWS_AT_ONCE = 200;

/** Begins; returns what is to be done behind the items, undefined where there is nothing. */
export async function beginTakeOver(root: string, writer: WriterCall): Promise<(() => Promise<void>) | undefined> {
  if (!isExport(root)) return undefined;
  const manifest = readManifest(root);
  const { id } = manifest;
  if (!(await writer("beginTakeOver", { manifest }))) return undefined;
  return async () => {
    for (const table of HISTORY_TABLES) {
      const file = path.join(root, historyFile(table));
      if (!existsSync(file)) continue;
      let rows: Row[] = [];
      for await (const line of readJsonLines(file)) {
        const { data, error } = rowSchema.safeParse(line);
        if (data === undefined)
          throw new LonghandError("SOURCE_UNREADABLE", "The history in this export is damaged.", "Export again.", {
            cause: error,
          });
        rows.push(data);
        if (rows.length < ROWS_AT_ONCE) continue;
        await writer("putHistoryRows", { id, table, rows });
        rows = [];
      }
      await writer("putHistoryRows", { id, table, rows });
    }
    await writer("endTakeOver", { id });
  };
}
