import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";

const SECRET = "The gate code of the Harbor depot is 48213.";
const mail = (id: number, body: string, more: Record<string, string> = {}): string =>
  mailText({ "Message-ID": `<${id}@example.org>`, Subject: `Mail ${id}`, To: "me@example.org", body, ...more });
const MAILS = [
  mail(1, SECRET),
  mail(2, `Thanks.\n\n> ${SECRET}`, { From: "Bob <bob@example.org>", "In-Reply-To": "<1@example.org>" }),
  mail(3, "The budget of the north office is 7300. Zanzibarquokka."),
  mail(4, "See you on Monday."),
];

let test: TestApi;
let source: string;
beforeAll(async () => {
  test = await openTestApi();
  source = path.join(test.scratch, "inbox.mbox");
  writeFileSync(source, mboxText(MAILS));
  await importPaths(test.api, [source], ["me@example.org"]);
});
afterAll(() => test.close());

const prompt = async (): Promise<string> => (await test.api.corpus.prompt({ scope: {} })).text;
const ask = async (question: string) => {
  const [result] = await askAll(test.api, [question]);
  if (result === undefined) throw new Error("no answer");
  return result;
};

describe("withdrawing", () => {
  it("hides a document by the tail, leaves the prompt as it was read, and takes it back", async () => {
    const before = await prompt();
    expect((await ask("What is the budget of the north office?")).citations).toMatchObject([{ id: "m3" }]);
    expect(await test.api.withdrawal.withdraw({ ids: ["m3"] })).toMatchObject({ hidden: ["m3"], needRebuild: [] });
    expect(await test.api.withdrawal.list()).toEqual(["m3"]);
    expect(await prompt()).toBe(before);
    const hidden = await ask("What is the budget of the north office?");
    // The tail names it; whatever the model says of it is proof of nothing.
    expect(hidden.citations.filter(({ id }) => id === "m3")).toEqual([]);
    const { total, entries } = await test.api.corpus.coverage({ scope: {}, limit: 10 });
    expect(total).toEqual({ in: 2, folded: 1, out: 1 });
    expect(entries.find(({ id }) => id === "m3")).toMatchObject({
      state: "out",
      reason: expect.stringContaining("withdrawn"),
    });
    await test.api.withdrawal.restore({ ids: ["m3"] });
    expect((await ask("What is the budget of the north office?")).citations).toMatchObject([{ id: "m3" }]);
  });

  // Bob's mail holds the quoted words only as a reference: hiding Alice's would hide them too.
  it("needs a rebuild for a mail that others refer to, says so, and then quotes it again", async () => {
    const plan = await test.api.withdrawal.plan({ ids: ["m1"], endpoint: {} });
    expect(plan).toMatchObject({ hidden: [], needRebuild: [{ id: "m1", quotedBy: ["m2"] }] });
    expect(plan.rebuild).toMatchObject([{ scope: "{}", documents: 4, isOutdated: false }]);
    expect(plan.rebuild[0]?.tokens).toBeGreaterThan(50);
    expect(await errorCode(test.api.withdrawal.withdraw({ ids: ["m1"] }))).toBe("REBUILD_NEEDED");
    expect(await test.api.withdrawal.list()).toEqual([]);
    await test.api.withdrawal.withdraw({ ids: ["m1"], rebuild: true });
    const text = await prompt();
    expect(text).not.toContain("[m1]");
    expect(text).toContain(`> ${SECRET}`);
    await test.api.withdrawal.restore({ ids: ["m1"] });
    await test.api.corpus.rebuild({ scope: {} });
    expect(await prompt()).toContain("> [m1]");
  });

  it("leaves what was withdrawn out of the next rebuild", async () => {
    await test.api.withdrawal.withdraw({ ids: ["m4"] });
    expect(await test.api.corpus.prefixes({ endpoint: {} })).toMatchObject([{ leaves: 1 }]);
    await test.api.corpus.rebuild({ scope: {} });
    expect(await prompt()).not.toContain("[m4]");
    const { entries } = await test.api.corpus.coverage({ scope: {}, state: "out", limit: 10 });
    expect(entries).toMatchObject([{ id: "m4", reason: "withdrawn" }]);
    await test.api.withdrawal.restore({ ids: ["m4"] });
  });
});

