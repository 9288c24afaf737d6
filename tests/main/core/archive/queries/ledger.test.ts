/** The ledger as the window reads it: counts that add up, filters, pages, and what an undoing would take. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ListPages } from "../../../../../main/core/archive/list-pages.ts";
import { listLedger, previewRemoval, summariseLedger } from "../../../../../main/core/archive/queries/ledger.ts";
import { listSources } from "../../../../../main/core/archive/queries/sources.ts";
import { checkMove, missingSources, requireMove } from "../../../../../main/core/import/moved-source.ts";
import { createTestArchive, importAll, mailText, mboxText, type TestArchive } from "../../../../helpers/archive.ts";
import { listPagesOf } from "../../../../helpers/lists.ts";

const letters = (...numbers: number[]): string =>
  mboxText(
    numbers.map((number) =>
      mailText({ Subject: `Letter ${number}`, "Message-ID": `<l${number}@x>`, body: `This is letter ${number}.` }),
    ),
  );

describe("the ledger", () => {
  let archive: TestArchive;
  let lists: ListPages;
  let folder: string;
  let box: string;
  beforeAll(async () => {
    archive = await createTestArchive();
    lists = listPagesOf(archive.db);
    folder = path.join(archive.scratch, "folder");
    box = path.join(archive.scratch, "box.mbox");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "a.mbox"), letters(1, 2, 3));
    writeFileSync(path.join(folder, "b.mbox"), letters(2));
    writeFileSync(path.join(folder, "broken.pdf"), "%PDF-1.4\nnone\n");
    writeFileSync(path.join(folder, "one.bin"), Buffer.from([0, 1, 0]));
    writeFileSync(path.join(folder, "two.bin"), Buffer.from([0, 2, 0]));
    writeFileSync(box, letters(3, 4));
    await importAll(archive.writer, [folder]);
    await importAll(archive.writer, [box]);
    appendFileSync(box, letters(5));
    await importAll(archive.writer, [box]);
  });
  afterAll(() => archive.close());

  it("counts every item in one state; states, reasons and imports add up to the same", async () => {
    for (const source of listSources(archive.db)) {
      const { counts, imports } = summariseLedger(archive.db, source.id);
      const { total } = await lists.ledger({ sourceId: source.id }, { offset: 0, limit: 1 });
      const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
      expect(sum(counts.map(({ items }) => items))).toBe(total);
      expect(sum(Object.values(source.ledger))).toBe(total);
      expect(sum(imports.map(({ items }) => items))).toBe(total);
    }
    expect(summariseLedger(archive.db, 1).counts).toEqual([
      { state: "duplicate", category: null, items: 1 },
      { state: "failed", category: "malformed", items: 1 },
      { state: "imported", category: null, items: 3 },
      { state: "skipped", category: "binary", items: 2 },
    ]);
    expect(summariseLedger(archive.db, 2).imports.map(({ id, items }) => [id, items])).toEqual([
      [3, 1],
      [2, 2],
    ]);
  });

  it("is read in windows and by filters, each item with what it became or why it did not", async () => {
    const all = listLedger(archive.db, { sourceId: 1, after: 0, limit: 100 });
    expect(await lists.ledger({ sourceId: 1 }, { offset: 2, limit: 3 })).toEqual({ total: 7, items: all.slice(2, 5) });
    expect((await lists.ledger({ sourceId: 1, state: "duplicate" }, { offset: 0, limit: 9 })).items).toMatchObject([
      { documentId: "m2", title: "Letter 2", category: null },
    ]);
    expect(await lists.ledger({ sourceId: 1, category: "binary" }, { offset: 1, limit: 9 })).toMatchObject({
      total: 2,
      items: [{ key: "two.bin", documentId: null, title: null }],
    });
    expect((await lists.ledger({ sourceId: 2, importId: 3 }, { offset: 0, limit: 9 })).items).toMatchObject([
      { title: "Letter 5" },
    ]);
  });

  it("says what an undoing would take, and it takes exactly that", async () => {
    const preview = previewRemoval(archive.db, { sourceId: 1 });
    expect(preview).toEqual({
      items: 7,
      goes: 2,
      stays: 1,
      goesExamples: ["Letter 1", "Letter 2"],
      staysExamples: ["Letter 3"],
    });
    expect(previewRemoval(archive.db, { importId: 3 })).toMatchObject({ items: 1, goes: 1, stays: 0 });
    expect(previewRemoval(archive.db, { sourceId: 99 })).toMatchObject({ items: 0, goes: 0, stays: 0 });
    const removed = await archive.writer.call("removeSource", { sourceId: 1 });
    expect(removed.documents).toBe(preview.goes);
  });

  it("knows a source that moved by what lies in it, and names no path in its errors", async () => {
    expect(await missingSources(archive.db)).toEqual([]);
    const copy = path.join(archive.scratch, "copy.mbox");
    writeFileSync(copy, letters(3, 4, 5, 6));
    expect(await checkMove(archive.db, 2, copy)).toEqual({ checked: 2, found: 2 });
    expect(await requireMove(archive.db, 2, copy)).toBe(copy);
    const other = path.join(archive.scratch, "other.mbox");
    writeFileSync(other, letters(7, 8));
    for (const file of [other, path.join(archive.scratch, "absent.mbox")]) {
      const error = await requireMove(archive.db, 2, file).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error?.message).toContain(path.basename(file));
      expect(error?.message).not.toContain(archive.scratch);
    }
  });
});
