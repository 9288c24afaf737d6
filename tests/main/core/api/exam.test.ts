import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ExamCell, ExamSummary } from "../../../../shared/exam.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";
import {
  type Script,
  type ScriptedServer,
  startScriptedServer,
  writeAnswer,
} from "../../../helpers/scripted-server.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const TASKS = ["mail_single", "mail_absent"] as const;

type Events = { readonly cells: ExamCell[]; readonly summary: ExamSummary | undefined; readonly id: number };

async function runExam(test: TestApi, input: Parameters<TestApi["api"]["exam"]["run"]>[0]): Promise<Events> {
  const cells: ExamCell[] = [];
  let summary: ExamSummary | undefined;
  let id = 0;
  for await (const event of await test.api.exam.run(input)) {
    if (event.event === "plan") id = event.id;
    if (event.event === "cell") cells.push(event.cell);
    if (event.event === "summary") summary = event.summary;
  }
  return { cells, summary, id };
}

describe("an exam of the bundled model on the embedded engine", () => {
  let test: TestApi;
  let result: Events;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
    result = await runExam(test, { endpoint: {}, lengths: [512, 4096], tasks: [...TASKS] });
  }, 400_000);
  afterAll(() => test.close());

  it("runs to its end and shows the real limit far below the window it claims", () => {
    const { summary } = result;
    const single = summary?.tasks.find(({ task }) => task === "mail_single");
    const [short, long] = single?.lengths ?? [];
    expect(short?.mean).toBeGreaterThanOrEqual(50);
    expect(long?.mean).toBeLessThanOrEqual(40);
    expect(summary?.effective).toBeLessThanOrEqual(1024);
    expect(summary?.asking?.high).toBeGreaterThan(0);
  });

  it("reads less than a quarter of what its prompts hold, and says what the grid would cost", () => {
    const sent = result.cells.reduce((sum, cell) => sum + cell.promptTokens, 0);
    const read = result.cells.reduce((sum, cell) => sum + cell.evaluatedTokens, 0);
    expect(read).toBeLessThan(sent * 0.6);
    expect(result.summary?.naiveTokens).toBeGreaterThan(read);
  });

  it("is kept with its endpoint, model and cells", async () => {
    const [exam] = await test.api.exam.list();
    expect(exam).toMatchObject({
      state: "done",
      address: "longhand-demo.gguf",
      windowTokens: 131_072,
      asked: result.cells.length,
    });
    const { cells } = await test.api.exam.get({ id: result.id });
    expect(cells).toHaveLength(result.cells.length);
    expect(await test.api.exam.standing({ endpoint: {} })).toMatchObject({
      state: "current",
      examId: result.id,
      choice: null,
    });
  });

  it("marks an answer from beyond what it recommends", async () => {
    const [long] = await askAll(test.api, ["Who pays the rent?"], { scope: { since: "2025-01-01" } });
    expect(long?.receipt.exam).toMatchObject({
      examId: result.id,
      isOutdated: false,
      promptTokens: (long?.receipt.promptTokens ?? 0) + (long?.receipt.answerTokens ?? 0),
    });
    expect((await test.api.ask.history({ limit: 1 }))[0]?.receipt?.exam).toEqual(long?.receipt.exam);
  });

  it("changes the window only when the owner says so, and takes it back", async () => {
    expect((await test.api.settings.endpoint()).choice.windowTokens).toBeUndefined();
    await test.api.exam.choose({ id: result.id, choice: "recommended" });
    const limit = Math.max(256, result.summary?.effective ?? 0);
    expect((await test.api.settings.endpoint()).choice.windowTokens).toBe(limit);
    expect(await test.api.exam.standing({ endpoint: {} })).toMatchObject({ choice: "recommended" });
    await test.api.exam.choose({ id: result.id, choice: "whole" });
    expect((await test.api.settings.endpoint()).choice.windowTokens).toBeUndefined();
    expect(await test.api.exam.standing({ endpoint: {} })).toMatchObject({ choice: "whole" });
  });

  it("is paused, survives the end of the program, and goes on without asking anything twice", async () => {
    const keep = temporaryDirectory();
    const directory = path.join(keep.path, "archive");
    const other = await openTestApi(directory);
    await importPaths(other.api, [SAMPLE]);
    const request = { endpoint: {}, lengths: [512], tasks: [...TASKS] };
    const stop = new AbortController();
    let before = 0;
    for await (const event of await other.withSignal(stop.signal).exam.run(request)) {
      if (event.event === "cell") before += 1;
      if (before === 3) stop.abort();
    }
    await other.close();
    const again = await openTestApi(directory);
    const [paused] = await again.api.exam.list();
    expect(paused).toMatchObject({ state: "paused" });
    expect(paused?.asked).toBeGreaterThanOrEqual(3);
    const asked = (await again.api.exam.get({ id: paused?.id ?? 0 })).cells.map(({ question }) => question);
    const rest = await runExam(again, { id: paused?.id ?? 0 });
    expect(rest.cells.filter(({ question }) => asked.includes(question))).toEqual([]);
    expect((await again.api.exam.list())[0]).toMatchObject({ state: "done", asked: asked.length + rest.cells.length });
    await again.close();
    keep.dispose();
  });
});

