/**
 * The published long-context models as a list to choose from: what each would need for an archive of so many tokens.
 *
 * Pure. Sizes of files are estimates from the number of parameters; what a file really weighs is known when it is there.
 */
import type { RecommendedModel } from "../../../shared/plan.ts";
import { memoryNeed } from "./memory.ts";
import { modelFile } from "./model-files.ts";
import { PUBLISHED_MODELS, publishedFacts } from "./published-models.ts";

/** Bits a weight of the usual medium four-bit files, with their scales. */
const BITS_EACH = 4.9;

/** All published models, those that hold the archive and fit this machine first, small before large. */
export function recommendedModels(tokens: number, ramBytes: number): RecommendedModel[] {
  return PUBLISHED_MODELS.map((model): RecommendedModel => {
    const file = modelFile(model.id);
    const fileBytes = file?.bytes ?? Math.round((model.parameters * BITS_EACH) / 8);
    const facts = publishedFacts(model, { weightBytes: fileBytes });
    const memoryBytes = memoryNeed(facts, tokens, "q8_0").totalBytes;
    return {
      id: model.id,
      name: facts.name,
      repository: model.repository,
      licence: model.licence,
      claimedTokens: facts.trainContextTokens,
      effectiveTokens: model.effectiveTokens,
      fileBytes,
      memoryBytes,
      fitsThisMachine: memoryBytes <= ramBytes,
      holdsArchive: (facts.trainContextTokens ?? 0) >= tokens,
      file,
    };
  }).sort(
    (a, b) =>
      Number(b.holdsArchive) - Number(a.holdsArchive) ||
      Number(b.fitsThisMachine) - Number(a.fitsThisMachine) ||
      a.memoryBytes - b.memoryBytes,
  );
}
