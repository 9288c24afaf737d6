/**
 * The numbered migrations and their runner.
 *
 * Owns the order and the version check. A migration is immutable once released, runs inside one transaction,
 * and the file is backed up before the first one touches it (see ../open.ts).
 */
import type { WritableDatabase } from "../connection.ts";
import { initial } from "./0010-initial.ts";
import { history } from "./0020-history.ts";
import { sources } from "./0030-sources.ts";
import { subjectKeys } from "./0040-subject-keys.ts";
import { mailMarks } from "./0045-mail-marks.ts";
import { prefixes } from "./0050-prefixes.ts";
import { warm } from "./0070-warm.ts";
import { voice } from "./0080-voice.ts";
import { exams } from "./0090-exams.ts";
import { sweeps } from "./0100-sweeps.ts";
import { turns } from "./0105-turns.ts";
import { connections } from "./0110-connections.ts";
import { searchBeginnings } from "./0140-search-beginnings.ts";
import { downloads } from "./0150-downloads.ts";
import { documentCounts } from "./0155-document-counts.ts";

/** One step; versions go up, in tens where nothing was squeezed in. */
export type Migration = {
  readonly version: number;
  readonly title: string;
  up(db: WritableDatabase): void;
};

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  history,
  sources,
  subjectKeys,
  mailMarks,
  prefixes,
  warm,
  voice,
  exams,
  sweeps,
  turns,
  connections,
  searchBeginnings,
  downloads,
  documentCounts,
];

/** The version this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)?.version ?? 0;

/** The version of an open database; 0 for an empty file. */
export function schemaVersion(db: { pragma(source: string, options: { simple: true }): unknown }): number {
  return Number(db.pragma("user_version", { simple: true }));
}

/** Brings a database up to `target`, one transaction a step; stops at the first failure. */
export function migrate(db: WritableDatabase, target = SCHEMA_VERSION): void {
  const from = schemaVersion(db);
  for (const migration of MIGRATIONS) {
    if (migration.version <= from || migration.version > target) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}
