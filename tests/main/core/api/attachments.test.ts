import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mboxText } from "../../../helpers/archive.ts";

const PHOTO = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 1, 2]);
const MAIL = [
  "From: Alice <alice@example.org>",
  "To: me@example.org",
  "Date: Thu, 4 Mar 2021 10:00:00 +0100",
  "Subject: two files",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain",
  "",
  "See below.",
  "--b",
  'Content-Type: text/plain; name="notes.txt"',
  'Content-Disposition: attachment; filename="notes.txt"',
  "",
  "line one",
  "--b",
  'Content-Type: image/png; name="photo.png"',
  'Content-Disposition: attachment; filename="photo.png"',
  "Content-Transfer-Encoding: base64",
  "",
  PHOTO.toString("base64"),
  "--b--",
  "",
].join("\n");

let test: TestApi;
let file: string;
beforeAll(async () => {
  test = await openTestApi();
  file = path.join(test.scratch, "two.mbox");
  writeFileSync(file, mboxText([MAIL, MAIL.replace("two files", "later").replace("See below", "Again")]));
  await importPaths(test.api, [file], ["me@example.org"]);
});
afterAll(() => test.close());

it("gives what came with a mail, byte for byte, and nothing that did not", async () => {
  const { attachments } = await test.api.documents.show({ id: "m1" });
  expect(attachments.map(({ name }) => name)).toEqual(["notes.txt", "photo.png"]);
  const photo = await test.api.documents.attachment({ id: "m1", index: 1 });
  expect(photo).toMatchObject({ name: "photo.png", type: "image/png" });
  expect(Buffer.from(photo.base64, "base64").equals(PHOTO)).toBe(true);
  const notes = await test.api.documents.attachment({ id: "m1", index: 0 });
  expect(Buffer.from(notes.base64, "base64").toString().trim()).toBe("line one");
  expect(await errorCode(test.api.documents.attachment({ id: "m1", index: 2 }))).toBe("DOCUMENT_NOT_FOUND");
});

it("says whether the model is given a document", async () => {
  const mark = (id: string, scope = {}) => test.api.documents.promptMark({ id, scope });
  expect(await mark("m1")).toEqual({ state: "not-built" });
  expect(await mark("m1", { person: "nobody@example.org" })).toEqual({ state: "outside" });
  await test.api.corpus.prompt({ scope: {} });
  expect((await mark("m1")).state).toBe("in");
  await test.api.withdrawal.withdraw({ ids: ["m1"], rebuild: true });
  expect(await mark("m1")).toEqual({ state: "withdrawn" });
});
