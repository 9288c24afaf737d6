/** A plan's figures in words. Pure. */
import type { Fit, KvType, ModelFacts } from "../../../shared/plan.ts";
import { formatCount } from "../../format.ts";

/** Ways of storing keys and values, as people meet them. */
export const KV_WORDS: Readonly<Record<KvType, string>> = {
  f16: "f16, full",
  q8_0: "q8_0, half",
  q4_0: "q4_0, a quarter",
  fp8: "fp8, half",
};

/** `1.2 GiB`, `96 MiB`: memory is counted in powers of two. */
export function formatMemory(bytes: number): string {
  const gib = bytes / 2 ** 30;
  if (gib >= 100) return `${Math.round(gib)} GiB`;
  if (gib >= 1) return `${gib.toFixed(1)} GiB`;
  return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}

/** What a memory holds, in a cell of the table. */
export function fitWords(fit: Fit): string {
  if (fit.maxTokens === 0) return "too small";
  return `${formatCount(fit.maxTokens)}${fit.limitedBy === "training" ? " *" : ""}`;
}

/** A model's shape in one sentence. */
export function shapeWords(model: ModelFacts): string {
  const groups = model.groups.map(({ layers, kvHeads, keyLength, windowTokens }) => {
    const keeps = windowTokens === null ? "every token" : `the last ${formatCount(windowTokens)} tokens`;
    return `${formatCount(layers)} layers with ${kvHeads} KV heads of ${keyLength} that keep ${keeps}`;
  });
  const parts = [
    groups.join(", "),
    model.quantisation === null ? "" : `weights as ${model.quantisation}`,
    model.trainContextTokens === null ? "" : `trained for ${formatCount(model.trainContextTokens)} tokens`,
    model.rope.scaling === null ? "" : `positions stretched (${model.rope.scaling})`,
  ];
  return `${model.name}: ${parts.filter((part) => part !== "").join("; ")}.`;
}