describe("erasing", () => {
  const bytesHold = (words: string): string[] =>
    readdirSync(test.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name)).includes(words))
      .map((entry) => `${entry.name} holds ${words}`);

  it("says first what goes along and where the words stay", async () => {
    await ask("What is the budget of the north office?");
    const plan = await test.api.withdrawal.planErase({ ids: ["m3"], endpoint: {} });
    expect(plan).toMatchObject({ documents: ["m3"], drafts: 0, remains: ["the file it came from: inbox.mbox"] });
    expect(plan.answers).toBeGreaterThan(0);
    expect(plan.rebuild).toHaveLength(1);
    expect(bytesHold("Zanzibarquokka").length).toBeGreaterThan(0);
  });

  it("takes every byte of the words out of the archive's files, and the answers that cite them", async () => {
    const answers = (await test.api.ask.history({ limit: 100 })).length;
    const report = await test.api.withdrawal.erase({ ids: ["m3"] });
    expect(report.remains).toEqual(["the file it came from: inbox.mbox"]);
    // SQLite keeps what was deleted in free pages, in its log and in the search index, unless it is told otherwise.
    for (const words of ["Zanzibarquokka", "zanzibarquokka", "north office is 7300"])
      expect(bytesHold(words)).toEqual([]);
    expect(await errorCode(test.api.documents.show({ id: "m3" }))).toBe("DOCUMENT_NOT_FOUND");
    expect((await test.api.ask.history({ limit: 100 })).length).toBe(answers - report.answers);
    expect(await prompt()).not.toContain("[m3]");
    expect((await test.api.archive.status()).documents).toBe(3);
  });

  it("does not let it come back at the next import", async () => {
    writeFileSync(source, mboxText([...MAILS, mail(5, "New.")]));
    await importPaths(test.api, [source]);
    expect((await test.api.archive.status()).documents).toBe(4);
    expect(bytesHold("Zanzibarquokka")).toEqual([]);
    // The same mail from elsewhere, with another header.
    const other = path.join(test.scratch, "other.mbox");
    writeFileSync(other, mboxText([`X-Other: yes\n${MAILS[2]}`]));
    await importPaths(test.api, [other]);
    expect((await test.api.archive.status()).documents).toBe(4);
  });
});

describe("another me", () => {
  it("costs what was sealed: said before it is set, nothing where nobody changes", async () => {
    await prompt();
    const { addresses } = await test.api.me.get();
    const same = addresses.map(({ address }) => address);
    const more = [...same, "bob@example.org"];
    // Assembled only: no model has read it, so nothing is read again.
    expect(await test.api.me.planSet({ addresses: more, endpoint: {} })).toEqual([]);
    await ask("What is the budget of the north office?");
    expect(await test.api.me.planSet({ addresses: same, endpoint: {} })).toEqual([]);
    const cost = await test.api.me.planSet({ addresses: more, endpoint: {} });
    expect(cost).toHaveLength(1);
    expect(cost[0]?.documents).toBeGreaterThan(0);
    // It only says so.
    expect((await test.api.me.get()).addresses).toHaveLength(same.length);
    await test.api.me.set({ addresses: [...same, "bob@example.org"] });
    expect(await test.api.corpus.prefixes({ endpoint: {} })).toMatchObject([{ isOutdated: true }]);
    await prompt();
    expect(await test.api.corpus.prefixes({ endpoint: {} })).toMatchObject([{ isOutdated: false }]);
  });

  // A server that is down must keep nobody from withdrawing a mail.
  it("is told in characters where the endpoint cannot be reached", async () => {
    const cost = await test.api.corpus.prefixes({ endpoint: { address: "http://127.0.0.1:9" } });
    expect(cost[0]).toMatchObject({ tokens: null, readMs: null });
    expect(cost[0]?.chars).toBeGreaterThan(0);
  });
});
