/** The context map in words. Pure. */
import type { ContextMap, CoverageRow, CoverageState, MapBy, MapGroup, MapTile } from "../../../shared/context-map.ts";
import { countOf, formatCount } from "../../format.ts";

/** The groupings, in the order in which they are offered. */
export const GROUPINGS: readonly { readonly value: MapBy; readonly label: string; readonly many: string }[] = [
  { value: "person", label: "Person", many: "people" },
  { value: "year", label: "Year", many: "years" },
  { value: "folder", label: "Folder", many: "folders" },
  { value: "kind", label: "Kind", many: "kinds" },
];

/** `people`, `years` ... */
export function groupingWord(by: MapBy): string {
  return GROUPINGS.find(({ value }) => value === by)?.many ?? by;
}

/** `12%`, `under 1%`, of a whole. */
export function shareOf(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return "0%";
  const share = (part / whole) * 100;
  return share < 1 ? "under 1%" : `${Math.round(share)}%`;
}

/** `812k`, `29.5k`, `640`: short enough for a tile. */
export function shortTokens(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  if (tokens < 99_950) return `${(tokens / 1000).toFixed(1).replace(/\.0$/, "")}k`;
  if (tokens < 999_500) return `${Math.round(tokens / 1000)}k`;
  return `${(tokens / 1_000_000).toFixed(1).replace(/\.0$/, "")}M`;
}

/** A tile for whoever cannot see its size. */
export function tileWords(tile: MapTile, whole: number): string {
  return `${tile.label}: ${countOf(tile.tokens, "token")}, ${shareOf(tile.tokens, whole)}, ${countOf(tile.documents, "document")}`;
}

/** A group by itself, as the what-if names it; `label` where the group has been seen. */
export function groupWords(group: MapGroup, label: string | undefined): string {
  if (label !== undefined) return label;
  return group.key === "" ? `without a ${group.by}` : group.key;
}

const STATES: Readonly<Record<CoverageState, string>> = { in: "In", folded: "Folded", out: "Out" };

/** `In`, `Folded`, `Out` */
export function stateWords(state: CoverageState): string {
  return STATES[state];
}

type WhyRow = Pick<CoverageRow, "state" | "reason" | "folded" | "tokens">;

/** Why a document is in as it is, or not. */
export function whyWords({ state, reason, folded, tokens }: WhyRow): string {
  if (reason === "moved") return "no longer in this scope; leaves at the next rebuild";
  if (state === "in") return "in full";
  if (state === "folded") {
    return folded > 0 ? `about ${countOf(folded, "token")} stand earlier in the prompt` : "its quotes stand earlier";
  }
  switch (reason) {
    case "withdrawn":
      return tokens > 0 ? "withdrawn by you; hidden until a rebuild" : "withdrawn by you";
    case "removed":
      return "taken away above";
    default:
      return "outside what is read";
  }
}

/** What taking groups away does, in one sentence. */
export function effectWords({ removed, tokens, bar, exact }: ContextMap): string {
  const back =
    removed.unfoldedTokens > 0
      ? `; about ${formatCount(removed.unfoldedTokens)} come back, for quotes whose originals go`
      : "";
  const fits =
    bar.freeTokens >= 0
      ? `fits, with ${formatCount(bar.freeTokens)} to spare`
      : `is ${formatCount(-bar.freeTokens)} too many`;
  return `${countOf(removed.documents, "document")} with ${countOf(removed.tokens, "token")} would go${back}. Left: ${exact ? "" : "about "}${countOf(tokens, "token")}, which ${fits}.`;
}
