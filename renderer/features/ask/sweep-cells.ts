/** The windows of a sweep as they are drawn: from the archive, from the run of this app window, or from the account. Pure. */
import type { SweepPlan, SweepReport, SweepWindowResult } from "../../../shared/sweep.ts";
import { countOf, formatCount, formatDuration } from "../../format.ts";
import { remainingMs } from "../../pace.ts";
import type { SweepWindows } from "./sweep-windows.ts";
import { isAnswered } from "./sweep-words.ts";

/** What a window is at. `said`: it answered, and no words of it could be found. */
export type CellState = "waiting" | "reading" | "found" | "said" | "nothing" | "failed";

/** One window; `number` counts from 1, `share` is 0 to 1. */
export type SweepCell = {
  readonly number: number;
  readonly first: string;
  readonly last: string;
  readonly documents: number;
  readonly tokens: number;
  readonly state: CellState;
  readonly share: number;
  readonly said: SweepWindowResult | null;
};

function stateOf(said: SweepWindowResult | null): CellState {
  if (said === null) return "waiting";
  if (said.error !== null) return "failed";
  if (!isAnswered(said)) return "nothing";
  return said.citations.some(({ state }) => state === "verified" || state === "wrong-id") ? "found" : "said";
}

/** The windows of a sweep that came to its end. */
export function cellsOfReport(report: SweepReport): SweepCell[] {
  return report.windows.map(({ first, last, documents, tokens, ...said }, index) => ({
    number: index + 1,
    first,
    last,
    documents,
    tokens,
    state: stateOf(said),
    share: said.error === null ? 1 : 0,
    said,
  }));
}

/** The windows of a plan: what is stored, and over it what this app window hears of a run. */
export function cellsOfPlan(
  plan: SweepPlan,
  stored: readonly (SweepWindowResult | null)[],
  live: SweepWindows["windows"],
): SweepCell[] {
  return plan.windows.map(({ first, last, documents, tokens }, index) => {
    const heard = live.get(index);
    const said = heard !== undefined && "said" in heard ? heard.said : (stored[index] ?? null);
    const share = heard !== undefined && "share" in heard ? heard.share : null;
    return {
      number: index + 1,
      first,
      last,
      documents: documents.length,
      tokens,
      state: said === null && share !== null ? "reading" : stateOf(said),
      share: said === null ? (share ?? 0) : 1,
      said,
    };
  });
}

/** Windows that are read, failed ones not. */
export function readCells(cells: readonly SweepCell[]): number {
  return cells.filter(({ said }) => said !== null && said.error === null).length;
}

/** Milliseconds until every window is read, from how fast this run went so far; null where that cannot be known yet. */
export function sweepLeftMs(cells: readonly SweepCell[], live: SweepWindows, now: number): number | null {
  const tokens = (share: (cell: SweepCell) => number): number =>
    cells.reduce((sum, cell) => sum + cell.tokens * share(cell), 0);
  const readHere = tokens((cell) => (live.windows.has(cell.number - 1) ? cell.share : 0));
  const left = tokens((cell) => (cell.state === "failed" ? 0 : 1 - cell.share));
  return remainingMs(now - live.startedAt, readHere, left);
}

/** `about 4 min left`; empty where that cannot be known yet. */
export function sweepRemaining(cells: readonly SweepCell[], live: SweepWindows, now: number): string {
  const left = sweepLeftMs(cells, live, now);
  return left === null ? "" : `about ${formatDuration(left)} left`;
}

/** `184 of 184 documents read, each in one of 6 windows.` */
export function coverageWords({ read, documents, windows }: SweepReport): string {
  return `${formatCount(read)} of ${countOf(documents, "document")} read, each in exactly one of ${countOf(windows.length, "window")}.`;
}
