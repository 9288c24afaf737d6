/** A run of the model as the window sees it: reading, writing, done. Pure. */
import type { CorpusProgress, ReadPrediction, ReadPurpose } from "../../../shared/schemas.ts";
import type { ShownError } from "../../errors.ts";

/** Tokens read of all tokens. */
export type Prefill = { readonly processed: number; readonly cached: number; readonly total: number };

/** What a run reports; the shape of ask.run and draft.reply. */
export type RunEvent<R> =
  | { readonly event: "started"; readonly id: number | null }
  | { readonly event: "preparing"; readonly progress: CorpusProgress }
  | { readonly event: "waiting"; readonly ahead: number; readonly running: ReadPurpose }
  | { readonly event: "prediction"; readonly prediction: ReadPrediction }
  | { readonly event: "prefill"; readonly progress: Prefill }
  | { readonly event: "text"; readonly text: string }
  | { readonly event: "result"; readonly result: R };

/** One run; `subject` is what was asked for. */
export type Run<S, R> = {
  readonly subject: S;
  readonly phase: "waiting" | "reading" | "writing" | "done" | "failed" | "stopped";
  readonly id: number | null;
  readonly text: string;
  readonly prefill: Prefill | null;
  readonly prefillStartedAt: number | null;
  /** How far putting the prompt together is, before anything is read. */
  readonly preparing: CorpusProgress | null;
  /** What runs on the endpoint while this one waits for its turn. */
  readonly behind: ReadPurpose | null;
  readonly prediction: ReadPrediction | null;
  readonly result: R | null;
  readonly error: ShownError | null;
};

/** Whether a run is still under way. */
export function isUnderWay(run: Run<unknown, unknown> | null): boolean {
  return run !== null && (run.phase === "waiting" || run.phase === "reading" || run.phase === "writing");
}

/** The run after an event. Pure. */
export function afterEvent<S, R>(run: Run<S, R>, event: RunEvent<R>, now: number): Run<S, R> {
  switch (event.event) {
    case "started":
      return { ...run, id: event.id };
    case "preparing":
      return { ...run, preparing: event.progress };
    case "waiting":
      return { ...run, preparing: null, behind: event.running };
    case "prediction":
      return { ...run, preparing: null, behind: null, prediction: event.prediction };
    case "prefill":
      return {
        ...run,
        phase: "reading",
        preparing: null,
        prefill: event.progress,
        prefillStartedAt: run.prefillStartedAt ?? now,
      };
    case "text":
      return { ...run, phase: "writing", text: run.text + event.text };
    case "result":
      return { ...run, phase: "done", result: event.result };
  }
}
