import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpClient } from "../../../../main/core/endpoint/http.ts";
import { factsOfServer } from "../../../../main/core/planner/find-facts.ts";
import { launchCommands } from "../../../../main/core/planner/launch.ts";
import { makePlan, roughDuration, windowFor } from "../../../../main/core/planner/plan.ts";
import { PUBLISHED_MODELS, publishedFacts } from "../../../../main/core/planner/published-models.ts";
import type { ModelFacts, PlanReport } from "../../../../shared/plan.ts";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { DEMO_MODEL, ROOT } from "../../../helpers/paths.ts";

function facts(id: string): ModelFacts {
  const model = PUBLISHED_MODELS.find((one) => one.id === id);
  if (model === undefined) throw new Error(`no ${id}`);
  return publishedFacts(model);
}

const endpoint: PlanReport["endpoint"] = {
  kind: "llama-server",
  address: "http://127.0.0.1:8080",
  model: "m",
  windowTokens: 131_072,
  roomTokens: 130_000,
};

function plan(tokens: number, seconds?: (tokens: number) => number): PlanReport {
  return makePlan({
    archive: { documents: 9, tokens, exact: true },
    endpoint,
    facts: facts("llama-3.1-8b"),
    modelNote: "",
    speed: seconds === undefined ? undefined : { secondsFor: seconds, basis: "2 readings" },
    ramBytes: 2 ** 34,
  });
}

describe("the plan's sentence", () => {
  it("names sweep, scope and server where the archive is too large, with the measured time", () => {
    const { advice, time } = plan(812_402, (tokens) => tokens / 1000);
    expect(advice).toMatchObject({ state: "too-large", windows: 7 });
    expect(advice.sentence).toBe(
      "This endpoint reads 130,000 tokens in about 2 min; your archive is 812,402 tokens. Sweep it window by window (7 windows, about 15 min a question), choose a narrower scope, or use a server with a larger window.",
    );
    expect(time).toEqual({ archiveSeconds: 812.402, windowSeconds: 130, basis: "measured: 2 readings" });
  });

  it("says what it speaks of: a part of the archive is not the archive", () => {
    const archive = { documents: 9, tokens: 634, exact: true };
    const input = { archive, endpoint, facts: null, modelNote: "", speed: undefined, subject: "what you chose" };
    expect(makePlan(input).advice.sentence).toMatch(/^What you chose is 634 tokens and fits/);
    expect(makePlan({ ...input, archive: { ...archive, tokens: 812_402 } }).advice.sentence).toContain(
      "; what you chose is 812,402 tokens.",
    );
  });

  it("invents no time where nothing was measured", () => {
    const { advice, time } = plan(812_402);
    expect(advice.sentence).not.toMatch(/\bmin\b|\bs\b/);
    expect(time).toMatchObject({ archiveSeconds: null, windowSeconds: null });
    expect(plan(1000).advice).toMatchObject({ state: "fits", windows: 1 });
  });

  it("rounds like an estimate", () => {
    expect([0.4, 40, 130, 5400, 16_200, 260_000].map(roughDuration)).toEqual([
      "under a second",
      "about 40 s",
      "about 2 min",
      "about 1.5 h",
      "about 4.5 h",
      "about 3 days",
    ]);
  });

  it("plans a window that holds the archive, its question and its answer", () => {
    for (const tokens of [0, 5000, 126_976, 126_977, 812_402, 1_048_576]) {
      expect(windowFor(tokens)).toBeGreaterThanOrEqual(tokens + 4096);
    }
  });
});

