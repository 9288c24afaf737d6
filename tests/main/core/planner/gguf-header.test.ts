import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readGgufHeader } from "../../../../main/core/planner/gguf-header.ts";
import { factsFromMetadata } from "../../../../main/core/planner/model-facts.ts";
import { errorCode } from "../../../helpers/api.ts";
import { DEMO_MODEL, temporaryDirectory } from "../../../helpers/paths.ts";

const scratch = temporaryDirectory();
afterAll(() => scratch.dispose());

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

type Entry = readonly [key: string, value: string | number | boolean | readonly number[] | readonly boolean[]];

function typedValue(value: Entry[1]): Buffer {
  if (typeof value === "string") return Buffer.concat([u32(8), text(value)]);
  if (typeof value === "boolean") return Buffer.concat([u32(7), Buffer.from([value ? 1 : 0])]);
  if (typeof value === "number") return Buffer.concat([u32(4), u32(value)]);
  const items = value as readonly (number | boolean)[];
  const isBoolean = typeof items[0] === "boolean";
  return Buffer.concat([
    u32(9),
    u32(isBoolean ? 7 : 5),
    u64(items.length),
    ...items.map((item) => (typeof item === "boolean" ? Buffer.from([item ? 1 : 0]) : u32(item))),
  ]);
}

/** A GGUF header as llama.cpp writes them: metadata and one tensor of 4 x 8. */
function gguf(entries: readonly Entry[]): Buffer {
  return Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(1),
    u64(entries.length),
    ...entries.flatMap(([key, value]) => [text(key), typedValue(value)]),
    text("blk.0.attn_q.weight"),
    u32(2),
    u64(4),
    u64(8),
    u32(0),
    u64(0),
  ]);
}

function write(name: string, bytes: Buffer): string {
  const file = path.join(scratch.path, name);
  writeFileSync(file, bytes);
  return file;
}

const LLAMA: readonly Entry[] = [
  ["general.architecture", "llama"],
  ["general.name", "Test"],
  ["llama.block_count", 2],
  ["llama.embedding_length", 64],
  ["llama.attention.head_count", 4],
  ["llama.attention.head_count_kv", 2],
];

async function groupsOf(entries: readonly Entry[]) {
  const header = await readGgufHeader(write("model.gguf", gguf(entries)));
  return factsFromMetadata(header.metadata, { source: "file", sourceNote: "a test" });
}

describe("reading a GGUF header", () => {
  it("reads the bundled model's, vocabulary passed over", async () => {
    const header = await readGgufHeader(DEMO_MODEL);
    expect(header.metadata["general.architecture"]).toBe("llama");
    expect(header.metadata["llama.context_length"]).toBe(131_072);
    expect(header.metadata["llama.rope.freq_base"]).toBe(500_000);
    expect(header.metadata["tokenizer.ggml.add_bos_token"]).toBe(true);
    expect(header.metadata).not.toHaveProperty("tokenizer.ggml.tokens");
    expect(header.fileBytes).toBe(readFileSync(DEMO_MODEL).length);
    expect(header.parts).toBe(1);
  });

  it("refuses every cut of a header with a typed error", async () => {
    const whole = gguf(LLAMA);
    expect((await readGgufHeader(write("whole.gguf", whole))).parameters).toBe(32);
    for (let length = 0; length < whole.length; length += 1) {
      const code = await errorCode(readGgufHeader(write("cut.gguf", whole.subarray(0, length))));
      expect([length, code]).toEqual([length, "MODEL_UNREADABLE"]);
    }
  });

  it("refuses lengths and counts without an end", async () => {
    const endless = Buffer.concat([Buffer.from("GGUF"), u32(3), u64(1), u64(2 ** 50)]);
    expect(await errorCode(readGgufHeader(write("endless.gguf", endless)))).toBe("MODEL_UNREADABLE");
    const long = Buffer.concat([Buffer.from("GGUF"), u32(3), u64(0), u64(1), u64(2 ** 40)]);
    expect(await errorCode(readGgufHeader(write("long.gguf", long)))).toBe("MODEL_UNREADABLE");
    const old = Buffer.concat([Buffer.from("GGUF"), u32(1), u64(0), u64(0)]);
    expect(await errorCode(readGgufHeader(write("old.gguf", old)))).toBe("MODEL_UNREADABLE");
    expect(await errorCode(readGgufHeader(path.join(scratch.path, "none.gguf")))).toBe("MODEL_NOT_FOUND");
    expect(await errorCode(readGgufHeader(scratch.path))).toBe("MODEL_UNREADABLE");
  });

  it("adds the parts of a split model up", async () => {
    write("big-00001-of-00002.gguf", gguf(LLAMA));
    const second = write("big-00002-of-00002.gguf", gguf([["split.no", 1]]));
    const header = await readGgufHeader(second);
    expect(header).toMatchObject({ parts: 2, parameters: 64 });
    expect(header.metadata["llama.block_count"]).toBe(2);
  });
});

