import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openWritable, type WritableDatabase } from "../../../../../main/core/archive/connection.ts";
import { migrate, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { deleteDraft, getDraft, listDrafts, listFamily } from "../../../../../main/core/archive/queries/drafts.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let db: WritableDatabase;
beforeEach(() => {
  scratch = temporaryDirectory();
  db = openWritable(path.join(scratch.path, "archive.sqlite"), () => undefined);
  migrate(db, 45);
  db.exec(`
    INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, subject, size_bytes)
      VALUES (7, 'mail', x'01', x'01', 7, 'Crates', 1);
    INSERT INTO drafts (id, state, created_at_ms, reply_to, wishes, scope, endpoint, model, draft, edited, warnings)
      VALUES (1, 'done', 5, 7, '{"points":[]}', '{}', 'e', 'm', 'Hi', 'Hello', '[]'),
        (2, 'done', 6, NULL, '{"points":[]}', '{}', 'e', 'm', 'Hi', NULL, '[]');
  `);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

it("keeps old drafts with their texts, each a family of its own, and says what they answered where it is known", () => {
  migrate(db, 80);
  expect(schemaVersion(db)).toBe(80);
  expect(getDraft(db, 1)).toMatchObject({
    family: 1,
    target: { type: "reply", id: "m7" },
    edited: "Hello",
    checks: { grounding: [], leaks: [] },
  });
  expect(getDraft(db, 2)).toMatchObject({ family: 2, target: null, replyTo: null });
});

it("lists a family by its newest version and deletes it whole", () => {
  migrate(db, 80);
  db.exec(`INSERT INTO drafts (id, state, created_at_ms, family, wishes, scope, endpoint, model, draft, warnings)
    VALUES (3, 'done', 7, 1, '{"points":[]}', '{}', 'e', 'm', 'Third', '[]')`);
  expect(listDrafts(db, { limit: 9, before: 99 }).map(({ id }) => id)).toEqual([3, 2]);
  expect(listFamily(db, 1).map(({ id }) => id)).toEqual([1, 3]);
  deleteDraft(db, 3);
  expect(listDrafts(db, { limit: 9, before: 99 }).map(({ id }) => id)).toEqual([2]);
});

it("keeps a backtest's drafts once an arm and reply, and drops them with it", () => {
  migrate(db, 80);
  db.exec(`
    INSERT INTO backtests (id, state, created_at_ms, cutoff, endpoint, model, model_identity, choice, plan)
      VALUES (1, 'running', 1, '2026-01-01', 'e', 'm', 'i', '{}', '{}');
    INSERT INTO backtest_drafts VALUES (1, 20, 7, 'Hi', '{}');
  `);
  expect(() => db.exec("INSERT INTO backtest_drafts VALUES (1, 20, 7, 'Again', '{}')")).toThrow(/UNIQUE/);
  expect(() => db.exec("UPDATE backtests SET state = 'lost'")).toThrow(/CHECK/);
  db.exec("DELETE FROM backtests");
  expect(db.prepare("SELECT count(*) FROM backtest_drafts").pluck().get()).toBe(0);
});
