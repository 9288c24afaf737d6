import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APPLICATION_ID, openWritable } from "../../../../../main/core/archive/connection.ts";
import { migrate } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile } from "../../../../../main/core/archive/open.ts";
import { getAnswer, insertAnswer, readTurns, updateAnswer } from "../../../../../main/core/archive/queries/answers.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
});
afterEach(() => scratch.dispose());

describe("migration 105", () => {
  it("keeps old answers without a tail; a tail that was sent stays with its answer, and only what was answered is a turn", () => {
    const db = openWritable(archiveFile(scratch.path), () => undefined);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, 104);
    db.exec(
      `INSERT INTO answers (state, asked_at_ms, question, scope, endpoint, model, answer, citations)
       VALUES ('done', 7, 'What?', '{}', 'e', 'm', 'That.', '[]')`,
    );
    migrate(db);
    expect(getAnswer(db, 1)?.notices).toEqual([]);
    const next = { scope: {}, endpoint: "e", model: "m", follows: 1 };
    const stopped = insertAnswer(db, { ...next, question: "Stopped?" });
    updateAnswer(db, stopped, { state: "stopped", answer: "half", tail: "tail 2" });
    const done = insertAnswer(db, { ...next, question: "And?" });
    updateAnswer(db, done, { state: "running", answer: "", tail: "tail 3" });
    updateAnswer(db, done, { state: "done", answer: "So." });
    expect(readTurns(db, 1)).toEqual([
      { question: "What?", answer: "That.", askedAtMs: 7, tail: null },
      expect.objectContaining({ question: "And?", answer: "So.", tail: "tail 3" }),
    ]);
    db.close();
  });
});
