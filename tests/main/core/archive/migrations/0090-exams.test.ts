import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APPLICATION_ID, openWritable } from "../../../../../main/core/archive/connection.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile, openForReading } from "../../../../../main/core/archive/open.ts";
import { listExams } from "../../../../../main/core/archive/queries/exams.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
  const db = openWritable(archiveFile(scratch.path), () => undefined);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(db, 70);
  db.exec("INSERT INTO settings (key, value) VALUES ('endpoint', '{}')");
  db.close();
});
afterEach(() => scratch.dispose());

const EXAM = `INSERT INTO exams (id, state, started_at_ms, address, model, model_identity, version, window_tokens, preset, request, plan, today, last_document)
  VALUES (3, 'paused', 1, 'a', 'm', 'i', 'v', 4096, 'quick', '{"strict":false,"seed":42}', '{}', '2026-11-23', 9)`;
const CELL = `INSERT INTO exam_cells (exam_id, question_key, length, task, score, question, expected, answer, prompt_tokens, evaluated_tokens, answer_tokens, ms)
  VALUES (3, 'sheet-1#0', 512, 'mail_single', 100, 'q', '[]', 'a', 400, 30, 5, 2)`;

describe("migration 90", () => {
  it("adds exams to an older archive without changing its rows", () => {
    const db = openForReading(scratch.path);
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    expect(db.prepare("SELECT value FROM settings").pluck().all()).toEqual(["{}"]);
    expect(listExams(db)).toEqual([]);
    db.close();
  });

  it("keeps a question of a length once, goes with its exam, and knows only its states", () => {
    const db = openWritable(archiveFile(scratch.path), () => undefined);
    migrate(db);
    db.exec(EXAM);
    db.exec(CELL);
    expect(() => db.exec(CELL)).toThrow(/UNIQUE/);
    expect(listExams(db)).toMatchObject([{ id: 3, state: "paused", asked: 1, tokens: 35, seed: 42 }]);
    expect(() => db.exec("UPDATE exams SET state = 'asleep'")).toThrow(/CHECK/);
    db.exec("DELETE FROM exams");
    expect(db.prepare("SELECT count(*) FROM exam_cells").pluck().get()).toBe(0);
    db.close();
  });
});
