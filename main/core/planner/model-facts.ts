/**
 * A model's shape from what describes it: GGUF metadata (a file's, or the same keys from Ollama's /api/show) or a
 * published `config.json`.
 *
 * Pure. Which layers keep only a sliding window follows src/models/<architecture>.cpp of llama.cpp: the files name the
 * window and often not the pattern. Where the pattern is unknown every layer counts in full: never below the truth.
 */
import type { FactsSource, LayerGroup, ModelFacts, RopeFacts } from "../../../shared/plan.ts";
import type { Metadata, MetadataValue } from "./gguf-header.ts";

/** Every how many layers one keeps everything; `denseFirst`: the first of them, else the last. */
type Pattern = { readonly every: number; readonly denseFirst?: boolean; readonly window?: number };

/** Patterns that live in llama.cpp's code (load_swa_pattern); `window` where the file does not name it. */
const PATTERNS: Readonly<Record<string, Pattern>> = {
  afmoe: { every: 4 },
  cohere2: { every: 4 },
  cohere2moe: { every: 4, denseFirst: true },
  "exaone-moe": { every: 4, window: 128 },
  exaone4: { every: 4 },
  gemma2: { every: 2 },
  gemma3: { every: 6 },
  gemma3n: { every: 5 },
  "gpt-oss": { every: 2 },
  laguna: { every: 4, denseFirst: true },
  llama4: { every: 4, window: 8192 },
  olmo2: { every: 4 },
  plamo3: { every: 8 },
  smallthinker: { every: 4, denseFirst: true },
};

/** Names of general.file_type (llama.h, enum llama_ftype). */
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: "F32",
  1: "F16",
  2: "Q4_0",
  3: "Q4_1",
  7: "Q8_0",
  8: "Q5_0",
  9: "Q5_1",
  10: "Q2_K",
  11: "Q3_K_S",
  12: "Q3_K_M",
  13: "Q3_K_L",
  14: "Q4_K_S",
  15: "Q4_K_M",
  16: "Q5_K_S",
  17: "Q5_K_M",
  18: "Q6_K",
  19: "IQ2_XXS",
  20: "IQ2_XS",
  21: "Q2_K_S",
  22: "IQ3_XS",
  23: "IQ3_XXS",
  24: "IQ1_S",
  25: "IQ4_NL",
  26: "IQ3_S",
  27: "IQ3_M",
  28: "IQ2_S",
  29: "IQ2_M",
  30: "IQ4_XS",
  31: "IQ1_M",
  32: "BF16",
  36: "TQ1_0",
  37: "TQ2_0",
  38: "MXFP4",
  39: "NVFP4",
};

function numberOf(value: MetadataValue | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function perLayer(value: MetadataValue | undefined, layer: number): number | undefined {
  return Array.isArray(value) ? numberOf(value[layer] as number) : numberOf(value as MetadataValue);
}

/** Equal layers joined, in the order in which they first appear. */
function grouped(layers: readonly Omit<LayerGroup, "layers">[]): LayerGroup[] {
  const groups = new Map<string, { shape: Omit<LayerGroup, "layers">; count: number }>();
  for (const shape of layers) {
    const key = [shape.kvHeads, shape.keyLength, shape.valueLength, shape.windowTokens].join("/");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { shape, count: 1 });
    else known.count += 1;
  }
  return [...groups.values()].map(({ shape, count }) => ({ ...shape, layers: count }));
}

/** Whether layer number `layer` keeps only the window. */
function isWindowed(pattern: Pattern, layer: number): boolean {
  return pattern.denseFirst === true ? layer % pattern.every !== 0 : layer % pattern.every < pattern.every - 1;
}

function ropeOf(key: (name: string) => MetadataValue | undefined): RopeFacts {
  const scaling = key("rope.scaling.type");
  return {
    base: numberOf(key("rope.freq_base")) ?? null,
    scaling: typeof scaling === "string" && scaling !== "none" ? scaling : null,
    factor: numberOf(key("rope.scaling.factor")) ?? null,
    originalContextTokens: numberOf(key("rope.scaling.original_context_length")) ?? null,
  };
}

