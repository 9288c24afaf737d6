/**
 * What is about to be deleted: out of sight at once, deleted when the note that offers the way back is gone.
 *
 * Until then nothing has happened in the archive, so taking it back is exact. A window that closes deletes what it said
 * it would. Erasing mail is not for this: it asks first, and happens.
 */
import { create } from "zustand";
import { toShownError } from "../errors.ts";
import { showToast } from "./toasts.ts";

/** Things out of sight, each by a name like `draft-3`. */
export const useRemovals = create<{ readonly keys: ReadonlySet<string> }>(() => ({ keys: new Set() }));

const pending = new Map<string, () => void>();

function show(key: string): void {
  useRemovals.setState(({ keys }) => ({ keys: new Set([...keys].filter((each) => each !== key)) }));
}

/** Hides `key` and carries `work` out unless it is taken back; `work` ends when lists have been asked for anew. */
export function removeSoon(key: string, text: string, work: () => Promise<unknown>): void {
  if (pending.has(key)) return;
  useRemovals.setState(({ keys }) => ({ keys: new Set([...keys, key]) }));
  const carryOut = (): void => {
    // The first to come takes it: the note's end, or the window's.
    if (!pending.delete(key)) return;
    work().then(
      () => show(key),
      (error: unknown) => {
        show(key);
        showToast({ text: toShownError(error).message, tone: "bad" });
      },
    );
  };
  pending.set(key, carryOut);
  showToast({
    text,
    tone: "plain",
    action: {
      label: "Undo",
      run() {
        pending.delete(key);
        show(key);
      },
    },
    onEnd: carryOut,
  });
}

/** Carries out what waits; for a window that closes. */
export function removeNow(): void {
  for (const carryOut of [...pending.values()]) carryOut();
}
