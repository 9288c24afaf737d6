/**
 * Thousands of mixed operations in one process: memory, open files and disk stay flat. LONGHAND_SOAK says how many
 * (60 without it, so that the test shows that it works; 2000 for the figures in docs/reliability.md).
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askAll, draftReply, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { ROOT } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { findingsOf } from "../helpers/soundness.ts";

const OPERATIONS = Number(process.env["LONGHAND_SOAK"] ?? 60);
let test: TestApi;
beforeAll(async () => {
  test = await openTestApi();
  await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
});
afterAll(() => test.close());

/** What this process and its archive take now: MiB resident, open files, threads, MiB on disk. */
function usage(): { memory: number; files: number; threads: number; disk: number } {
  const status = readFileSync("/proc/self/status", "utf8");
  const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  const disk = readdirSync(test.directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
  return {
    memory: Math.round(number("VmRSS") / 1024),
    files: readdirSync("/proc/self/fd").length,
    threads: number("Threads"),
    disk: Math.round(disk / 1024 / 1024),
  };
}

it(
  `${OPERATIONS} mixed operations leave memory, open files and disk as they were`,
  async () => {
    const random = seededRandom(9);
    const scope = { since: "2026-09-01" };
    const box = (index: number): string => {
      const file = path.join(test.scratch, `box-${index}.mbox`);
      const mails = Array.from({ length: 5 }, (_, at) =>
        mailText({ "Message-ID": `<${index}-${at}@soak.example>`, body: "words ".repeat(200) }),
      );
      writeFileSync(file, mboxText(mails));
      return file;
    };
    const operations: readonly ((index: number) => Promise<unknown>)[] = [
      (index) => importPaths(test.api, [box(index)]),
      () => askAll(test.api, ["What is the gate code?"], { scope }),
      () => draftReply(test.api, "m184", { scope }),
      () => test.api.documents.search({ words: "depot", scope: {}, limit: 20 }),
      () => test.api.documents.page({ scope: {}, offset: Math.floor(random() * 100), limit: 50 }),
      async () => {
        // What imports brought goes again, so that the archive stays as large as it is.
        const [first] = (await test.api.sources.list()).filter(({ name }) => name.startsWith("box-"));
        if (first !== undefined) await test.api.sources.remove({ sourceId: first.id });
      },
      async () => {
        const history = await test.api.ask.history({ limit: 1 });
        if (history[0] !== undefined) await test.api.ask.delete({ id: history[0].id });
      },
    ];
    const run = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index += 1) await operations[index % operations.length]?.(index);
    };
    const warmUp = Math.min(OPERATIONS / 2, 100);
    await run(0, warmUp);
    const before = usage();
    const samples = [before];
    for (let at = warmUp; at < OPERATIONS; at += Math.max(1, Math.floor(OPERATIONS / 10))) {
      await run(at, Math.min(OPERATIONS, at + Math.floor(OPERATIONS / 10)));
      samples.push(usage());
    }
    console.log(`${OPERATIONS} operations:`, JSON.stringify(samples));
    const after = samples.at(-1) ?? before;
    // Room for one collection more or less, none for a leak: an operation that kept a file or a thread would show.
    expect(after.files).toBeLessThanOrEqual(before.files + 8);
    expect(after.threads).toBeLessThanOrEqual(before.threads + 8);
    expect(after.memory).toBeLessThanOrEqual(before.memory * 1.5 + 100);
    expect(after.disk).toBeLessThanOrEqual(before.disk * 1.5 + 48);
    expect(findingsOf(test.core.context("host").db)).toEqual([]);
  },
  Math.max(600_000, OPERATIONS * 5000),
);
