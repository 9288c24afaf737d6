import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCorpus } from "../../../../main/core/archive/queries/corpus.ts";
import { readMe } from "../../../../main/core/archive/queries/identity.ts";
import { listPrefixes } from "../../../../main/core/archive/queries/prefixes.ts";
import { assembleCorpus, prefixText } from "../../../../main/core/prompt/corpus.ts";
import { createPrefixes, type Prefixes } from "../../../../main/core/prompt/prefixes.ts";
import type { WorkProgress } from "../../../../main/core/prompt/sealed.ts";
import { createTestArchive, importAll, importMails, type TestArchive } from "../../../helpers/archive.ts";
import { byteEndpoint } from "../../../helpers/endpoint.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

let archive: TestArchive;
let prefixes: Prefixes;
beforeEach(async () => {
  archive = await createTestArchive();
  prefixes = createPrefixes(archive);
});
afterEach(() => archive.close());

/** A process that has just started: nothing is in its memory. */
const cold = (): Prefixes => createPrefixes(archive);
const reader = (): Prefixes => createPrefixes({ db: archive.db, writer: undefined });
const freshText = (): string => prefixText(assembleCorpus(readCorpus(archive.db, {}), new Set(readMe(archive.db))));
const textOf = async (from: Prefixes): Promise<string> => prefixText(await from.assemble({}));

const mail = (id: number, body: string, more: Record<string, string> = {}) => ({
  "Message-ID": `<${id}@example.org>`,
  Subject: `Mail ${id}`,
  body,
  ...more,
});
const answer = (id: number, to: number, body: string) =>
  mail(id, body, { From: "Bob Hale <bob@example.org>", "In-Reply-To": `<${to}@example.org>` });

