/** What building prompts anew costs, in words. Pure. */
import type { PrefixReport } from "../../../shared/schemas.ts";
import { countOf, formatDuration } from "../../format.ts";

/** `The model reads about 29,451 tokens again, which takes about 40 s.`; empty where nothing is read again. */
export function rebuildWords(rebuild: readonly PrefixReport[]): string {
  if (rebuild.length === 0) return "";
  const sum = (of: (report: PrefixReport) => number | null): number | null =>
    rebuild.reduce<number | null>((all, report) => {
      const value = of(report);
      return all === null || value === null ? null : all + value;
    }, 0);
  const tokens = sum(({ tokens }) => tokens);
  const ms = sum(({ readMs }) => readMs);
  const size =
    tokens === null
      ? countOf(
          rebuild.reduce((all, { chars }) => all + chars, 0),
          "character",
        )
      : countOf(tokens, "token");
  const prompts = rebuild.length === 1 ? "the prompt" : `${rebuild.length} prompts`;
  return `The model must read ${prompts} again, about ${size}${ms === null ? "" : `, which takes about ${formatDuration(ms)}`}.`;
}
