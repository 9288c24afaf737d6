/** Exams of endpoints: one row each, and one row a question asked. */
import type { Migration } from "./index.ts";

export const exams: Migration = {
  version: 90,
  title: "exams",
  up(db) {
    db.exec(`
      -- request, plan and summary are JSON of the shapes in shared/exam.ts.
      CREATE TABLE exams (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled', 'failed')),
        started_at_ms INTEGER NOT NULL,
        finished_at_ms INTEGER,
        address TEXT NOT NULL,
        model TEXT NOT NULL,
        model_identity TEXT NOT NULL,
        quantisation TEXT,
        kv_type TEXT,
        version TEXT NOT NULL,
        window_tokens INTEGER NOT NULL,
        preset TEXT NOT NULL,
        request TEXT NOT NULL,
        plan TEXT NOT NULL,
        -- What the hay is made of: the date of the tails and the last document, so that a resumed exam is the same exam.
        today TEXT NOT NULL,
        last_document INTEGER NOT NULL,
        seconds REAL NOT NULL DEFAULT 0,
        summary TEXT,
        error_code TEXT,
        error_message TEXT
      ) STRICT;
      CREATE INDEX exams_endpoint ON exams (address, model);

      CREATE TABLE exam_cells (
        exam_id INTEGER NOT NULL REFERENCES exams(id) ON DELETE CASCADE,
        -- The question of the sheet and the length it was asked at: asked once.
        question_key TEXT NOT NULL,
        length INTEGER NOT NULL,
        task TEXT NOT NULL,
        depth REAL,
        score REAL NOT NULL,
        question TEXT NOT NULL,
        expected TEXT NOT NULL,
        answer TEXT NOT NULL,
        prompt_tokens INTEGER NOT NULL,
        evaluated_tokens INTEGER NOT NULL,
        answer_tokens INTEGER NOT NULL,
        ms REAL NOT NULL,
        fault TEXT,
        PRIMARY KEY (exam_id, question_key, length)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