describe("a sealed prefix", () => {
  it("is the text that a fresh rendering gives, in the same process, in the next one and in one that only reads", async () => {
    await importMails(archive, [
      mail(1, "The gate code is 48213, says Alice.\n\n-- \nAlice"),
      mail(2, "Two.\n\n-- \nAlice"),
    ]);
    const first = await textOf(prefixes);
    expect(first).toBe(freshText());
    expect(await textOf(prefixes)).toBe(first);
    expect(await textOf(cold())).toBe(first);
    expect(await textOf(reader())).toBe(first);
    expect(listPrefixes(archive.db)).toMatchObject([{ scope: "{}", documents: 2 }]);
  });

  // What a server has read is worth minutes to hours: new mail must come behind it, and nothing before it may move.
  it("only grows when mail comes, and folds it against what was sealed before", async () => {
    await importMails(archive, [mail(1, "The gate code is 48213, says Alice.")]);
    const before = await textOf(prefixes);
    await importMails(archive, [answer(2, 1, "Thanks.\n\n> The gate code is 48213, says Alice.")], "b.mbox");
    const after = await textOf(cold());
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toContain("Thanks.\n\n> [m1]\n");
    expect(after).toBe(freshText());
    expect(await textOf(prefixes)).toBe(after);
    expect(await textOf(reader())).toBe(after);
  });

  it("puts a document that comes into the scope later at the end, whatever its number", async () => {
    await importMails(archive, [mail(1, "One."), mail(2, "Two."), mail(3, "Three.")]);
    const thread = { thread: ["t2", "t3"] };
    expect((await prefixes.assemble(thread)).documents.map(({ id }) => id)).toEqual(["m2", "m3"]);
    const all = await prefixes.assemble({});
    await archive.writer.call("setWithdrawn", {
      numbers: [1],
      isWithdrawn: true,
      rebuild: [all.live.id ?? 0],
      nowMs: 1,
    });
    expect((await prefixes.assemble({})).documents.map(({ id }) => id)).toEqual(["m2", "m3"]);
    await archive.writer.call("setWithdrawn", { numbers: [1], isWithdrawn: false, rebuild: [], nowMs: 2 });
    expect((await prefixes.assemble({})).documents.map(({ id }) => id)).toEqual(["m2", "m3", "m1"]);
  });

  it("is built anew when 'me' changes, and when a document of it is removed", async () => {
    await importMails(archive, [mail(1, "One."), mail(2, "Two.")]);
    expect(await textOf(prefixes)).toContain("[m1] 2021-03-04 | Alice Chen <alice@example.org> |");
    await archive.writer.call("setMe", { addresses: [{ address: "alice@example.org", why: "a test" }] });
    expect(await textOf(prefixes)).toContain("[m1] 2021-03-04 | me |");
    expect(await textOf(cold())).toBe(freshText());
    await importMails(archive, [mail(3, "Three.")], "b.mbox");
    await textOf(prefixes);
    await archive.writer.call("removeSource", { sourceId: 1 });
    expect(listPrefixes(archive.db)).toEqual([]);
    expect((await prefixes.assemble({})).documents.map(({ id }) => id)).toEqual(["m3"]);
  });

  it("has a prefix of its own for every scope, the same for scopes that say the same", async () => {
    await importMails(archive, [mail(1, "One."), mail(2, "Two.")]);
    await prefixes.assemble({ person: ["Alice@example.org", "bob@example.org"], sent: false });
    await prefixes.assemble({ person: ["bob@example.org", "alice@example.org", "bob@example.org"] });
    await archive.writer.call("saveScope", {
      name: "Them",
      scope: { person: ["bob@example.org", "alice@example.org"] },
      nowMs: 1,
    });
    await prefixes.assemble({ saved: "them" });
    expect(listPrefixes(archive.db)).toHaveLength(1);
    await expect(prefixes.assemble({ saved: "Nobody" })).rejects.toMatchObject({ code: "SCOPE_NOT_FOUND" });
    await expect(prefixes.assemble({ person: "nobody@example.org" })).rejects.toMatchObject({ code: "CORPUS_EMPTY" });
  });

  it("is sealed by one update at a time, whoever asks", async () => {
    await importMails(archive, [mail(1, "One."), mail(2, "Two.")]);
    const other = cold();
    const texts = await Promise.all([textOf(prefixes), textOf(prefixes), textOf(other), textOf(other)]);
    expect(new Set(texts)).toEqual(new Set([freshText()]));
    expect(listPrefixes(archive.db)).toMatchObject([{ documents: 2 }]);
  });

  it("is whole after an update that was stopped", async () => {
    await importMails(
      archive,
      Array.from({ length: 200 }, (_, index) => mail(index + 1, `Words of ${index}.`)),
    );
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    await expect(prefixes.assemble({}, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(await textOf(prefixes)).toBe(freshText());
    expect(await textOf(cold())).toBe(freshText());
  });
});

describe("counting", () => {
  it("asks the endpoint once, whoever counts, and says how far it is", async () => {
    await importMails(
      archive,
      Array.from({ length: 90 }, (_, index) => mail(index + 1, `Words of ${index} `.repeat(40))),
    );
    const endpoint = byteEndpoint();
    const progress: WorkProgress[] = [];
    const prefix = await prefixes.assemble({});
    const counted = await prefixes.count(prefix, endpoint, { onProgress: (each) => progress.push(each) });
    expect(counted.tokens).toBe(Buffer.byteLength(prefixText(prefix)));
    expect(progress.at(-1)).toMatchObject({ phase: "count" });
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
    const asked = endpoint.texts;
    const again = cold();
    const stored = await again.count(await again.assemble({}), endpoint);
    expect(endpoint.texts).toBe(asked);
    expect(stored.counts).toEqual(counted.counts);
    expect(stored.ids?.map((ids) => [...ids])).toEqual(counted.ids?.map((ids) => [...ids]));
    expect(stored.chain.segments).toEqual(counted.chain.segments);
    await importMails(archive, [mail(500, "One more.")], "b.mbox");
    const grown = await prefixes.count(await prefixes.assemble({}), endpoint);
    expect(endpoint.texts).toBe(asked + 1);
    expect(grown.chain.covers(counted.chain.tokens, counted.chain.hashAt(counted.chain.tokens) ?? "")).toBe(true);
    expect(grown.chain.segments.slice(0, counted.chain.segments.length)).toEqual(counted.chain.segments);
    // A process that may not write counts what is sealed from the archive, too.
    const other = reader();
    expect((await other.count(await other.assemble({}), endpoint)).tokens).toBe(grown.tokens);
    expect(endpoint.texts).toBe(asked + 1);
  });

  // A stored estimate would pass for a count when the estimator has learnt better.
  it("stores no estimate", async () => {
    await importMails(archive, [mail(1, "One.")]);
    const estimate = byteEndpoint({ isEstimate: true });
    const counted = await prefixes.count(await prefixes.assemble({}), estimate);
    expect([counted.exact, counted.ids]).toEqual([false, undefined]);
    expect(counted.counts).toHaveLength(2);
    for (const table of ["prefix_tokens", "token_ids"])
      expect(archive.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  });
});

describe.skipIf(!hasCorpora())("over real mail", () => {
  // The renderer goes on from what was sealed with the segments: names, repeated lines, runs of words.
  it("gives the same bytes whether rendered in one go or continued by new processes", async () => {
    const files = ["mail/mbox/pipermail/r-devel-2011-August.mbox", "voice/enron-steven-kean/received.mbox"];
    await importAll(
      archive.writer,
      files.map((file) => path.join(CORPORA, file)),
    );
    const numbers = readCorpus(archive.db, {}).map(({ number }) => number);
    // Withdrawing hides documents from a new prefix: so they come one part after the other.
    const set = (part: readonly number[], isWithdrawn: boolean) =>
      archive.writer.call("setWithdrawn", { numbers: part, isWithdrawn, rebuild: [], nowMs: 1 });
    await set(numbers, true);
    for (const [from, to] of [
      [0, 100],
      [100, 101],
      [101, 230],
      [230, numbers.length],
    ] as const) {
      await set(numbers.slice(from, to), false);
      await cold().assemble({});
    }
    expect(await textOf(cold())).toBe(freshText());
    const shapes = ({ documents }: { documents: readonly object[] }) => documents;
    expect(shapes(await cold().assemble({}))).toEqual(
      shapes(assembleCorpus(readCorpus(archive.db, {}), new Set(readMe(archive.db)))),
    );
  });
});
