/** Questions that walk through the archive are answered beside the API thread, however long they take there. */
import { threadId } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLongQueries } from "../../../../main/core/archive/long-queries.ts";
import { writeLargeArchive } from "../../../bench/large-archive.ts";
import { openTestApi, type TestApi } from "../../../helpers/api.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../helpers/archive.ts";
import { temporaryDirectory } from "../../../helpers/paths.ts";

describe("the threads", () => {
  let archive: TestArchive;
  beforeEach(async () => {
    archive = await createTestArchive();
    await importMails(archive, [{ Subject: "Harbor plan" }, { Subject: "Another" }]);
  });
  afterEach(() => archive.close());

  it("are not this one, and see what was stored since", async () => {
    expect(await archive.queries.call("thread", null)).not.toBe(threadId);
    const numbers = () => archive.queries.call("scopeNumbers", { scope: { kind: "mail" } });
    expect([...(await numbers())].sort()).toEqual([1, 2]);
    await importMails(archive, [{ Subject: "Third" }], "b.mbox");
    expect([...(await numbers())].sort()).toEqual([1, 2, 3]);
    expect(await archive.queries.call("search", { words: "harb", scope: {}, limit: 9 })).toMatchObject([{ id: "m1" }]);
    expect(await archive.queries.call("facets", { words: "ALICE" })).toMatchObject({
      kinds: [{ value: "mail", label: "Mail", documents: 3 }],
      people: [{ value: "alice@example.org", label: "Alice Chen", documents: 3 }],
    });
  });

  it("say what is wrong in Longhand's own errors, and answer the next question all the same", async () => {
    await expect(archive.queries.call("scopeNumbers", { scope: { saved: "none" } })).rejects.toMatchObject({
      code: "SCOPE_NOT_FOUND",
    });
    expect(await archive.queries.call("scopeNumbers", { scope: { thread: "t1" } })).toHaveLength(1);
  });

  it("that cannot open the archive fail what was asked, and all that is asked when they are closed", async () => {
    const lost = createLongQueries(`${archive.directory}-gone`);
    await expect(lost.call("listSources", null)).rejects.toMatchObject({ code: "INTERNAL" });
    await lost.close();
    await archive.queries.close();
    await expect(archive.queries.call("listSources", null)).rejects.toMatchObject({ code: "INTERNAL" });
  });
});

describe("the API", () => {
  let test: TestApi;
  const scratch = temporaryDirectory();
  afterEach(async () => {
    await test.close();
    scratch.dispose();
  });

  it("asks its own connection for rows of one page only; lists, searches and counts go to the threads", async () => {
    writeLargeArchive(scratch.path, { documents: 3000, wordsEach: 5 });
    test = await openTestApi(scratch.path);
    const { db } = test.core.context("host");
    const asked: string[] = [];
    const prepare = db.prepare.bind(db);
    Object.assign(db, {
      prepare: (sql: string) => {
        asked.push(sql);
        return prepare(sql);
      },
    });
    const scope = { folder: "sent", since: "2010-01-01" };
    const page = await test.api.documents.page({ scope, offset: 100, limit: 50 });
    expect(page.items).toHaveLength(50);
    await test.api.documents.page({ scope: {}, offset: 1500, limit: 50 });
    await test.api.documents.search({ words: "ba", scope, limit: 50 });
    await test.api.scopes.facets({ words: "ba" });
    await test.api.me.candidates();
    await test.api.sources.list();
    await test.api.sources.summary({ sourceId: 1 });
    await test.api.sources.page({ sourceId: 1, offset: 1500, limit: 50 });
    await test.api.sources.previewRemoval({ sourceId: 1 });
    expect((await test.api.voice.card({})).mails).toBeGreaterThan(100);
    expect(await test.core.context("host").voice("samples")).toBeGreaterThan(100);
    expect(asked.length).toBeGreaterThan(3);
    // What remains names its rows by number, or reads a table of one row or of few (settings, addresses).
    const walks = asked.filter(
      (sql) =>
        /\b(?:documents|places|labels|participants|items|search)\b/.test(sql) &&
        !/json_each\(\?\)|LIMIT (?:@count|\?)|document_counts/.test(sql),
    );
    expect(walks).toEqual([]);
  });
});
