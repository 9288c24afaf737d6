/** The archive's settings: small values under a key. Keys of endpoints are not among them. */
import { type EndpointChoice, endpointSchema } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** Stores a value. */
export function putSetting(db: WritableDatabase, key: string, value: string): null {
  db.prepare(
    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  ).run(key, value);
  return null;
}

/** A stored value. */
export function getSetting(db: ReadableDatabase, key: string): string | undefined {
  return db.prepare("SELECT value FROM settings WHERE key = ?").pluck().get(key) as string | undefined;
}

/** The key under which the archive keeps the id that links name it by: a UUID, made once. */
export const ARCHIVE_ID_KEY = "archive.id";

/** The key under which the limit on saved states is stored: bytes. */
export const KV_LIMIT_KEY = "kv.limitBytes";

/** A setting that is a number; undefined where none was set. */
export function readNumberSetting(db: ReadableDatabase, key: string): number | undefined {
  const text = getSetting(db, key);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The key under which the owner's answers to recommendations of exams are stored: JSON by endpoint and model. */
export const EXAM_CHOICES_KEY = "exam.choices";

/** What the owner chose after exams, by endpoint and model. */
export function readExamChoices(db: ReadableDatabase): Readonly<Record<string, string>> {
  return JSON.parse(getSetting(db, EXAM_CHOICES_KEY) ?? "{}") as Record<string, string>;
}

/** The key under which the chosen endpoint is stored. */
export const ENDPOINT_KEY = "endpoint";

/** The endpoint saved in the archive; empty (the bundled model) where none was chosen. */
export function readEndpointChoice(db: ReadableDatabase): EndpointChoice {
  const text = getSetting(db, ENDPOINT_KEY);
  if (text === undefined) return {};
  const parsed = endpointSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : {};
}

/** The key under which backups and exports outside the archive's folder are remembered: JSON, the newest last. */
export const BACKUPS_ELSEWHERE_KEY = "backups.elsewhere";

/** A backup or an export that the owner had made outside the archive's folder; an erasing cannot reach it. */
export type BackupElsewhere = { readonly name: string; readonly madeAt: string; readonly kind?: "export" };

/** The backups outside the archive's folder, oldest first. */
export function readBackupsElsewhere(db: ReadableDatabase): readonly BackupElsewhere[] {
  return JSON.parse(getSetting(db, BACKUPS_ELSEWHERE_KEY) ?? "[]") as BackupElsewhere[];
}
