/**
 * Shapes of long-context models as their makers published them, for servers that do not tell and for planning ahead.
 *
 * Each is what its `config.json` says of memory, with its parameter count; docs/serving.md says which of them were seen
 * where, and which were not seen again. Pure data and the search by name.
 */
import type { ModelFacts } from "../../../shared/plan.ts";
import { factsFromConfig } from "./model-config.ts";

/** A published model. */
export type PublishedModel = {
  readonly id: string;
  readonly repository: string;
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
  /** How servers name it, as far as names agree: compared without case, dashes and dots. */
  readonly pattern: RegExp;
  /**
   * As its makers name it. Seen in stored copies of the pages on huggingface.co for the Qwen2.5-1M models (apache-2.0),
   * Gradient's Llama 3 (llama3) and Gemma 3 (gemma), and in the announcement of Mistral NeMo (Apache 2.0); Meta's from
   * the names of their licences alone. The window says to read them on the model's page.
   */
  readonly licence: string;
  /** The effective length in RULER's own table (NVIDIA/RULER, c3f5e3b), in tokens; null where it is not in it. */
  readonly effectiveTokens: number | null;
};

const LLAMA_8B = {
  model_type: "llama",
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  hidden_size: 4096,
  intermediate_size: 14336,
  vocab_size: 128256,
} as const;
const LLAMA_70B = {
  ...LLAMA_8B,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  hidden_size: 8192,
  intermediate_size: 28672,
} as const;
const LLAMA3_ROPE = {
  rope_theta: 500000,
  rope_scaling: { rope_type: "llama3", factor: 8, original_max_position_embeddings: 8192 },
} as const;
const QWEN_1M = { model_type: "qwen2", max_position_embeddings: 1_010_000, rope_theta: 10_000_000, vocab_size: 152064 };
const GEMMA_3 = {
  model_type: "gemma3_text",
  sliding_window: 1024,
  sliding_window_pattern: 6,
  max_position_embeddings: 131072,
  vocab_size: 262208,
  rope_theta: 1_000_000,
} as const;