describe("a model's layers from its metadata", () => {
  it("head length from the width where it is not named", async () => {
    expect((await groupsOf(LLAMA))?.groups).toEqual([
      { layers: 2, kvHeads: 2, keyLength: 16, valueLength: 16, windowTokens: null },
    ]);
  });

  it("Gemma 3: the window is named, the pattern is the architecture's", async () => {
    const facts = await groupsOf([
      ["general.architecture", "gemma3"],
      ["gemma3.block_count", 62],
      ["gemma3.embedding_length", 5376],
      ["gemma3.attention.head_count", 32],
      ["gemma3.attention.head_count_kv", 16],
      ["gemma3.attention.key_length", 128],
      ["gemma3.attention.value_length", 128],
      ["gemma3.attention.sliding_window", 1024],
    ]);
    expect(facts?.groups.map(({ layers, windowTokens }) => [layers, windowTokens])).toEqual([
      [52, 1024],
      [10, null],
    ]);
  });

  it("a pattern in the file, a flag a layer, with heads of its own", async () => {
    const facts = await groupsOf([
      ["general.architecture", "gemma4"],
      ["gemma4.block_count", 6],
      ["gemma4.embedding_length", 64],
      ["gemma4.attention.head_count", 4],
      ["gemma4.attention.head_count_kv", [2, 2, 1, 2, 2, 1]],
      ["gemma4.attention.key_length", 32],
      ["gemma4.attention.value_length", 32],
      ["gemma4.attention.key_length_swa", 16],
      ["gemma4.attention.value_length_swa", 16],
      ["gemma4.attention.sliding_window", 512],
      ["gemma4.attention.sliding_window_pattern", [true, true, false, true, true, false]],
    ]);
    expect(facts?.groups).toEqual([
      { layers: 4, kvHeads: 2, keyLength: 16, valueLength: 16, windowTokens: 512 },
      { layers: 2, kvHeads: 1, keyLength: 32, valueLength: 32, windowTokens: null },
    ]);
  });

  it("an unknown pattern counts in full", async () => {
    const facts = await groupsOf([...LLAMA, ["llama.attention.sliding_window", 4096]]);
    expect(facts?.groups[0]?.windowTokens).toBeNull();
  });

  it("hybrids: layers without KV heads keep a state of one size", async () => {
    const facts = await groupsOf([
      ["general.architecture", "hybrid"],
      ["hybrid.block_count", 4],
      ["hybrid.embedding_length", 64],
      ["hybrid.attention.head_count", 4],
      ["hybrid.attention.head_count_kv", [0, 0, 0, 2]],
      ["hybrid.ssm.inner_size", 128],
      ["hybrid.ssm.state_size", 16],
      ["hybrid.ssm.conv_kernel", 4],
    ]);
    expect(facts?.groups).toEqual([{ layers: 1, kvHeads: 2, keyLength: 16, valueLength: 16, windowTokens: null }]);
    // 3 layers x 4 bytes x (3 x 128 + 16 x 128)
    expect(facts?.stateBytes).toBe(3 * 4 * (3 * 128 + 16 * 128));
  });

  it("latent attention keeps the compressed keys only", async () => {
    const facts = await groupsOf([
      ["general.architecture", "deepseek2"],
      ["deepseek2.block_count", 27],
      ["deepseek2.embedding_length", 2048],
      ["deepseek2.attention.head_count", 16],
      ["deepseek2.attention.head_count_kv", 1],
      ["deepseek2.attention.key_length", 576],
      ["deepseek2.attention.value_length", 512],
      ["deepseek2.attention.key_length_mla", 192],
    ]);
    expect(facts?.groups).toEqual([{ layers: 27, kvHeads: 1, keyLength: 576, valueLength: 0, windowTokens: null }]);
  });

  it("what is no language model is none", async () => {
    expect(await groupsOf([["general.architecture", "clip"]])).toBeUndefined();
    expect(await groupsOf([["general.name", "nothing"]])).toBeUndefined();
  });
});