/** What recurrent layers keep, in bytes: 32-bit floats (llama.cpp, src/llama-hparams.cpp, n_embd_r and n_embd_s). */
function recurrentBytes(key: (name: string) => MetadataValue | undefined, layers: number): number {
  const inner = numberOf(key("ssm.inner_size")) ?? 0;
  const state = numberOf(key("ssm.state_size")) ?? 0;
  const kernel = numberOf(key("ssm.conv_kernel")) ?? 0;
  const kept = numberOf(key("ssm.group_count")) ?? 0;
  return layers * 4 * (Math.max(0, kernel - 1) * (inner + 2 * kept * state) + state * inner);
}

/** Which layers are recurrent: they keep a state of one size and no keys and values. */
function isRecurrentLayer(key: (name: string) => MetadataValue | undefined, layer: number): boolean {
  const listed = key("attention.recurrent_layers");
  if (Array.isArray(listed)) return Boolean(listed[layer]);
  const interval = numberOf(key("full_attention_interval"));
  return interval !== undefined && interval > 1 && (layer + 1) % interval !== 0;
}

/** The shape behind GGUF metadata; `undefined` where it does not describe a language model. */
export function factsFromMetadata(
  metadata: Metadata,
  from: {
    readonly source: FactsSource;
    readonly sourceNote: string;
    readonly name?: string | undefined;
    readonly weightBytes?: number | undefined;
    readonly parameters?: number | undefined;
  },
): ModelFacts | undefined {
  const architecture = metadata["general.architecture"];
  if (typeof architecture !== "string") return undefined;
  const key = (name: string): MetadataValue | undefined => metadata[`${architecture}.${name}`];
  const layers = numberOf(key("block_count"));
  const embedding = numberOf(key("embedding_length"));
  if (layers === undefined || layers < 1 || layers > 10_000 || embedding === undefined) return undefined;

  const headsOf = (layer: number): number => perLayer(key("attention.head_count"), layer) ?? 1;
  const keyLength = numberOf(key("attention.key_length")) ?? Math.floor(embedding / Math.max(1, headsOf(0)));
  // With latent attention the values are part of the keys and are not kept a second time.
  const isLatent = key("attention.key_length_mla") !== undefined;
  const valueLength = isLatent ? 0 : (numberOf(key("attention.value_length")) ?? keyLength);
  const listed = key("attention.sliding_window_pattern");
  const known = PATTERNS[architecture];
  const window = known?.window ?? numberOf(key("attention.sliding_window"));
  const pattern: Pattern | undefined = typeof listed === "number" && listed > 0 ? { ...known, every: listed } : known;
  const shared = numberOf(key("attention.shared_kv_layers")) ?? 0;

  let recurrent = 0;
  const shapes: Omit<LayerGroup, "layers">[] = [];
  for (let layer = 0; layer < layers - shared; layer += 1) {
    const kvHeads = perLayer(key("attention.head_count_kv"), layer) ?? headsOf(layer);
    if (kvHeads === 0 || isRecurrentLayer(key, layer)) {
      recurrent += 1;
      continue;
    }
    const isLocal =
      window !== undefined &&
      window > 0 &&
      (Array.isArray(listed) ? Boolean(listed[layer]) : pattern !== undefined && isWindowed(pattern, layer));
    shapes.push({
      kvHeads,
      keyLength: (isLocal ? numberOf(key("attention.key_length_swa")) : undefined) ?? keyLength,
      valueLength: (isLocal ? numberOf(key("attention.value_length_swa")) : undefined) ?? valueLength,
      windowTokens: isLocal ? window : null,
    });
  }
  const label = metadata["general.name"];
  const fileType = numberOf(metadata["general.file_type"]);
  return {
    name: from.name ?? (typeof label === "string" && label !== "" ? label : architecture),
    architecture,
    source: from.source,
    sourceNote: from.sourceNote,
    parameters: from.parameters ?? numberOf(metadata["general.parameter_count"]) ?? null,
    weightBytes: from.weightBytes ?? null,
    quantisation: fileType === undefined ? null : (FILE_TYPES[fileType] ?? null),
    trainContextTokens: numberOf(key("context_length")) ?? null,
    layers,
    groups: grouped(shapes),
    stateBytes: recurrentBytes(key, recurrent),
    vocabulary: numberOf(key("vocab_size")) ?? null,
    embeddingLength: embedding,
    feedForwardLength: perLayer(key("feed_forward_length"), 0) ?? null,
    rope: ropeOf(key),
  };
}
