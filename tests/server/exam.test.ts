import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExamCell, ExamSummary } from "../../shared/exam.ts";
import { importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { ROOT } from "../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");

type Sat = { readonly cells: ExamCell[]; readonly summary: ExamSummary };

describe("the same exam on the embedded engine and on a real llama-server", () => {
  let test: TestApi;
  let server: LlamaServer;
  const sit = async (endpoint: { address?: string }): Promise<Sat> => {
    const cells: ExamCell[] = [];
    for await (const event of await test.api.exam.run({
      endpoint,
      lengths: [512, 4096],
      tasks: ["mail_single", "mail_absent", "niah_single_1"],
    })) {
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
    server = await startLlamaServer(8192);
    embedded = await sit({});
    served = await sit({ address: server.url });
  }, 400_000);
  afterAll(async () => {
    await test.close();
    await server.close();
  });

  it("runs to its end on both, and both show a limit far below what the model claims", () => {
    for (const { summary } of [embedded, served]) {
      expect(summary.asking?.high).toBeGreaterThanOrEqual(512);
      expect(summary.effective).toBeLessThanOrEqual(1024);
      expect(summary.tasks.find(({ task }) => task === "mail_single")?.lengths.at(-1)?.mean).toBeLessThan(50);
    }
  });

  it("agrees within the intervals, task by task and length by length", () => {
    for (const { task, lengths } of embedded.summary.tasks) {
      const other = served.summary.tasks.find((each) => each.task === task);
      for (const { length, low, high } of lengths) {
        const theirs = other?.lengths.find((each) => each.length === length);
        if (theirs === undefined) continue;
        expect([task, length, theirs.low <= high && theirs.high >= low]).toEqual([task, length, true]);
      }
    }
  });

  it("reads each haystack once on a real server's cache", () => {
    for (const { cells } of [embedded, served]) {
      const sent = cells.reduce((sum, cell) => sum + cell.promptTokens, 0);
      const read = cells.reduce((sum, cell) => sum + cell.evaluatedTokens, 0);
      expect(read).toBeLessThan(sent * 0.6);
      expect(cells.every(({ fault }) => fault === null)).toBe(true);
    }
  });

  it("keeps both, to be compared", async () => {
    const exams = await test.api.exam.list();
    expect(exams.map(({ address }) => address)).toEqual([server.url, "longhand-demo.gguf"]);
    expect(await test.api.exam.standing({ endpoint: { address: server.url } })).toMatchObject({ state: "current" });
  });
});
