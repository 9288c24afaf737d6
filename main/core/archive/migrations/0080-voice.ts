/** Drafts of any message in families of versions, with what they were checked for; backtests and their drafts. */
import type { Migration } from "./index.ts";

export const voice: Migration = {
  version: 80,
  title: "voice",
  up(db) {
    db.exec(`
      -- target and checks are JSON of the shapes in shared/schemas.ts; family is the first draft's number, null in itself.
      ALTER TABLE drafts ADD COLUMN target TEXT;
      ALTER TABLE drafts ADD COLUMN family INTEGER;
      ALTER TABLE drafts ADD COLUMN remark TEXT;
      ALTER TABLE drafts ADD COLUMN checks TEXT;
      CREATE INDEX drafts_family ON drafts (family) WHERE family IS NOT NULL;

      -- plan, report and choice are JSON; choice holds no key. A backtest that rests goes on behind its last stored draft.
      CREATE TABLE backtests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'failed')),
        created_at_ms INTEGER NOT NULL,
        finished_at_ms INTEGER,
        cutoff TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        model TEXT NOT NULL,
        model_identity TEXT NOT NULL,
        choice TEXT NOT NULL,
        plan TEXT NOT NULL,
        report TEXT,
        error_code TEXT,
        error_message TEXT
      ) STRICT;

      -- arm: how many examples the prefix holds, -1 for all. reply is the mail that was really written.
      CREATE TABLE backtest_drafts (
        backtest_id INTEGER NOT NULL REFERENCES backtests(id) ON DELETE CASCADE,
        arm INTEGER NOT NULL,
        reply INTEGER NOT NULL,
        draft TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (backtest_id, arm, reply)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
