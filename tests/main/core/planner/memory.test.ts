/**
 * The planner's arithmetic against figures worked out by hand from published configurations.
 *
 * Configurations: config.json of the named repositories on huggingface.co. KV bytes a token = 2 (keys and values) x
 * layers x KV heads x head length x bytes of a number.
 */
import path from "node:path";
import { describe, expect, it } from "vitest";
import { factsOfFile } from "../../../../main/core/planner/find-facts.ts";
import {
  cardsNeeded,
  computeBytes,
  kvBytes,
  kvBytesPerToken,
  machineFits,
  memoryNeed,
  tokensThatFit,
} from "../../../../main/core/planner/memory.ts";
import {
  PUBLISHED_MODELS,
  publishedByFigures,
  publishedByName,
  publishedFacts,
} from "../../../../main/core/planner/published-models.ts";
import type { ModelFacts } from "../../../../shared/plan.ts";
import { DEMO_MODEL } from "../../../helpers/paths.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const M1 = 1_048_576;

function facts(id: string): ModelFacts {
  const model = PUBLISHED_MODELS.find((one) => one.id === id);
  if (model === undefined) throw new Error(`no ${id}`);
  return publishedFacts(model);
}

describe("keys and values of published models", () => {
  it("Llama-3.1-8B: 2 x 32 x 8 x 128 numbers a token", () => {
    const model = facts("llama-3.1-8b");
    expect(kvBytesPerToken(model, "f16")).toBe(131_072);
    expect(kvBytesPerToken(model, "q8_0")).toBe(69_632);
    expect(kvBytesPerToken(model, "q4_0")).toBe(36_864);
    expect(kvBytesPerToken(model, "fp8")).toBe(65_536);
    // 1M tokens at f16: 128 GiB (ENDPOINTS E8, and gradient's own sizing of the 1048k model).
    expect(kvBytes(model, M1, "f16")).toBe(128 * GIB);
    expect(kvBytes(model, M1, "q8_0")).toBe(68 * GIB);
    expect(kvBytes(model, 131_072, "q4_0")).toBe(4.5 * GIB);
  });

  it("Llama-3.1-70B: 80 layers, 8 KV heads of 128", () => {
    const model = facts("llama-3.1-70b");
    expect(kvBytesPerToken(model, "f16")).toBe(327_680);
    expect(kvBytes(model, 131_072, "f16")).toBe(40 * GIB);
    expect(kvBytes(model, M1, "q4_0")).toBe(90 * GIB);
  });

  it("Llama-4-Scout: 12 of 48 layers keep everything, 36 their chunk of 8,192", () => {
    const model = facts("llama-4-scout");
    expect(model.groups).toEqual([
      { layers: 36, kvHeads: 8, keyLength: 128, valueLength: 128, windowTokens: 8192 },
      { layers: 12, kvHeads: 8, keyLength: 128, valueLength: 128, windowTokens: null },
    ]);
    expect(kvBytesPerToken(model, "f16")).toBe(12 * 2 * 8 * 128 * 2);
    // 12 layers x 1M cells + 36 layers x (8,192 + 512 of the batch) cells, 4,096 bytes each.
    expect(kvBytes(model, M1, "f16")).toBe(4096 * (12 * M1 + 36 * 8704));
  });

  it("Qwen2.5-7B-1M: 28 layers, 4 KV heads of 128", () => {
    const model = facts("qwen2.5-7b-1m");
    expect(kvBytesPerToken(model, "f16")).toBe(57_344);
    expect(kvBytes(model, 131_072, "f16")).toBe(7 * GIB);
    expect(model.trainContextTokens).toBe(1_010_000);
  });

  it("Mistral-Nemo: 40 layers, 8 KV heads of 128 although 5,120 / 32 = 160", () => {
    expect(kvBytesPerToken(facts("mistral-nemo"), "f16")).toBe(163_840);
  });

  it("Gemma-3-27B: every sixth of 62 layers keeps everything, the others 1,024 tokens", () => {
    const model = facts("gemma-3-27b");
    expect(model.groups).toEqual([
      { layers: 52, kvHeads: 16, keyLength: 128, valueLength: 128, windowTokens: 1024 },
      { layers: 10, kvHeads: 16, keyLength: 128, valueLength: 128, windowTokens: null },
    ]);
    expect(kvBytesPerToken(model, "f16")).toBe(10 * 2 * 16 * 128 * 2);
    expect(kvBytes(model, 131_072, "f16")).toBe(8192 * (10 * 131_072 + 52 * 1536));
    // Shorter than the window: nothing slides.
    expect(kvBytes(model, 1024, "f16")).toBe(8192 * 62 * 1024);
  });
});

