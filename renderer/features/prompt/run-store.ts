/**
 * A run of the model as the window sees it: reading, writing, done. Lives outside components, so that changing the
 * screen does not end it.
 *
 * When the core dies the run is over here too: it is never sent again by itself, because reading may cost hours and
 * a prompt that killed the core would kill it again. The history keeps what was written.
 */
import { create, type StoreApi, type UseBoundStore } from "zustand";
import { LOST_CONNECTION, type ShownError, toShownError } from "../../errors.ts";
import { useConnection } from "../../stores/connection.ts";

/** Tokens read of all tokens. */
export type Prefill = { readonly processed: number; readonly cached: number; readonly total: number };

/** What a run reports; the shape of ask.run and draft.reply. */
export type RunEvent<R> =
  | { readonly event: "started"; readonly id: number | null }
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
  readonly result: R | null;
  readonly error: ShownError | null;
};

/** Listens to a run; the shape of a tRPC subscription. */
type Subscribe<R> = (listener: {
  onData(event: RunEvent<R>): void;
  onError(error: unknown): void;
  onComplete(): void;
}) => { unsubscribe(): void };

/** Begins and stops runs of one kind, one at a time. */
export type RunStore<S, R> = UseBoundStore<StoreApi<{ readonly run: Run<S, R> | null }>> & {
  begin(subject: S, subscribe: Subscribe<R>, onStarted: (id: number | null) => void, onEnded: () => void): void;
  stop(): void;
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
    case "prefill":
      return {
        ...run,
        phase: "reading",
        prefill: event.progress,
        prefillStartedAt: run.prefillStartedAt ?? now,
      };
    case "text":
      return { ...run, phase: "writing", text: run.text + event.text };
    case "result":
      return { ...run, phase: "done", result: event.result };
  }
}

/** Creates the store of one kind of run. */
export function createRunStore<S, R>(): RunStore<S, R> {
  const store = create<{ readonly run: Run<S, R> | null }>(() => ({ run: null }));
  let end: (phase: "failed" | "stopped", error: ShownError | null) => void = () => undefined;

  function begin(
    subject: S,
    subscribe: Subscribe<R>,
    onStarted: (id: number | null) => void,
    onEnded: () => void,
  ): void {
    end("stopped", null);
    store.setState({
      run: {
        subject,
        phase: "waiting",
        id: null,
        text: "",
        prefill: null,
        prefillStartedAt: null,
        result: null,
        error: null,
      },
    });
    let isOver = false;
    const change = (make: (run: Run<S, R>) => Run<S, R>): void =>
      store.setState(({ run }) => ({ run: run === null ? null : make(run) }));
    const finish = (): void => {
      isOver = true;
      subscription.unsubscribe();
      stopListening();
      onEnded();
    };
    const subscription = subscribe({
      onData(event) {
        if (isOver) return;
        change((run) => afterEvent(run, event, Date.now()));
        if (event.event === "started") onStarted(event.id);
        if (event.event === "result") finish();
      },
      onError: (error) => end("failed", toShownError(error)),
      onComplete: () => end("stopped", null),
    });
    const stopListening = useConnection.subscribe(({ line }) => {
      if (line === "lost") end("failed", LOST_CONNECTION);
    });
    end = (phase, error) => {
      if (isOver) return;
      change((run) => ({ ...run, phase, error }));
      finish();
    };
  }

  return Object.assign(store, { begin, stop: () => end("stopped", null) });
}
