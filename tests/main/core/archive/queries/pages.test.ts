import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openForReading } from "../../../../../main/core/archive/open.ts";
import { pageDocuments } from "../../../../../main/core/archive/queries/pages.ts";
import type { Scope } from "../../../../../shared/schemas.ts";
import { writeLargeArchive } from "../../../../bench/large-archive.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../../helpers/archive.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

const DOCUMENTS = 9500;
const scratch = temporaryDirectory();
let db: ReturnType<typeof openForReading>;
beforeAll(() => {
  writeLargeArchive(scratch.path, { documents: DOCUMENTS, wordsEach: 8 });
  db = openForReading(scratch.path);
});
afterAll(() => {
  db.close();
  scratch.dispose();
});

/** The order as SQLite sorts it, without any of what pages remember. */
function sorted(where: string): string[] {
  return db
    .prepare(`SELECT 'm' || id FROM documents WHERE ${where} ORDER BY date_ms IS NULL, date_ms DESC, id DESC`)
    .pluck()
    .all() as string[];
}

const ids = (scope: Scope, offset: number, limit = 100): string[] =>
  pageDocuments(db, scope, { offset, limit }).items.map(({ id }) => id);

describe("pages of a list", () => {
  it("are the same windows wherever they begin, across landmarks and into the undated", () => {
    const all = sorted("1");
    const undated = sorted("date_ms IS NULL").length;
    expect(undated).toBeGreaterThan(3);
    expect(pageDocuments(db, {}, { offset: 0, limit: 1 }).total).toBe(DOCUMENTS);
    for (const offset of [
      8100,
      0,
      3950,
      4000,
      7999,
      DOCUMENTS - undated - 50,
      DOCUMENTS - undated,
      DOCUMENTS - 2,
      DOCUMENTS,
    ]) {
      expect(ids({}, offset), String(offset)).toEqual(all.slice(offset, offset + 100));
    }
  });

  it("of a scope count and hold the scope only", () => {
    const sent = sorted("is_sent_by_me = 1");
    const page = pageDocuments(db, { sent: true }, { offset: 500, limit: 40 });
    expect(page.total).toBe(sent.length);
    expect(page.items.map(({ id }) => id)).toEqual(sent.slice(500, 540));
    expect(ids({ sent: true }, sent.length)).toEqual([]);
  });

  it("need no sorting and no walk from the first row", () => {
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM documents WHERE date_ms <= 5 AND (date_ms, id) <= (5, 5)
         ORDER BY date_ms DESC, id DESC LIMIT 100 OFFSET 3`,
      )
      .all()
      .map((row) => (row as { detail: string }).detail)
      .join();
    expect(plan).toContain("SEARCH documents USING COVERING INDEX documents_date");
    expect(plan).not.toContain("TEMP B-TREE");
  });
});

it("what is stored between two pages is in the next one", async () => {
  const archive: TestArchive = await createTestArchive();
  await importMails(archive, [{ Subject: "one" }], "a.mbox");
  const titles = (scope: Scope): string[] =>
    pageDocuments(archive.db, scope, { offset: 0, limit: 10 }).items.map(({ subject }) => subject);
  expect(titles({})).toEqual(["one"]);
  expect(titles({ kind: "mail" })).toEqual(["one"]);
  await importMails(archive, [{ Subject: "two", Date: "Fri, 5 Mar 2021 10:00:00 +0100" }], "b.mbox");
  expect(titles({})).toEqual(["two", "one"]);
  // A list of a scope may lag behind, by ten times what making it took.
  await expect.poll(() => titles({ kind: "mail" })).toEqual(["two", "one"]);
  await archive.close();
});
