/** The export under way: it goes on whatever screen is shown, until it ends, is cancelled or the window closes. */
import { create } from "zustand";
import type { ExportEvent } from "../../../shared/schemas.ts";
import { api } from "../../api.ts";
import { LOST_CONNECTION } from "../../errors.ts";

type Done = Extract<ExportEvent, { event: "done" }>;

/** `done` and `total` are items. */
export type ExportRun =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly done: number; readonly total: number }
  | { readonly state: "done"; readonly report: Done }
  | { readonly state: "failed"; readonly error: unknown };

export const useExportRun = create<{ readonly run: ExportRun }>(() => ({ run: { state: "idle" } }));

let subscription: { unsubscribe(): void } | undefined;
const set = (run: ExportRun): void => useExportRun.setState({ run });

/** Begins an export into a new folder inside the picked one. */
export function startExport(ticket: string): void {
  subscription?.unsubscribe();
  set({ state: "running", done: 0, total: 0 });
  subscription = api.exports.make.subscribe(
    { ticket },
    {
      onData(event) {
        if (event.event === "progress") set({ state: "running", done: event.done, total: event.total });
        else set({ state: "done", report: event });
      },
      onError: (error) => set({ state: "failed", error }),
      onComplete() {
        const { run } = useExportRun.getState();
        if (run.state === "running") set({ state: "failed", error: new Error(LOST_CONNECTION.message) });
      },
    },
  );
}

/** Ends it; the core removes what was written. */
export function cancelExport(): void {
  subscription?.unsubscribe();
  subscription = undefined;
  set({ state: "idle" });
}
