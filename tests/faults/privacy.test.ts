/** What lies on the disk: for this user only, in no output, and gone for good once it was erased. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askAll, draftReply, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { longhand } from "../helpers/cli.ts";

const MARKER = "zanzibarquokka";
const WORDS = `The ${MARKER} budget of the north office is 7300 euros and stays so`;
let test: TestApi;
let source: string;
let copy: string;
beforeAll(async () => {
  test = await openTestApi();
  source = path.join(test.scratch, "inbox.mbox");
  const mail = (id: number, body: string): string =>
    mailText({ "Message-ID": `<${id}@x.example>`, Subject: `Mail ${id}`, To: "me@example.org", body });
  writeFileSync(
    source,
    mboxText([mail(1, "Hello."), mail(2, WORDS), mail(3, `Thanks.\n\n> ${WORDS}`), mail(4, "Monday.")]),
  );
  await importPaths(test.api, [source], ["me@example.org"]);
  // All that a day derives from a mail.
  await askAll(test.api, ["What is the budget of the north office?"]);
  await draftReply(test.api, "m2");
  for await (const _ of await test.api.warm.run({ scope: {}, endpoint: {}, allowEvict: true }));
  for await (const _ of await test.api.sweep.run({ question: "budget?", scope: {}, endpoint: {}, allowEvict: true }));
  for await (const _ of await test.api.backups.make());
  copy = path.join(test.scratch, "elsewhere.sqlite");
  for await (const _ of await test.api.backups.makeAt({ file: copy }));
});
afterAll(() => test.close());

const files = (): string[] =>
  readdirSync(test.directory, { recursive: true, withFileTypes: true }).map((entry) =>
    path.join(entry.parentPath, entry.name),
  );
const holding = (words: string): string[] =>
  files()
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(words))
    .map((file) => path.basename(file));

it("is for this user only: every folder 0700, every file 0600, backups and saved states too", () => {
  const seen = files();
  expect(seen.some((file) => file.includes("backups"))).toBe(true);
  for (const file of [test.directory, ...seen, copy])
    expect([path.basename(file), (statSync(file).mode & 0o777).toString(8)]).toEqual([
      path.basename(file),
      statSync(file).isDirectory() ? "700" : "600",
    ]);
});

it("is in no output: errors, progress and logs carry ids and counts", async () => {
  const attempts: readonly (readonly string[])[] = [
    ["import", source],
    ["ask", "budget?", "--endpoint", "http://127.0.0.1:1"],
    ["erase", "m2"],
    ["restore", "nothing"],
  ];
  for (const command of attempts) {
    const { err } = await longhand(...command, "--archive", test.directory);
    expect(err, command.join(" ")).not.toContain(MARKER);
    expect(err, command.join(" ")).not.toMatch(/\n\s+at /);
  }
});

it("is gone once it was erased: from rows, log, index, token ids, saved states, backups; and what is left is named", async () => {
  expect(holding(MARKER).length).toBeGreaterThan(1);
  const plan = await test.api.withdrawal.planErase({ ids: ["m2", "m3"], endpoint: {} });
  expect(plan.backups).toBe(1);
  const report = await test.api.withdrawal.erase({ ids: ["m2", "m3"] });
  expect(report.backups).toBe(1);
  expect(report.remains).toEqual([
    "the file it came from: inbox.mbox",
    expect.stringMatching(/^a backup of \d{4}-\d\d-\d\d: elsewhere\.sqlite$/),
  ]);
  for (const words of [MARKER, MARKER.toUpperCase(), "north office is 7300"]) expect(holding(words)).toEqual([]);
  expect(await test.api.backups.list()).toEqual([]);
  const states = files().filter((file) => path.dirname(file).endsWith("kv"));
  expect(states).toEqual([]);
  const count = (table: string): unknown =>
    test.core.context("host").db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(count("documents")).toBe(2);
  expect(count("bodies")).toBe(2);
});
