/** Searching in a scope looks at a set of numbers instead of rows: it must be the very same documents. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openForReading } from "../../../../main/core/archive/open.ts";
import { scopeCondition } from "../../../../main/core/archive/queries/scope.ts";
import { searchDocuments } from "../../../../main/core/archive/queries/search.ts";
import { createScopeMembers } from "../../../../main/core/archive/scope-members.ts";
import type { Scope } from "../../../../shared/schemas.ts";
import { inventedWord, writeLargeArchive } from "../../../bench/large-archive.ts";
import { createTestArchive, importMails } from "../../../helpers/archive.ts";
import { temporaryDirectory } from "../../../helpers/paths.ts";

const scratch = temporaryDirectory();
let db: ReturnType<typeof openForReading>;
let membersOf: ReturnType<typeof createScopeMembers>;
beforeAll(() => {
  writeLargeArchive(scratch.path, { documents: 2000, wordsEach: 8 });
  db = openForReading(scratch.path);
  membersOf = createScopeMembers(db);
});
afterAll(() => {
  db.close();
  scratch.dispose();
});

/** Which documents hold a word in a scope, as one statement says it. */
function asked(word: string, scope: Scope): string[] {
  const { sql, values } = scopeCondition(db, scope);
  return db
    .prepare(
      `SELECT 'm' || s.rowid FROM search s JOIN documents d ON d.id = s.rowid WHERE search MATCH ? AND ${sql} ORDER BY 1`,
    )
    .pluck()
    .all(word, ...values) as string[];
}

describe("the documents of a scope", () => {
  const scopes: readonly Scope[] = [
    { folder: "sent" },
    { sent: true },
    { folder: ["inbox", "travel"], since: "2010-01-01" },
    { thread: "t3" },
    { without: ["automatic"] },
    { kind: "pdf" },
  ];

  it.each(scopes)("of %j are found by a word like by one statement", (scope) => {
    const members = membersOf(scope);
    for (const rank of [0, 1, 20, 300]) {
      const word = inventedWord(rank);
      // Spelt out to its end, so that the last word is no beginning of others here.
      const found = searchDocuments(db, `${word} ${word}`, members, 5000).map(({ id }) => id);
      expect(found.sort(), word).toEqual(asked(`"${word}" "${word}" *`, scope));
    }
  });

  it("are the ones of the scope asked for last, counted; everything is no table", () => {
    expect(membersOf({})).toBeUndefined();
    expect(membersOf({ label: "important" })?.size).toBeGreaterThan(0);
    const members = membersOf({ folder: "sent" });
    const rows = db.prepare("SELECT DISTINCT document_id FROM places WHERE folder = 'sent' ORDER BY 1").pluck().all();
    expect(rows.length).toBeGreaterThan(10);
    expect(members?.size).toBe(rows.length);
    expect(db.prepare(`SELECT id FROM ${members?.table} ORDER BY id`).pluck().all()).toEqual(rows);
    expect(() => db.prepare("DELETE FROM documents").run()).toThrow("readonly");
  });

  it("follow the archive", async () => {
    const archive = await createTestArchive();
    try {
      await importMails(archive, [{ Subject: "Harbor one" }]);
      const found = (): Promise<unknown> =>
        archive.queries.call("search", { words: "harbor", scope: { kind: "mail" }, limit: 9 });
      expect(await found()).toHaveLength(1);
      await importMails(archive, [{ Subject: "Harbor two" }], "b.mbox");
      await expect.poll(found).toHaveLength(2);
    } finally {
      await archive.close();
    }
  });
});