/** The list, the most particular names first. */
export const PUBLISHED_MODELS: readonly PublishedModel[] = [
  {
    id: "llama-3-8b-1048k",
    repository: "gradientai/Llama-3-8B-Instruct-Gradient-1048k",
    parameters: 8_030_261_248,
    config: { ...LLAMA_8B, max_position_embeddings: 1_048_576 },
    licence: "Llama 3 Community License",
    effectiveTokens: 16_384,
    pattern: /llama38b\w*gradient1048k/,
  },
  {
    id: "llama-3-70b-1048k",
    repository: "gradientai/Llama-3-70B-Instruct-Gradient-1048k",
    parameters: 70_553_706_496,
    config: { ...LLAMA_70B, max_position_embeddings: 1_048_576 },
    licence: "Llama 3 Community License",
    effectiveTokens: 16_384,
    pattern: /llama370b\w*gradient1048k/,
  },
  {
    id: "llama-3.1-8b",
    repository: "meta-llama/Llama-3.1-8B-Instruct",
    parameters: 8_030_261_248,
    config: { ...LLAMA_8B, ...LLAMA3_ROPE, max_position_embeddings: 131072 },
    licence: "Llama 3.1 Community License",
    effectiveTokens: 32_768,
    pattern: /llama318b/,
  },
  {
    id: "llama-3.1-70b",
    repository: "meta-llama/Llama-3.1-70B-Instruct",
    parameters: 70_553_706_496,
    config: { ...LLAMA_70B, ...LLAMA3_ROPE, max_position_embeddings: 131072 },
    licence: "Llama 3.1 Community License",
    effectiveTokens: 65_536,
    pattern: /llama3[13]70b/,
  },
  {
    id: "llama-4-scout",
    repository: "meta-llama/Llama-4-Scout-17B-16E-Instruct",
    parameters: 108_641_793_536,
    config: {
      model_type: "llama4_text",
      num_hidden_layers: 48,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      head_dim: 128,
      hidden_size: 5120,
      intermediate_size: 8192,
      attention_chunk_size: 8192,
      max_position_embeddings: 10_485_760,
      vocab_size: 202048,
      rope_theta: 500000,
    },
    licence: "Llama 4 Community License",
    effectiveTokens: null,
    pattern: /llama4scout/,
  },
  {
    id: "qwen2.5-7b-1m",
    repository: "Qwen/Qwen2.5-7B-Instruct-1M",
    parameters: 7_615_616_512,
    config: {
      ...QWEN_1M,
      num_hidden_layers: 28,
      num_attention_heads: 28,
      num_key_value_heads: 4,
      hidden_size: 3584,
      intermediate_size: 18944,
    },
    licence: "Apache 2.0",
    effectiveTokens: 131_072,
    pattern: /qwen257b\w*1m/,
  },
  {
    id: "qwen2.5-14b-1m",
    repository: "Qwen/Qwen2.5-14B-Instruct-1M",
    parameters: 14_770_033_664,
    config: {
      ...QWEN_1M,
      num_hidden_layers: 48,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      hidden_size: 5120,
      intermediate_size: 13824,
    },
    licence: "Apache 2.0",
    effectiveTokens: 131_072,
    pattern: /qwen2514b\w*1m/,
  },
  {
    id: "mistral-nemo",
    repository: "mistralai/Mistral-Nemo-Instruct-2407",
    parameters: 12_247_782_400,
    config: {
      model_type: "mistral",
      num_hidden_layers: 40,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128,
      hidden_size: 5120,
      intermediate_size: 14336,
      max_position_embeddings: 131072,
      sliding_window: null,
      vocab_size: 131072,
      rope_theta: 1_000_000,
    },
    licence: "Apache 2.0",
    effectiveTokens: null,
    pattern: /mistralnemo/,
  },
  {
    id: "gemma-3-12b",
    repository: "google/gemma-3-12b-it",
    parameters: 12_187_325_040,
    config: {
      ...GEMMA_3,
      num_hidden_layers: 48,
      num_attention_heads: 16,
      num_key_value_heads: 8,
      head_dim: 256,
      hidden_size: 3840,
      intermediate_size: 15360,
    },
    licence: "Gemma Terms of Use",
    effectiveTokens: null,
    pattern: /gemma312b/,
  },
  {
    id: "gemma-3-27b",
    repository: "google/gemma-3-27b-it",
    parameters: 27_432_406_640,
    config: {
      ...GEMMA_3,
      num_hidden_layers: 62,
      num_attention_heads: 32,
      num_key_value_heads: 16,
      head_dim: 128,
      hidden_size: 5376,
      intermediate_size: 21504,
    },
    licence: "Gemma Terms of Use",
    effectiveTokens: null,
    pattern: /gemma327b/,
  },
];

/** The shape of a published model, with what a server told of it. */
export function publishedFacts(
  model: PublishedModel,
  told: {
    readonly name?: string | undefined;
    readonly weightBytes?: number | undefined;
    readonly parameters?: number | undefined;
    readonly quantisation?: string | null | undefined;
    readonly trainContextTokens?: number | undefined;
  } = {},
): ModelFacts {
  const facts = factsFromConfig(model.config, {
    source: "published",
    sourceNote: `as published for ${model.repository}`,
    name: told.name ?? model.repository.replace(/^[^/]+\//, ""),
    parameters: told.parameters ?? model.parameters,
    weightBytes: told.weightBytes,
    trainContextTokens: told.trainContextTokens,
  });
  if (facts === undefined) throw new Error(`the published configuration of ${model.id} is broken`);
  return { ...facts, quantisation: told.quantisation ?? (told.weightBytes === undefined ? "bfloat16" : null) };
}

/** The published model of a name; `undefined` where none is meant for sure. */
export function publishedByName(name: string): PublishedModel | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return PUBLISHED_MODELS.find((model) => model.pattern.test(plain) || plain === model.id.replace(/[^a-z0-9]/g, ""));
}

/** The published model with these figures: the same parameters (to a thousandth) and the same width. */
export function publishedByFigures(parameters: number, embeddingLength: number): PublishedModel | undefined {
  return PUBLISHED_MODELS.find(
    (model) =>
      model.config["hidden_size"] === embeddingLength &&
      Math.abs(model.parameters - parameters) <= model.parameters / 1000,
  );
}
