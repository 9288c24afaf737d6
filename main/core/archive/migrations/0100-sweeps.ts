/** Conversations: answers that follow one another, with a name; sweeps, window by window, so that they can go on. */
import type { Migration } from "./index.ts";

export const sweeps: Migration = {
  version: 100,
  title: "sweeps",
  up(db) {
    db.exec(`
      -- The first question of the conversation that a follow-up belongs to; null for a first question.
      ALTER TABLE answers ADD COLUMN follows INTEGER REFERENCES answers(id) ON DELETE CASCADE;
      -- What the owner calls the conversation; null: its first question.
      ALTER TABLE answers ADD COLUMN title TEXT;
      -- JSON of SweepReport in shared/schemas.ts; null for an answer from one window.
      ALTER TABLE answers ADD COLUMN sweep TEXT;
      -- JSON of SweepPlan's tooLarge; null for an answer from one window.
      ALTER TABLE answers ADD COLUMN sweep_too_large TEXT;
      CREATE INDEX answers_follows ON answers (follows) WHERE follows IS NOT NULL;

      -- The windows of a sweep in first-seen order; documents is a JSON array of numbers.
      CREATE TABLE sweep_windows (
        answer_id INTEGER NOT NULL REFERENCES answers(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        documents TEXT NOT NULL,
        tokens INTEGER NOT NULL,
        prefix_sha256 TEXT NOT NULL,
        -- JSON of SweepWindowResult; null until the window was read.
        result TEXT,
        PRIMARY KEY (answer_id, position)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
