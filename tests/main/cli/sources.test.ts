/** `sources`: the ledger, raw bytes, removing with a preview, undoing one import, a source that moved. */
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longhand } from "../../helpers/cli.ts";
import { temporaryDirectory } from "../../helpers/paths.ts";

const mail = (number: number): string =>
  `From a@quay.example Thu Mar  4 10:00:00 2021\nFrom: Alice <alice@quay.example>\nTo: nora@haleworks.example\n` +
  `Date: Thu, 4 Mar 2021 10:00:00 +0000\nSubject: Letter ${number}\nMessage-ID: <l${number}@quay.example>\n\nThis is letter ${number}.\n\n`;
const mails = (...numbers: number[]): string => numbers.map(mail).join("");

describe("longhand sources", () => {
  const scratch = temporaryDirectory();
  const archive = path.join(scratch.path, "archive");
  const folder = path.join(scratch.path, "folder");
  const box = path.join(scratch.path, "box.mbox");
  const sources = (...args: string[]) => longhand("sources", ...args, "--archive", archive);

  beforeAll(async () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, "a.mbox"), mails(1, 2, 3));
    writeFileSync(path.join(folder, "broken.pdf"), "%PDF-1.4\nno PDF\n");
    writeFileSync(path.join(folder, "picture.bin"), Buffer.from([0, 0, 1, 0]));
    writeFileSync(box, mails(3, 4));
    await longhand("import", folder, box, "--archive", archive);
  });
  afterAll(() => scratch.dispose());

  it("lists them with counts that add up to the items of their ledgers", async () => {
    const { lines, code } = await sources("--json");
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { id: 2, name: "box.mbox", kind: "mbox", ledger: { imported: 1, duplicate: 1, skipped: 0, failed: 0 } },
      { id: 1, name: "folder", kind: "folder", ledger: { imported: 3, duplicate: 0, skipped: 1, failed: 1 } },
    ]);
    const items = await sources("1", "--json");
    expect(items.lines.map(({ state }) => state).sort()).toEqual([
      "failed",
      "imported",
      "imported",
      "imported",
      "skipped",
    ]);
    expect((await sources()).out).toContain("3 imported, 0 duplicates, 1 failed, 1 skipped");
  });

  it("shows the items of one state or for one reason, and the bytes of a failed one", async () => {
    const failed = await sources("1", "--state", "failed", "--json");
    expect(failed.lines).toMatchObject([
      { key: "broken.pdf", state: "failed", category: "malformed", documentId: null },
    ]);
    const skipped = await sources("1", "--category", "binary", "--json");
    expect(skipped.lines).toMatchObject([{ key: "picture.bin", state: "skipped" }]);
    expect((await sources("--raw", String(failed.lines[0]?.["id"]))).out).toBe("%PDF-1.4\nno PDF\n");
    const raw = await sources("--raw", String(failed.lines[0]?.["id"]), "--json");
    expect(Buffer.from(String(raw.lines[0]?.["raw"]), "base64").toString()).toBe("%PDF-1.4\nno PDF\n");
    expect((await sources("2", "--state", "duplicate", "--json")).lines).toMatchObject([{ documentId: "m3" }]);
    const none = await sources("--raw", "999", "--json");
    expect([none.code, none.lines.at(-1)?.["code"]]).toEqual([1, "SOURCE_NOT_FOUND"]);
    expect((await sources("1", "--state", "lost")).code).toBe(2);
  });

  it("follows a source that moved, refuses one that is another, and then imports only what is new", async () => {
    const moved = path.join(scratch.path, "elsewhere.mbox");
    renameSync(box, moved);
    const other = await sources("2", "--moved", path.join(folder, "a.mbox"), "--json");
    // Letter 3 lies there too, but what was imported from the box is letter 4.
    expect([other.code, other.lines.at(-1)?.["code"]]).toEqual([1, "INVALID_INPUT"]);
    expect((await sources("2", "--moved", moved, "--json")).lines[0]).toMatchObject({ id: 2, name: "elsewhere.mbox" });
    appendFileSync(moved, mails(5));
    const again = await longhand("import", moved, "--archive", archive, "--json");
    expect(again.lines.at(-1)).toMatchObject({ event: "done", imported: 1, failed: 0 });
    expect((await sources("--json")).lines).toHaveLength(2);
  });

  it("says what would go before it goes; one import can be undone, shared duplicates survive", async () => {
    expect((await sources("--undo", "3", "--preview", "--json")).lines).toEqual([
      { items: 1, goes: 1, stays: 0, goesExamples: ["Letter 5"], staysExamples: [] },
    ]);
    expect((await sources("--undo", "3", "--json")).lines).toEqual([{ documents: 1 }]);
    expect((await sources("1", "--remove", "--preview", "--json")).lines).toEqual([
      { items: 5, goes: 2, stays: 1, goesExamples: ["Letter 1", "Letter 2"], staysExamples: ["Letter 3"] },
    ]);
    expect((await sources("1", "--remove", "--preview")).out).toContain("2 documents would go; 1 would stay");
    expect((await sources("--json")).lines).toHaveLength(2);
    expect((await sources("1", "--remove", "--json")).lines).toEqual([{ documents: 2 }]);
    const left = await longhand("list", "--archive", archive, "--json");
    expect(left.lines.map(({ subject }) => subject)).toEqual(["Letter 3", "Letter 4"]);
    const gone = await sources("1", "--remove", "--json");
    expect([gone.code, gone.lines.at(-1)?.["code"]]).toEqual([1, "SOURCE_NOT_FOUND"]);
  });
});
