import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APPLICATION_ID, openWritable } from "../../../../../main/core/archive/connection.ts";
import { migrate } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile } from "../../../../../main/core/archive/open.ts";
import {
  deleteAnswer,
  getAnswer,
  insertAnswer,
  listAnswers,
} from "../../../../../main/core/archive/queries/answers.ts";
import { putSweepPlan, readSweep } from "../../../../../main/core/archive/queries/sweeps.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
});
afterEach(() => scratch.dispose());

describe("migration 100", () => {
  it("keeps old answers as conversations of their own; a first question takes its follow-ups and windows along", () => {
    const db = openWritable(archiveFile(scratch.path), () => undefined);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, 99);
    db.exec(
      `INSERT INTO answers (state, asked_at_ms, question, scope, endpoint, model, answer, citations)
       VALUES ('done', 0, 'What?', '{}', 'e', 'm', 'That.', '[]')`,
    );
    migrate(db);
    expect(getAnswer(db, 1)).toMatchObject({
      question: "What?",
      follows: null,
      title: null,
      sweep: null,
      isSweep: false,
    });

    const question = { scope: {}, endpoint: "e", model: "m" };
    const first = insertAnswer(db, { ...question, question: "First?" });
    const next = insertAnswer(db, { ...question, question: "And then?", follows: first });
    const window = { documents: [1, 2], first: "", last: "", tokens: 9, prefixSha256: "x" };
    putSweepPlan(db, next, { windows: [window], tooLarge: [{ id: "m7", tokens: 5 }] });
    expect(readSweep(db, next)).toEqual({
      plan: { windows: [window], tooLarge: [{ id: "m7", tokens: 5 }] },
      results: [null],
    });
    expect(listAnswers(db, { limit: 9, before: 99, words: "then" }).map(({ id }) => id)).toEqual([first]);
    deleteAnswer(db, first);
    expect(getAnswer(db, next)).toBeUndefined();
    expect(readSweep(db, next)).toBeUndefined();
    db.close();
  });
});
