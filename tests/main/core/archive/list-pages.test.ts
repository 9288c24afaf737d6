import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createListPages, type ListPages } from "../../../../main/core/archive/list-pages.ts";
import { openForReading } from "../../../../main/core/archive/open.ts";
import { dateLandmarks, STRIDE } from "../../../../main/core/archive/queries/pages.ts";
import type { Scope } from "../../../../shared/schemas.ts";
import { writeLargeArchive } from "../../../bench/large-archive.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../helpers/archive.ts";
import { listPagesOf } from "../../../helpers/lists.ts";
import { temporaryDirectory } from "../../../helpers/paths.ts";

const DOCUMENTS = 5500;
const scratch = temporaryDirectory();
let db: ReturnType<typeof openForReading>;
let lists: ListPages;
beforeAll(() => {
  writeLargeArchive(scratch.path, { documents: DOCUMENTS, wordsEach: 8 });
  db = openForReading(scratch.path);
  lists = listPagesOf(db);
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

const ids = async (scope: Scope, offset: number, limit = 100): Promise<string[]> =>
  (await lists.documents(scope, { offset, limit })).items.map(({ id }) => id);

describe("pages of a list", () => {
  it("are the same windows wherever they begin: across landmarks, from either end, into the undated", async () => {
    const all = sorted("1");
    const undated = sorted("date_ms IS NULL").length;
    const dated = DOCUMENTS - undated;
    expect(undated).toBeGreaterThan(3);
    expect((await lists.documents({}, { offset: 0, limit: 1 })).total).toBe(DOCUMENTS);
    const edges = [0, STRIDE, 2 * STRIDE, dated - STRIDE, dated, DOCUMENTS];
    const around = edges.flatMap((edge) => [edge - 100, edge - 50, edge - 1, edge, edge + 1]);
    for (const offset of around.filter((each) => each >= 0)) {
      expect(await ids({}, offset), String(offset)).toEqual(all.slice(offset, offset + 100));
    }
    expect(await ids({}, dated - 20, 500)).toEqual(all.slice(dated - 20));
  });

  it("wait for no landmarks near the ends, and seek none before somebody scrolls", async () => {
    let made = 0;
    const sought = Promise.withResolvers<void>();
    const counting = createListPages(db, {
      dateLandmarks: async () => {
        made += 1;
        await sought.promise;
        return dateLandmarks(db);
      },
      scopeNumbers: () => Promise.reject(new Error("no scope was asked for")),
      ledgerNumbers: () => Promise.reject(new Error("no ledger was asked for")),
    });
    await counting.documents({}, { offset: 0, limit: 100 });
    expect(made).toBe(0);
    await counting.documents({}, { offset: STRIDE - 1, limit: 100 });
    await counting.documents({}, { offset: DOCUMENTS - 100, limit: 100 });
    await counting.documents({}, { offset: DOCUMENTS - STRIDE, limit: 100 });
    sought.resolve();
    await Promise.all([2000, 2500, 3000].map((offset) => counting.documents({}, { offset, limit: 100 })));
    expect(made).toBe(1);
  });

  it("of a scope count and hold the scope only", async () => {
    const sent = sorted("is_sent_by_me = 1");
    const page = await lists.documents({ sent: true }, { offset: 500, limit: 40 });
    expect(page.total).toBe(sent.length);
    expect(page.items.map(({ id }) => id)).toEqual(sent.slice(500, 540));
    expect(await ids({ sent: true }, sent.length)).toEqual([]);
  });

  it("need no sorting, no walk from the first row, and no document's own row for the list of a scope", () => {
    const plan = (sql: string): string =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => (row as { detail: string }).detail)
        .join();
    const window = plan(
      "SELECT id FROM documents WHERE date_ms <= 5 AND (date_ms, id) <= (5, 5) ORDER BY date_ms DESC, id DESC LIMIT 9",
    );
    expect(window).toContain("SEARCH documents USING COVERING INDEX documents_date");
    const sent = plan(
      "SELECT id FROM documents WHERE is_sent_by_me = 1 AND is_draft = 0 ORDER BY date_ms DESC, id DESC",
    );
    expect(sent).toContain("SCAN documents USING COVERING INDEX documents_date");
    expect(window + sent).not.toContain("TEMP B-TREE");
  });
});

it("what is stored between two pages is in the next one, and what is erased is not", async () => {
  const archive: TestArchive = await createTestArchive();
  const own = listPagesOf(archive.db);
  const titles = async (scope: Scope): Promise<string[]> =>
    (await own.documents(scope, { offset: 0, limit: 10 })).items.map(({ subject }) => subject);
  await importMails(archive, [{ Subject: "one" }], "a.mbox");
  expect(await titles({})).toEqual(["one"]);
  expect(await titles({ kind: "mail" })).toEqual(["one"]);
  await importMails(archive, [{ Subject: "two", Date: "Fri, 5 Mar 2021 10:00:00 +0100" }], "b.mbox");
  expect(await titles({})).toEqual(["two", "one"]);
  // A list of a scope may lag behind, by ten times what making it took.
  await expect.poll(() => titles({ kind: "mail" })).toEqual(["two", "one"]);
  await importMails(
    archive,
    [
      { Subject: "three", Date: "" },
      { Subject: "four", Date: "" },
    ],
    "c.mbox",
  );
  const counted = () => archive.db.prepare("SELECT documents, undated FROM document_counts").get();
  const really = () =>
    archive.db.prepare(
      "SELECT count(*) AS documents, count(*) FILTER (WHERE date_ms IS NULL) AS undated FROM documents",
    );
  expect(counted()).toEqual(really().get());
  expect(counted()).toMatchObject({ documents: 4 });
  await archive.writer.call("eraseDocuments", { numbers: [1, 3, 4], nowMs: 0 });
  expect(counted()).toEqual(really().get());
  expect(await own.documents({}, { offset: 0, limit: 10 })).toMatchObject({ total: 1, items: [{ subject: "two" }] });
  await archive.close();
});

it("a list that is asked for while it is being made is made once, and one that failed is made anew", async () => {
  const made: PromiseWithResolvers<Float64Array>[] = [];
  const pages = createListPages(db, {
    dateLandmarks: () => Promise.reject(new Error("not asked for")),
    scopeNumbers: () => {
      const next = Promise.withResolvers<Float64Array>();
      made.push(next);
      return next.promise;
    },
    ledgerNumbers: () => Promise.reject(new Error("not asked for")),
  });
  const window = { offset: 0, limit: 1 };
  const [first, second] = [pages.documents({ sent: true }, window), pages.documents({ sent: true }, window)];
  made[0]?.reject(new Error("the thread died"));
  await expect(first).rejects.toThrow("the thread died");
  await expect(second).rejects.toThrow("the thread died");
  expect(made).toHaveLength(1);
  const third = pages.documents({ sent: true }, window);
  made[1]?.resolve(Float64Array.of(7, 3));
  expect(await third).toMatchObject({ total: 2, items: [{ id: "m7" }] });
});
