/**
 * Runs of the model, begun and stopped. They live outside components, so that changing the screen does not end them.
 *
 * When the core dies the run is over here too: it is never sent again by itself, because reading may cost hours and
 * a prompt that killed the core would kill it again. The history keeps what was written.
 */
import { create, type StoreApi, type UseBoundStore } from "zustand";
import { LOST_CONNECTION, type ShownError, toShownError } from "../../errors.ts";
import { useConnection } from "../../stores/connection.ts";
import { afterEvent, type Run, type RunEvent } from "./run.ts";

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
        preparing: null,
        behind: null,
        prediction: null,
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
