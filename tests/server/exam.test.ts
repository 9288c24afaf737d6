import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExamCell, ExamSummary } from "../../shared/exam.ts";
import { importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { ROOT } from "../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");

type Sat = { readonly cells: ExamCell[]; readonly summary: ExamSummary };

/** The README of the bundled model: it claims 131,072 tokens, reads well up to about 1,500, and little at 2,630. */
const CLAIMED = 131_072;
const REALLY_READS = 2048;

describe.each(["quick", "normal"] as const)("a %s exam on the embedded engine and on a real llama-server", (preset) => {
  let test: TestApi;
  let server: LlamaServer;
  const sit = async (endpoint: { address?: string }): Promise<Sat> => {
    const cells: ExamCell[] = [];
    for await (const event of await test.api.exam.run({ endpoint, preset })) {
      if (event.event === "cell") cells.push(event.cell);
      if (event.event === "summary") return { cells, summary: event.summary };
    }
    throw new Error("the exam had no summary");
  };
  let embedded: Sat;
  let served: Sat;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
    server = await startLlamaServer(CLAIMED);
    served = await sit({ address: server.url });
    embedded = await sit({});
    // Minutes on a quiet machine; a busy one may take as long as it needs.
  }, 3_600_000);
  afterAll(async () => {
    await test.close();
    await server.close();
  });

  it("runs to its end on both, and both show the model's real limit, far below what it claims", () => {
    for (const { summary } of [embedded, served]) {
      const single = summary.tasks.find(({ task }) => task === "mail_single");
      const scoreAt = (length: number): number => single?.lengths.find((each) => each.length === length)?.mean ?? 0;
      expect(Math.max(scoreAt(512), scoreAt(1024))).toBeGreaterThanOrEqual(65);
      expect(scoreAt(REALLY_READS)).toBeLessThan(Math.max(scoreAt(512), scoreAt(1024)));
      // Given up where it clearly fails: nobody waits for 131,072 tokens to learn that.
      expect(Math.max(...summary.lengths.map(({ length }) => length))).toBeLessThanOrEqual(16_384);
      expect(summary.asking?.high).toBeGreaterThanOrEqual(512);
      expect(summary.effective).toBeLessThanOrEqual(REALLY_READS);
      // A quick exam ends with its two minutes, wherever a busy machine is then.
      if (preset === "quick") continue;
      expect(summary.findings.map(({ code }) => code)).toContain("DECAY");
      expect(summary.ruler).toMatchObject({ tokens: 0 });
    }
  });

  it("recommends what it found, and changes nothing by itself", async () => {
    const standing = await test.api.exam.standing({ endpoint: {} });
    expect(standing).toMatchObject({ state: "current", choice: null, recommended: embedded.summary.asking });
    expect(standing.windowTokens).toBe(CLAIMED);
  });

  it("agrees within the intervals, task by task and length by length, and on the recommendation", () => {
    const [ours, theirs] = [embedded.summary.asking, served.summary.asking];
    expect(ours?.low).toBeLessThanOrEqual(theirs?.high ?? -1);
    expect(theirs?.low).toBeLessThanOrEqual(ours?.high ?? -1);
    for (const { task, lengths } of embedded.summary.tasks) {
      const other = served.summary.tasks.find((each) => each.task === task);
      for (const { length, low, high } of lengths) {
        const there = other?.lengths.find((each) => each.length === length);
        if (there === undefined) continue;
        expect([task, length, there.low <= high && there.high >= low]).toEqual([task, length, true]);
      }
    }
  });

  it("reads each haystack once on a real server's cache", () => {
    for (const { cells } of [embedded, served]) {
      const sent = cells.reduce((sum, cell) => sum + cell.promptTokens, 0);
      const read = cells.reduce((sum, cell) => sum + cell.evaluatedTokens, 0);
      expect(read).toBeLessThan(sent * 0.5);
      // Where the model falls silent, the receipt says so; all that was sent was read.
      expect(cells.every(({ fault, answer }) => fault === null || answer === "")).toBe(true);
      expect(cells.every(({ promptTokens }) => promptTokens > 0)).toBe(true);
    }
  });

  it("keeps both, to be compared", async () => {
    const exams = await test.api.exam.list();
    expect(exams.map(({ address }) => address)).toEqual(["longhand-demo.gguf", server.url]);
    expect(await test.api.exam.standing({ endpoint: { address: server.url } })).toMatchObject({ state: "current" });
  });
});
