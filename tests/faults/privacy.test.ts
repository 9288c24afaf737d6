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

/** What exams, backtests and sweeps keep: written as a model that repeats what it reads would have it written. */
async function keepMeasurements(): Promise<void> {
  const { writer, db } = test.core.context("host");
  if (writer === undefined) throw new Error("no writer");
  const exam = await writer.call("insertExam", {
    request: { endpoint: {}, preset: "quick", strict: false, seed: 1, allowEvict: true },
    address: "",
    model: "m",
    modelIdentity: "m",
    quantisation: null,
    kvType: null,
    version: "1",
    windowTokens: 1024,
    plan: {},
    today: "2026-11-24",
    lastDocument: 4,
  } as never);
  const cell = {
    task: "mail_single",
    length: 512,
    depth: 0,
    score: 1,
    promptTokens: 1,
    evaluatedTokens: 1,
    answerTokens: 1,
    ms: 1,
    fault: null,
  };
  const cells = { a: WORDS, b: `the ${MARKER}`, c: "nothing of it" };
  for (const [key, answer] of Object.entries(cells))
    await writer.call("putExamCell", {
      examId: exam,
      cell: { ...cell, key, question: answer, expected: [answer], answer } as never,
    });
  const receipt = {} as never;
  const backtest = (await writer.call("insertBacktest", {
    endpoint: "",
    model: "m",
    modelIdentity: "m",
    choice: {},
    plan: { cutoff: "2021-01-01" },
  } as never)) as number;
  await writer.call("putBacktestDraft", {
    id: backtest,
    item: { arm: 0, reply: 4, draft: `Yes, ${MARKER}.`, receipt },
  });
  await writer.call("putBacktestDraft", { id: backtest, item: { arm: 0, reply: 1, draft: "Nothing of it.", receipt } });
  const hiding = (await writer.call("insertBacktest", {
    endpoint: "",
    model: "m",
    modelIdentity: "m",
    choice: {},
    plan: { cutoff: "2021-01-01" },
  } as never)) as number;
  await writer.call("putBacktestDraft", { id: hiding, item: { arm: 0, reply: 3, draft: "Nothing of it.", receipt } });
  // An answer that cites nothing and says one word of it.
  const [first] = await test.api.ask.history({ limit: 1 });
  const answer = db.prepare("SELECT * FROM answers WHERE id = ?").get(first?.id) as { scope: string };
  await writer.call("insertAnswer", {
    question: `Is it ${MARKER}?`,
    scope: JSON.parse(answer.scope),
    endpoint: "",
    model: "m",
    follows: null,
    tail: null,
  } as never);
}

it("is gone once it was erased: from rows, log, index, token ids, saved states, backups; and what is left is named", async () => {
  await keepMeasurements();
  const out = path.join(test.scratch, "export of it");
  for await (const _ of await test.api.exports.makeAt({ folder: out }));
  expect(holding(MARKER).length).toBeGreaterThan(1);
  const plan = await test.api.withdrawal.planErase({ ids: ["m2", "m3"], endpoint: {} });
  expect(plan.backups).toBe(1);
  const report = await test.api.withdrawal.erase({ ids: ["m2", "m3"] });
  expect(report.backups).toBe(1);
  expect(report.remains).toEqual([
    "the file it came from: inbox.mbox",
    expect.stringMatching(/^a backup of \d{4}-\d\d-\d\d: elsewhere\.sqlite$/),
    expect.stringMatching(/^an export of \d{4}-\d\d-\d\d: export of it$/),
  ]);
  for (const words of [MARKER, MARKER.toUpperCase(), "north office is 7300"]) expect(holding(words)).toEqual([]);
  expect(await test.api.backups.list()).toEqual([]);
  const states = files().filter((file) => path.dirname(file).endsWith("kv"));
  expect(states).toEqual([]);
  const count = (table: string): unknown =>
    test.core.context("host").db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(count("documents")).toBe(2);
  expect(count("bodies")).toBe(2);
  // Scores stay without the words; what held nothing of it stays whole.
  const { db } = test.core.context("host");
  expect(db.prepare("SELECT answer FROM exam_cells ORDER BY question_key").pluck().all()).toEqual([
    "",
    "",
    "nothing of it",
  ]);
  expect(db.prepare("SELECT draft FROM backtest_drafts").pluck().all()).toEqual(["Nothing of it."]);
  expect(count("backtests")).toBe(1);
});
