/**
 * Taking over an export into an empty archive: numbers stay what they were, and what the owner made comes along.
 *
 * An archive that holds something takes an export's mail like any other mail. Runs on the writer thread.
 */
import { LonghandError } from "../../../../shared/errors.ts";
import type { WritableDatabase } from "../connection.ts";
import { EXPORTED_SETTINGS, type HistoryTable, type Manifest } from "../export-format.ts";
import { setMe } from "./identity.ts";
import { getSetting, putSetting } from "./settings.ts";

/** The key under which an archive remembers which export it is taking over; absent when it is done. */
const TAKING_OVER_KEY = "export.taking-over";

/** What no process does any more. */
const RESTING: Partial<Record<HistoryTable, string>> = {
  answers: "stopped",
  drafts: "stopped",
  backtests: "paused",
  exams: "paused",
};

function isEmpty(db: WritableDatabase): boolean {
  const tables = ["documents", "erased", "answers", "drafts", "scopes", "exams", "backtests"];
  return tables.every((table) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined);
}

/** Begins taking over an export, or goes on with it; false where the archive holds something of its own. */
export function beginTakeOver(db: WritableDatabase, manifest: Manifest): boolean {
  const current = getSetting(db, TAKING_OVER_KEY);
  if (current === manifest.id) return true;
  if (current !== undefined || !isEmpty(db)) return false;
  putSetting(db, TAKING_OVER_KEY, manifest.id);
  db.prepare("DELETE FROM sqlite_sequence WHERE name = 'documents'").run();
  // A number that an erased document had is not used again here either.
  db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('documents', ?)").run(manifest.lastNumber);
  const erase = db.prepare("INSERT OR IGNORE INTO erased (mark, erased_at_ms) VALUES (?, ?)");
  for (const { mark, atMs } of manifest.erased) erase.run(Buffer.from(mark, "hex"), atMs);
  if (manifest.me.length > 0) setMe(db, manifest.me);
  for (const [key, value] of Object.entries(manifest.settings))
    if (EXPORTED_SETTINGS.includes(key) && getSetting(db, key) === undefined) putSetting(db, key, value);
  return true;
}

/** Prepares the question which number a new document is to have; undefined where it gets the next one. */
export function wantedNumberReader(db: WritableDatabase): (number: number | undefined) => number | undefined {
  const isTakingOver = db.prepare("SELECT 1 FROM settings WHERE key = ?").pluck();
  const isTaken = db.prepare("SELECT 1 FROM documents WHERE id = ?").pluck();
  return (number) => {
    if (number === undefined || isTakingOver.get(TAKING_OVER_KEY) === undefined) return undefined;
    return isTaken.get(number) === undefined ? number : undefined;
  };
}

function requireTakingOver(db: WritableDatabase, id: string): void {
  if (getSetting(db, TAKING_OVER_KEY) !== id) throw new Error("this export is not being taken over");
}

/** Stores rows of what the owner made; those that are there already stay. */
export function putHistoryRows(
  db: WritableDatabase,
  id: string,
  table: HistoryTable,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): null {
  requireTakingOver(db, id);
  const columns = new Set((db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name));
  const resting = RESTING[table];
  for (const row of rows) {
    const names = Object.keys(row).filter((name) => columns.has(name));
    const values = names.map((name) => (name === "state" && row[name] === "running" ? (resting ?? null) : row[name]));
    try {
      db.prepare(
        `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")}) ON CONFLICT DO NOTHING`,
      ).run(...values);
    } catch (cause) {
      throw new LonghandError("SOURCE_UNREADABLE", "The history in this export is damaged.", "Export again.", {
        cause,
      });
    }
  }
  return null;
}

/** Ends taking over: from now on the archive is like any other. */
export function endTakeOver(db: WritableDatabase, id: string): null {
  requireTakingOver(db, id);
  db.prepare("DELETE FROM settings WHERE key = ?").run(TAKING_OVER_KEY);
  return null;
}
