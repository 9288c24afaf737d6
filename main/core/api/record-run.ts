/**
 * Keeps a question's or draft's history row true while it runs: partial text now and then, its end always.
 */
import { LonghandError, sentenceOf, toErrorRecord } from "../../../shared/errors.ts";
import type { RunState } from "../../../shared/schemas.ts";

/** Partial text is stored at most this often, so that a crash loses no more than this. */
const SAVE_INTERVAL_MS = 750;

/** What is stored at a moment. */
export type RunSnapshot<R> = {
  readonly state: RunState;
  readonly text: string;
  readonly result?: R;
  readonly error?: { readonly code: string; readonly message: string };
};

type AnyEvent<R> = { readonly event: string; readonly text?: string; readonly result?: R };

/** Passes events through and stores what they say; `save` without a writer does nothing. */
export async function* recordRun<R, E extends AnyEvent<R>>(
  events: AsyncGenerator<E>,
  save: (snapshot: RunSnapshot<R>) => Promise<unknown>,
): AsyncGenerator<E> {
  let text = "";
  let savedAt = performance.now();
  let isSettled = false;
  try {
    for await (const event of events) {
      if (event.event === "text") text += event.text ?? "";
      if (event.event === "result" && event.result !== undefined) {
        isSettled = true;
        await save({ state: "done", text, result: event.result });
      } else if (performance.now() - savedAt > SAVE_INTERVAL_MS) {
        savedAt = performance.now();
        await save({ state: "running", text });
      }
      yield event;
    }
  } catch (error) {
    isSettled = true;
    const record = toErrorRecord(error);
    const isStopped = error instanceof LonghandError && error.code === "CANCELLED";
    await save({
      state: isStopped ? "stopped" : "failed",
      text,
      error: { code: record.code, message: sentenceOf(record) },
    });
    throw error;
  } finally {
    // The reader went away in the middle (a page was closed).
    if (!isSettled) await save({ state: "stopped", text });
  }
}
