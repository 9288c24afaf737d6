import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusNumbers } from "../../../../main/core/archive/queries/corpus.ts";
import type { CoverageRow, MapBy, MapGroup } from "../../../../shared/context-map.ts";
import { importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";
import { ROOT } from "../../../helpers/paths.ts";

const BYS: readonly MapBy[] = ["person", "year", "folder", "kind"];

/** What groups go wrong on: no sender, a sender without an address, one who is called "me", no date, the year's edges. */
const ODD = [
  mailText({ "Message-ID": "<1@example.org>", From: "" }),
  mailText({ "Message-ID": "<2@example.org>", From: '"me" <>', body: "I am called me." }),
  mailText({ "Message-ID": "<3@example.org>", From: '"\'me" <>', body: "I am called so as well." }),
  mailText({ "Message-ID": "<4@example.org>", From: "A Name Without An Address", body: "Who am I?" }),
  mailText({ "Message-ID": "<5@example.org>", Date: "", body: "When was this?" }),
  mailText({ "Message-ID": "<6@example.org>", Date: "Thu, 31 Dec 2020 23:59:59 +0000", body: "The last second." }),
  mailText({ "Message-ID": "<7@example.org>", Date: "Fri, 1 Jan 2021 00:00:00 +0000", body: "The first second." }),
  mailText({ "Message-ID": "<8@example.org>", From: "Owner <me@example.org>", body: "Mine." }),
  mailText({ "Message-ID": "<9@example.org>", From: "O'Hara; DROP TABLE <o%_'x@example.org>", body: "Quoted." }),
];

let test: TestApi;
beforeAll(async () => {
  test = await openTestApi();
  const folder = path.join(test.scratch, "odd");
  mkdirSync(folder);
  // The separator names a day too: undated mail is a file of its own.
  writeFileSync(path.join(folder, "Some Folder.mbox"), mboxText(ODD.filter((_, index) => index !== 4)));
  writeFileSync(path.join(folder, "undated.eml"), ODD[4] ?? "");
  writeFileSync(path.join(folder, "notes.txt"), "A file with words of its own.\n");
  await importPaths(test.api, [folder, path.join(ROOT, "resources", "sample", "archive.mbox")], ["me@example.org"]);
});
afterAll(() => test.close());

const mapOf = (by: MapBy, without: MapGroup[] = [], inside?: MapGroup) =>
  test.api.planner.map({ scope: {}, endpoint: {}, by, without, ...(inside === undefined ? {} : { inside }) });

async function coverage(options: { without?: MapGroup[]; inside?: MapGroup } = {}): Promise<readonly CoverageRow[]> {
  const rows: CoverageRow[] = [];
  for (;;) {
    const input = {
      scope: {},
      endpoint: {},
      without: options.without ?? [],
      words: "",
      offset: rows.length,
      limit: 500,
    };
    const page = await test.api.planner.coverage(
      options.inside === undefined ? input : { ...input, inside: options.inside },
    );
    rows.push(...page.rows);
    if (rows.length >= page.total) return rows;
  }
}

describe("a scope without groups of the map", () => {
  it.each(BYS)("by %s: what a tile shows is what `except` leaves out, to the document and the token", async (by) => {
    const all = corpusNumbers(test.core.context("host").db, {});
    const map = await mapOf(by);
    expect(map.rest.groups).toBe(0);
    let documents = 0;
    for (const tile of map.tiles) {
      const group = { by, key: tile.key };
      const kept = new Set(corpusNumbers(test.core.context("host").db, { except: [group] }));
      const gone = all.filter((number) => !kept.has(number));
      expect(gone.length, `${by} ${tile.label}`).toBe(tile.documents);
      documents += gone.length;
      // The same documents, and together the tile's tokens.
      const inside = await coverage({ inside: group });
      expect(inside.map(({ id }) => Number(id.slice(1)))).toEqual(gone);
      expect(inside.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(tile.tokens);
      const without = await mapOf(by, [group]);
      expect(without.removed).toMatchObject({ documents: gone.length, tokens: tile.tokens });
      expect(without.documents).toBe(kept.size);
      expect(without.tiles.map(({ key }) => key)).not.toContain(tile.key);
    }
    // Every document is in one tile.
    expect(documents).toBe(all.length);
  });

  it("tells the owner from somebody who is called me, and no date from a year", async () => {
    const people = (await mapOf("person")).tiles;
    expect(people.find(({ key }) => key === "me")?.label).toBe("Me");
    expect(people.filter(({ label }) => label === "me" || label === "'me").map(({ documents }) => documents)).toEqual([
      1, 1,
    ]);
    const years = (await mapOf("year")).tiles;
    expect(years.find(({ key }) => key === "")).toMatchObject({ label: "No date" });
    const { db } = test.core.context("host");
    const at = (ms: number): number =>
      Number(db.prepare("SELECT id FROM documents WHERE date_ms = ?").pluck().get(ms) ?? Number.NaN);
    const [last, first] = [at(Date.UTC(2020, 11, 31, 23, 59, 59)), at(Date.UTC(2021, 0, 1))];
    const without2020 = corpusNumbers(db, { except: [{ by: "year", key: "2020" }] });
    expect([without2020.includes(last), without2020.includes(first)]).toEqual([false, true]);
    const without2021 = corpusNumbers(db, { except: [{ by: "year", key: "2021" }] });
    expect([without2021.includes(last), without2021.includes(first)]).toEqual([true, false]);
  });

  it("is a prefix of its own that really goes without them, several at once", async () => {
    const except: MapGroup[] = [
      { by: "person", key: "me" },
      { by: "kind", key: "file" },
    ];
    const map = await mapOf("person", except);
    const report = await test.api.corpus.report({ scope: { except }, endpoint: {} });
    expect(report.documents).toBe(map.documents);
    const { text } = await test.api.corpus.prompt({ scope: { except } });
    expect(text).not.toMatch(/^\[m\d+\] \S+ \| me to /m);
    expect(text).not.toMatch(/^\[f\d+\] /m);
    expect((await coverage({ without: except })).filter(({ reason }) => reason === "removed")).toHaveLength(
      map.removed.documents,
    );
  });
});

describe("withdrawn documents in the map", () => {
  it("take their room until the rebuild: the bar stays what the corpus counts", async () => {
    const before = await mapOf("kind");
    const [row] = (await coverage()).filter(({ title }) => title === "(no subject)" || title === "");
    if (row === undefined) throw new Error("no document to withdraw");
    await test.api.withdrawal.withdraw({ ids: [row.id] });
    const hidden = await mapOf("kind");
    const report = await test.api.corpus.report({ scope: {}, endpoint: {} });
    expect(hidden.tokens).toBe(report.tokens);
    expect(hidden.bar.withdrawnTokens).toBe(row.tokens);
    expect(hidden.bar.rulesTokens + hidden.bar.documentTokens + hidden.bar.withdrawnTokens).toBe(report.tokens);
    expect(hidden.bar.freeTokens).toBe(before.bar.freeTokens);
    expect(hidden.documents).toBe(before.documents - 1);
    expect(hidden.coverage).toEqual({ in: report.in, folded: report.folded, out: report.out });
    expect((await coverage()).find(({ id }) => id === row.id)).toMatchObject({
      state: "out",
      reason: "withdrawn",
      tokens: row.tokens,
    });
    // Another prefix is built without it; what would be left says so.
    expect((await mapOf("kind", [{ by: "kind", key: "file" }])).bar.withdrawnTokens).toBe(0);

    await test.api.corpus.rebuild({ scope: {} });
    const rebuilt = await mapOf("kind");
    expect(rebuilt.bar.withdrawnTokens).toBe(0);
    expect(rebuilt.tokens).toBe((await test.api.corpus.report({ scope: {}, endpoint: {} })).tokens);
    await test.api.withdrawal.restore({ ids: [row.id] });
  });
});