describe("exams and other endpoints", () => {
  let test: TestApi;
  let server: ScriptedServer | undefined;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  afterAll(() => test.close());

  const refuse: Script = (ids, response) =>
    writeAnswer(response, "I could not find that in the archive.", { cached: 0, evaluated: ids.length });
  const props = (build: string) => ({
    default_generation_settings: { n_ctx: 20_000 },
    model_alias: "scripted",
    build_info: build,
  });

  it("asks for a new exam when the server's build changes", async () => {
    let build = "b1";
    server = await startScriptedServer(refuse, { props: () => props(build) });
    const endpoint = { address: server.url };
    await runExam(test, { endpoint, lengths: [2000], tasks: ["mail_absent"] });
    expect(await test.api.exam.standing({ endpoint })).toMatchObject({ state: "current" });
    build = "b2";
    const standing = await test.api.exam.standing({ endpoint });
    expect(standing).toMatchObject({ state: "outdated" });
    expect(standing.reason).toContain("A new exam");
  });

  it("says what it costs before it begins, and reads nothing for that", async () => {
    server = await startScriptedServer(refuse, { props: props("b1") });
    const plan = await test.api.exam.plan({ endpoint: { address: server.url }, preset: "normal" });
    expect(plan.tokens).toBeLessThan(plan.naiveTokens * 0.25);
    expect(plan.lengths.at(-1)).toBe(20_000);
    expect(server.requests.some((request) => request.includes("/completion"))).toBe(false);
  });

  it("goes on past a refused length, and names it", async () => {
    const script: Script = (ids, response) => {
      if (ids.length > 3000)
        response.writeHead(400, { "content-type": "application/json" }).end(
          JSON.stringify({
            error: {
              code: 400,
              type: "exceed_context_size_error",
              message: "too large",
              n_prompt_tokens: ids.length,
              n_ctx: 3000,
            },
          }),
        );
      else refuse(ids, response, {});
    };
    server = await startScriptedServer(script, { props: props("b1") });
    const { summary } = await runExam(test, {
      endpoint: { address: server.url },
      lengths: [2500, 6000],
      tasks: ["mail_absent"],
    });
    expect(summary?.effective).toBe(2500);
    expect(summary?.findings[0]).toMatchObject({ code: "RECEIPT_SHORT" });
  });

  it("refuses lengths that no window holds, unknown exams, and a second one beside a running one", async () => {
    server = await startScriptedServer(refuse, { props: props("b1") });
    const endpoint = { address: server.url };
    expect(await errorCode(test.api.exam.plan({ endpoint, lengths: [50_000] }))).toBe("INVALID_INPUT");
    expect(await errorCode(test.api.exam.resume({ id: 99_999 }))).toBe("EXAM_NOT_FOUND");
    const { id } = await test.api.exam.start({ endpoint, lengths: [2000], tasks: ["mail_absent"] });
    expect(await errorCode(test.api.exam.start({ endpoint, lengths: [2000], tasks: ["mail_absent"] }))).toBe(
      "EXAM_RUNNING",
    );
    await test.api.exam.cancel({ id });
    expect((await test.api.exam.get({ id })).exam.state).not.toBe("running");
    await test.api.exam.delete({ id });
    expect(await errorCode(test.api.exam.get({ id }))).toBe("EXAM_NOT_FOUND");
  });
});