describe("what fits", () => {
  // Q4_K_M of an 8B takes 4.92 GB (the size of the usual GGUF file).
  const quantised: ModelFacts = { ...facts("llama-3-8b-1048k"), weightBytes: 4_920_000_000 };

  it("an 8B at Q4_K_M with KV at q8_0 holds about 560,000 tokens in 48 GB", () => {
    const card = machineFits(quantised, 400_000, 16 * GIB).find(({ name }) => name === "48 GB card");
    const fit = card?.fits.find(({ kv }) => kv === "q8_0");
    expect(fit?.maxTokens).toBeGreaterThan(540_000);
    expect(fit?.maxTokens).toBeLessThan(580_000);
    expect(fit).toMatchObject({ limitedBy: "memory", holdsArchive: true, cardsNeeded: 1 });
  });

  it("never promises more than the memory holds, nor leaves room for one step more", () => {
    for (const kv of ["f16", "q8_0", "q4_0"] as const) {
      for (const memory of [6 * GIB, 24 * GIB, 80 * GIB]) {
        const tokens = tokensThatFit(quantised, memory, kv);
        if (tokens > 0) expect(memoryNeed(quantised, tokens, kv).totalBytes).toBeLessThanOrEqual(memory);
        expect(memoryNeed(quantised, tokens + 256, kv).totalBytes).toBeGreaterThan(memory);
      }
    }
  });

  it("says 0 where the weights alone are too large, and stops at the trained length", () => {
    expect(tokensThatFit(facts("llama-3.1-70b"), 24 * GIB, "q4_0")).toBe(0);
    const small = machineFits({ ...facts("llama-3.1-8b"), weightBytes: 4_920_000_000 }, 100_000, 512 * GIB)[0];
    expect(small?.fits[0]).toMatchObject({ maxTokens: 131_072, limitedBy: "training", holdsArchive: true });
  });

  it("counts the cards that hold a 70B with a million tokens", () => {
    const model = facts("llama-3-70b-1048k");
    // 131.4 GiB of weights + 170 GiB of KV at q8_0 over cards with 80 x 0.92 GiB, less buffers.
    const cards = cardsNeeded(model, M1, "q8_0", 80 * GIB * 0.92);
    expect(cards).toBe(5);
    expect(cardsNeeded(model, M1, "f16", 4 * GIB)).toBeNull();
  });
});

describe("the bundled model", () => {
  it("is read from its file, and needs what a real llama-server took for it", async () => {
    const model = await factsOfFile(path.resolve(DEMO_MODEL));
    expect(model).toMatchObject({
      architecture: "llama",
      layers: 4,
      quantisation: "F16",
      trainContextTokens: 131_072,
      vocabulary: 2048,
      groups: [{ layers: 4, kvHeads: 4, keyLength: 32, valueLength: 32, windowTokens: null }],
    });
    expect(model.parameters).toBe(1_066_112);
    // llama-server -c 131072: "KV buffer size = 256.00 MiB", with -ctk q8_0 -ctv q8_0 136.00 MiB (tests/server pins it).
    expect(kvBytes(model, 131_072, "f16")).toBe(256 * MIB);
    expect(kvBytes(model, 131_072, "q8_0")).toBe(136 * MIB);
    // "CPU compute buffer size = 131.07 MiB": the estimate stays above, and near.
    const estimate = computeBytes(model, 131_072, "f16") / MIB;
    expect(estimate).toBeGreaterThan(131.07);
    expect(estimate).toBeLessThan(135);
  });
});

describe("published models by what servers tell", () => {
  it("finds them by the names that servers use", () => {
    const cases = {
      "meta-llama/Llama-3.1-8B-Instruct": "llama-3.1-8b",
      "Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf": "llama-3.1-8b",
      "Llama-3.3-70B-Instruct": "llama-3.1-70b",
      "Llama-3-8B-Instruct-Gradient-1048k": "llama-3-8b-1048k",
      "Qwen/Qwen2.5-7B-Instruct-1M": "qwen2.5-7b-1m",
      "google/gemma-3-27b-it": "gemma-3-27b",
    };
    for (const [name, id] of Object.entries(cases)) expect([name, publishedByName(name)?.id]).toEqual([name, id]);
    for (const name of ["Qwen2.5-7B-Instruct", "llama3", "my-finetune", "mistral-7b"])
      expect([name, publishedByName(name)]).toEqual([name, undefined]);
  });

  it("finds them by parameters and width, and by nothing less", () => {
    expect(publishedByFigures(70_553_706_496, 8192)?.id).toBe("llama-3-70b-1048k");
    expect(publishedByFigures(7_615_616_512, 3584)?.id).toBe("qwen2.5-7b-1m");
    expect(publishedByFigures(7_615_616_512, 4096)).toBeUndefined();
    expect(publishedByFigures(7_000_000_000, 3584)).toBeUndefined();
  });
});
