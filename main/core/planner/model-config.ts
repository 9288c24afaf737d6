/**
 * A model's shape from a `config.json` as transformers and vLLM read it. Pure.
 *
 * Field names: PretrainedConfig and its children in huggingface/transformers; `text_config` holds the language model
 * of one that also sees.
 */
import { z } from "zod";
import type { FactsSource, LayerGroup, ModelFacts } from "../../../shared/plan.ts";

const ropeSchema = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  factor: z.number().optional(),
  original_max_position_embeddings: z.number().optional(),
  rope_theta: z.number().optional(),
});
const languageSchema = z.looseObject({
  model_type: z.string().default("unknown"),
  num_hidden_layers: z.int().min(1).max(10_000),
  num_attention_heads: z.int().min(1),
  num_key_value_heads: z.int().min(1).optional(),
  hidden_size: z.int().min(1),
  head_dim: z.int().min(1).nullish(),
  intermediate_size: z.int().nullish(),
  max_position_embeddings: z.int().nullish(),
  vocab_size: z.int().nullish(),
  layer_types: z.array(z.string()).nullish(),
  sliding_window: z.int().nullish(),
  use_sliding_window: z.boolean().nullish(),
  sliding_window_pattern: z.int().nullish(),
  attention_chunk_size: z.int().nullish(),
  no_rope_layer_interval: z.int().nullish(),
  rope_theta: z.number().nullish(),
  rope_scaling: ropeSchema.nullish(),
  rope_parameters: ropeSchema.nullish(),
  torch_dtype: z.string().nullish(),
  dtype: z.string().nullish(),
});
const wholeSchema = z.looseObject({
  text_config: z.record(z.string(), z.unknown()).optional(),
  model_type: z.string().optional(),
  torch_dtype: z.string().nullish(),
  quantization_config: z.looseObject({ quant_method: z.string().optional() }).nullish(),
});
type Language = z.infer<typeof languageSchema>;

/** The window of layer number `layer`, null where it keeps everything. */
function windowOf(config: Language, layer: number): number | null {
  const chunk = config.attention_chunk_size ?? null;
  const sliding = config.use_sliding_window === false ? null : (config.sliding_window ?? null);
  const kind = config.layer_types?.[layer];
  if (kind !== undefined) {
    if (kind === "chunked_attention") return chunk;
    return kind === "sliding_attention" ? sliding : null;
  }
  // Llama 4: every fourth layer has no positions and sees everything, the others see their chunk.
  if (chunk !== null) return (layer + 1) % (config.no_rope_layer_interval ?? 4) === 0 ? null : chunk;
  if (sliding === null) return null;
  const every =
    config.sliding_window_pattern ??
    ({ gemma2: 2, gemma3_text: 6, cohere2: 4 } as Record<string, number>)[config.model_type];
  if (every !== undefined) return (layer + 1) % every === 0 ? null : sliding;
  // Mistral 7B v0.1 and its kin slide on every layer.
  return sliding;
}

/** The shape behind a `config.json`; `undefined` where it describes no language model. */
export function factsFromConfig(
  config: unknown,
  from: {
    readonly source: FactsSource;
    readonly sourceNote: string;
    readonly name: string;
    readonly weightBytes?: number | undefined;
    readonly parameters?: number | undefined;
    readonly trainContextTokens?: number | undefined;
  },
): ModelFacts | undefined {
  const whole = wholeSchema.safeParse(config);
  if (!whole.success) return undefined;
  const parsed = languageSchema.safeParse(whole.data.text_config ?? config);
  if (!parsed.success) return undefined;
  const language = parsed.data;
  const head = language.head_dim ?? Math.floor(language.hidden_size / language.num_attention_heads);
  const kvHeads = language.num_key_value_heads ?? language.num_attention_heads;
  const counts = new Map<number | null, number>();
  for (let layer = 0; layer < language.num_hidden_layers; layer += 1) {
    const window = windowOf(language, layer);
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  const groups: LayerGroup[] = [...counts].map(([windowTokens, layers]) => ({
    layers,
    kvHeads,
    keyLength: head,
    valueLength: head,
    windowTokens,
  }));
  const rope = language.rope_parameters ?? language.rope_scaling;
  const scaling = rope?.rope_type ?? rope?.type ?? null;
  return {
    name: from.name,
    architecture: language.model_type,
    source: from.source,
    sourceNote: from.sourceNote,
    parameters: from.parameters ?? null,
    weightBytes: from.weightBytes ?? null,
    quantisation:
      whole.data.quantization_config?.quant_method ??
      language.dtype ??
      language.torch_dtype ??
      whole.data.torch_dtype ??
      null,
    trainContextTokens: from.trainContextTokens ?? language.max_position_embeddings ?? null,
    layers: language.num_hidden_layers,
    groups,
    stateBytes: 0,
    vocabulary: language.vocab_size ?? null,
    embeddingLength: language.hidden_size,
    feedForwardLength: language.intermediate_size ?? null,
    rope: {
      base: rope?.rope_theta ?? language.rope_theta ?? null,
      scaling: scaling === "default" ? null : scaling,
      factor: rope?.factor ?? null,
      originalContextTokens: rope?.original_max_position_embeddings ?? null,
    },
  };
}