describe("launch commands", () => {
  const commands = (id: string, windowTokens: number) => launchCommands({ facts: facts(id), windowTokens, kv: "q8_0" });

  it("give the window, the KV type, keys, and several cards and machines", () => {
    const [one, several, vllm, vllmSeveral, nodes, ray] = commands("llama-3-70b-1048k", 1_048_576).map(
      ({ command }) => command,
    );
    expect(one).toContain("-c 1048576 -np 1");
    expect(one).toContain("-ctk q8_0 -ctv q8_0");
    expect(one).toContain("--slot-save-path");
    expect(one).toContain("--api-key-file");
    expect(several).toContain("--split-mode layer --tensor-split 1,1,1,1,1");
    expect(vllm).toContain("--max-model-len 1048576");
    expect(vllm).toContain("--enable-prefix-caching --enable-chunked-prefill");
    expect(vllm).toContain("VLLM_NO_USAGE_STATS=1");
    expect(vllmSeveral).toContain("--tensor-parallel-size 8");
    expect(nodes).toContain("--nnodes 2 --node-rank 0 --master-addr");
    expect(nodes).toContain("--headless");
    expect(ray).toContain("--pipeline-parallel-size 2");
    expect(ray).toContain("--distributed-executor-backend ray");
    expect(ray).toContain("ray start --head");
  });

  it("stretch positions only beyond the trained length, and say so", () => {
    const inside = commands("llama-3.1-8b", 131_072);
    expect(inside.map(({ command }) => command).join()).not.toMatch(/yarn/);
    const [llama, , vllm] = commands("mistral-nemo", 524_288);
    expect(llama?.command).toContain("--rope-scaling yarn --rope-scale 4 --yarn-orig-ctx 131072");
    expect(vllm?.command).toContain('"rope_type":"yarn","factor":4,"original_max_position_embeddings":131072');
    expect(llama?.notes.join(" ")).toMatch(/costs quality/);
  });

  it("never carry a model's name into the shell", () => {
    const hostile: ModelFacts = { ...facts("llama-3.1-8b"), name: "x; rm -rf ~ $(id) `id` 'q'" };
    for (const { command } of launchCommands({ facts: hostile, windowTokens: 8192, kv: "f16" }))
      expect(command).not.toMatch(/rm -rf|\$\(|`/);
  });
});

/** Stands in for servers that cannot be had here: answers with the shapes that their documentation gives. */
function servedBy(replies: Readonly<Record<string, unknown>>): HttpClient {
  return {
    json: async (method, where) =>
      where in replies
        ? { status: 200, body: replies[where] }
        : { status: 404, body: { error: `no ${method} ${where}` } },
    stream: async () => undefined,
    close: () => undefined,
  } as HttpClient;
}

describe("a model's shape from its server", () => {
  it("vLLM tells a name: the published figures stand in and are called so", async () => {
    const http = servedBy({
      "/v1/models": {
        object: "list",
        data: [{ id: "qwen", root: "Qwen/Qwen2.5-7B-Instruct-1M", max_model_len: 1_010_000 }],
      },
    });
    const { facts: model } = await factsOfServer(http, { kind: "vllm", model: "qwen", isLocal: false });
    expect(model).toMatchObject({ source: "published", layers: 28, name: "qwen" });
    expect(model?.sourceNote).toContain("Qwen/Qwen2.5-7B-Instruct-1M");
  });

  it("llama-server tells parameters and width, and the size of the weights", async () => {
    const meta = {
      n_params: 8_030_261_248,
      n_embd: 4096,
      n_ctx_train: 131_072,
      size: 4_912_000_000,
      ftype: "Q4_K - Medium",
    };
    const http = servedBy({ "/props": {}, "/v1/models": { data: [{ id: "house-model", meta }] } });
    const { facts: model } = await factsOfServer(http, { kind: "llama-server", model: "house-model", isLocal: false });
    expect(model).toMatchObject({
      weightBytes: 4_912_000_000,
      trainContextTokens: 131_072,
      quantisation: "Q4_K - Medium",
    });
    expect(model?.groups).toEqual([{ layers: 32, kvHeads: 8, keyLength: 128, valueLength: 128, windowTokens: null }]);
  });

  it("reads the file that a server of this machine runs, never one that a server elsewhere names", async () => {
    const http = servedBy({
      "/props": { model_path: DEMO_MODEL },
      "/v1/models": { data: [{ id: "demo", meta: null }] },
    });
    const here = await factsOfServer(http, { kind: "llama-server", model: "demo", isLocal: true });
    expect(here.facts).toMatchObject({ source: "file", layers: 4 });
    const elsewhere = await factsOfServer(http, { kind: "llama-server", model: "demo", isLocal: false });
    expect(elsewhere.facts).toBeNull();
    expect(elsewhere.note).toMatch(/does not tell/);
  });

  it("Ollama tells the keys of the file", async () => {
    const http = servedBy({
      "/api/show": {
        model_info: {
          "general.architecture": "llama",
          "llama.block_count": 80,
          "llama.embedding_length": 8192,
          "llama.attention.head_count": 64,
          "llama.attention.head_count_kv": 8,
          "llama.context_length": 131_072,
          "tokenizer.ggml.tokens": null,
        },
        details: { quantization_level: "Q4_K_M" },
      },
      "/api/tags": { models: [{ name: "llama3.3:latest", size: 42_520_413_916 }] },
    });
    const { facts: model } = await factsOfServer(http, { kind: "ollama", model: "llama3.3", isLocal: true });
    expect(model).toMatchObject({ source: "server", weightBytes: 42_520_413_916, quantisation: "Q4_K_M" });
    expect(model?.groups).toEqual([{ layers: 80, kvHeads: 8, keyLength: 128, valueLength: 128, windowTokens: null }]);
  });
});

describe("planner.*", () => {
  let test: TestApi;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [`${ROOT}/resources/sample/archive.mbox`]);
  });
  afterAll(() => test.close());

  it("plans for the sample archive as the corpus counts it", async () => {
    const report = await test.api.corpus.report({ scope: {}, endpoint: {} });
    const made = await test.api.planner.plan({ scope: {}, endpoint: {} });
    expect(made.archive).toEqual({ documents: report.documents, tokens: report.tokens, exact: true });
    expect(made.model).toMatchObject({ source: "file", layers: 4 });
    expect(made.advice.state).toBe("fits");
    const narrow = await test.api.planner.plan({ scope: {}, endpoint: { windowTokens: 4096 } });
    expect(narrow.advice.state).toBe("too-large");
    expect(narrow.advice.windows).toBeGreaterThan(7);
  });

  it("knows the time once the endpoint has read something, and not before", async () => {
    const target = { scope: {}, endpoint: { windowTokens: 131_000 } };
    expect((await test.api.planner.plan(target)).time.archiveSeconds).toBeNull();
    await askAll(test.api, ["What is the gate code of the north depot?"], {
      scope: { since: "2026-09-01" },
      endpoint: target.endpoint,
    });
    const { time } = await test.api.planner.plan(target);
    expect(time.archiveSeconds).toBeGreaterThan(0);
    expect(time.basis).toMatch(/^measured/);
  });

  it("plans for published models and for files; a page may name no file", async () => {
    const made = await test.api.planner.plan({ scope: {}, endpoint: {}, published: "gemma-3-27b" });
    expect(made.model?.layers).toBe(62);
    const models = await test.api.planner.models();
    expect(models.map(({ id }) => id)).toContain("llama-4-scout");
    expect(await errorCode(test.api.planner.plan({ scope: {}, endpoint: {}, published: "gpt-9" }))).toBe(
      "INVALID_INPUT",
    );
    const file = await test.api.planner.planFile({ scope: {}, endpoint: {}, file: DEMO_MODEL });
    expect(file.model?.layers).toBe(4);
    expect(await errorCode(test.api.planner.planFile({ scope: {}, endpoint: {}, file: "/nowhere.gguf" }))).toBe(
      "MODEL_NOT_FOUND",
    );
  });

  it("the map adds up to the corpus, however it is grouped", async () => {
    const report = await test.api.corpus.report({ scope: {}, endpoint: {} });
    for (const by of ["person", "year", "folder", "kind"] as const) {
      const map = await test.api.planner.map({ scope: {}, endpoint: {}, by, without: [] });
      expect(map.tokens).toBe(report.tokens);
      const tiles = map.tiles.reduce((sum, tile) => sum + tile.tokens, 0) + map.rest.tokens;
      expect(map.bar.rulesTokens + tiles).toBe(report.tokens);
      expect(map.split.header + map.split.own + map.split.quoted).toBe(tiles);
      expect(map.coverage).toEqual({ in: report.in, folded: report.folded, out: 0 });
      expect(map.bar.freeTokens).toBe(
        map.bar.windowTokens - map.bar.reservedTokens - map.bar.rulesTokens - map.bar.documentTokens,
      );
    }
  });

  it("what-if removal stays near what the narrower prompt really takes", async () => {
    const whole = await test.api.planner.map({ scope: {}, endpoint: {}, by: "year", without: [] });
    const old = whole.tiles.filter(({ key }) => Number(key) < 2024).map(({ key }) => ({ by: "year" as const, key }));
    expect(old.length).toBeGreaterThan(2);
    const left = await test.api.planner.map({ scope: {}, endpoint: {}, by: "year", without: old });
    const real = await test.api.corpus.report({ scope: { since: "2024-01-01" }, endpoint: {} });
    expect(left.documents).toBe(real.documents);
    // Quotes come back in the map too; addresses and signatures at their new first places only in the real prompt.
    expect(left.exact).toBe(false);
    expect(Math.abs(left.tokens - real.tokens) / real.tokens).toBeLessThan(0.1);
    expect(left.coverage.out).toBe(whole.documents - real.documents);
  });

  it("lists every document once, with its state and why", async () => {
    const all = await test.api.planner.coverage({
      scope: { since: "2026-01-01" },
      endpoint: {},
      without: [],
      words: "",
      offset: 0,
      limit: 500,
    });
    const status = await test.api.archive.status();
    expect(all.total).toBe(status.documents);
    expect(new Set(all.rows.map(({ id }) => id)).size).toBe(status.documents);
    const out = all.rows.filter(({ state }) => state === "out");
    expect(out.length).toBeGreaterThan(0);
    expect(out.every(({ reason, tokens }) => reason === "scope" && tokens === 0)).toBe(true);
    const named = await test.api.planner.coverage({
      scope: {},
      endpoint: {},
      without: [],
      words: "tom friday",
      offset: 0,
      limit: 50,
    });
    expect(named.rows.map(({ id }) => id)).toContain("m184");
  });
});
