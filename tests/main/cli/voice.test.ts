/** The voice on the command line: the card, a new mail in variants with its file, and a backtest with its cost first. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { longhand } from "../../helpers/cli.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";

const scratch = temporaryDirectory();
const archive = ["--archive", path.join(scratch.path, "archive"), "--json"];
beforeAll(() => longhand("import", path.join(ROOT, "resources", "sample", "archive.mbox"), ...archive), 120_000);
afterAll(() => scratch.dispose());

it("prints the card with its evidence", { timeout: 120_000 }, async () => {
  const { lines, code } = await longhand("voice", ...archive);
  expect(code).toBe(0);
  expect(lines.at(-1)).toMatchObject({
    mails: 78,
    greetings: expect.arrayContaining([{ form: "Hi {name},", count: 58, evidence: expect.anything() }]),
  });
});

it("drafts a new mail in variants and writes it as an unsent mail", { timeout: 180_000 }, async () => {
  const file = path.join(scratch.path, "out.eml");
  const what = ["--to", "Tom Ferrand <tom@example.org>", "--subject", "Straps", "--say", "bring the straps"];
  const { lines, code } = await longhand(
    "draft",
    ...what,
    "--learn",
    "3",
    "--variants",
    "2",
    "--eml",
    file,
    ...archive,
  );
  expect(code).toBe(0);
  const drafts = lines.filter((line) => line["draft"] !== undefined);
  expect(drafts).toHaveLength(2);
  expect(drafts[0]).toMatchObject({ fit: { voice: { used: 3 } }, checks: { grounding: expect.anything() } });
  const eml = readFileSync(file, "utf8");
  expect(eml).toMatch(/^X-Unsent: 1$/m);
  expect(eml).toMatch(/^To: Tom Ferrand <tom@example.org>$/m);
  expect((await longhand("draft", "--reply-to", "m1", ...what, ...archive)).code).toBe(2);
});

it("says what a backtest costs before it runs, and prints its report", { timeout: 240_000 }, async () => {
  const wish = ["--replies", "2", "--window", "2048"];
  const plan = await longhand("backtest", "--plan", ...wish, ...archive);
  expect(plan.lines).toMatchObject([{ event: "plan", replies: 2 }]);
  const { lines } = await longhand("backtest", ...wish, ...archive);
  expect(lines[0]).toMatchObject({ event: "plan" });
  expect(lines.at(-1)).toMatchObject({ state: "done", done: 6, report: { all: { replies: 2 }, best: null } });
});
