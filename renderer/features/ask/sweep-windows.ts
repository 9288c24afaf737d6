/**
 * The windows of the sweep that runs in this window of the app: what each is doing, as it comes. Pure but for the store.
 *
 * What was read before (a sweep that goes on) is the archive's to tell; see sweep-view.ts, which joins the two.
 */
import { create } from "zustand";
import type { SweepPlan, SweepWindowResult } from "../../../shared/sweep.ts";

/** What a sweep reports of its windows; the shape of sweep.run. */
export type WindowEvent =
  | { readonly event: "plan"; readonly plan: SweepPlan }
  | { readonly event: "window-started"; readonly window: number }
  | { readonly event: "window-progress"; readonly window: number; readonly processed: number; readonly total: number }
  | { readonly event: "window-done"; readonly window: number; readonly said: SweepWindowResult };

/** A window that is being read (0 to 1), or what it said. */
export type WindowState = { readonly share: number } | { readonly said: SweepWindowResult };

/** What has been heard of a sweep. Times in milliseconds. */
export type SweepWindows = {
  readonly plan: SweepPlan | null;
  readonly windows: ReadonlyMap<number, WindowState>;
  readonly startedAt: number;
};

const NONE: SweepWindows = { plan: null, windows: new Map(), startedAt: 0 };

/** See {@link SweepWindows}. */
export const useSweepWindows = create<SweepWindows>(() => NONE);

/** Whether an event tells of windows, and not of the run as a whole. */
export function isWindowEvent(event: { readonly event: string }): event is WindowEvent {
  return event.event === "plan" || event.event.startsWith("window-");
}

/** The state after an event. */
export function afterWindow(state: SweepWindows, event: WindowEvent): SweepWindows {
  const put = (window: number, value: WindowState): SweepWindows => ({
    ...state,
    windows: new Map(state.windows).set(window, value),
  });
  switch (event.event) {
    case "plan":
      return { ...state, plan: event.plan };
    case "window-started":
      return put(event.window, { share: 0 });
    case "window-progress":
      return put(event.window, { share: event.total === 0 ? 0 : event.processed / event.total });
    case "window-done":
      return put(event.window, { said: event.said });
  }
}

/** Takes an event in; null begins anew. */
export function noteWindow(event: WindowEvent | null): void {
  if (event === null) useSweepWindows.setState({ ...NONE, startedAt: Date.now() });
  else useSweepWindows.setState((state) => afterWindow(state, event));
}
