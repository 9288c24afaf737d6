/** Keeps an edited text in the archive shortly after the last key, and at once when the page is left. */
import { useCallback, useEffect, useRef, useState } from "react";
import { api, queryClient, trpc } from "../../api.ts";
import { type ShownError, toShownError } from "../../errors.ts";

const DELAY_MS = 500;
/** A save that was lost with the core is tried again after this time, until it is kept. */
const RETRY_MS = 1500;

/** How the text on the screen stands to the archive. */
export type SaveState =
  | { readonly state: "clean" | "dirty" | "saving" | "saved" }
  | { readonly state: "failed"; readonly error: ShownError };

/** `save` is called with every change of draft `id`. */
export function useAutosave(id: number): { save(text: string): void; readonly status: SaveState } {
  const [status, setStatus] = useState<SaveState>({ state: "clean" });
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const text = pending.current;
    if (text === null) return;
    setStatus({ state: "saving" });
    try {
      await api.draft.save.mutate({ id, edited: text });
      if (pending.current === text) {
        pending.current = null;
        setStatus({ state: "saved" });
      }
      void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
    } catch (error) {
      const shown = toShownError(error);
      setStatus({ state: "failed", error: shown });
      if (shown.code === "CONNECTION") timer.current = setTimeout(() => void flush(), RETRY_MS);
    }
  }, [id]);

  useEffect(() => {
    const onLeave = (): void => void flush();
    window.addEventListener("pagehide", onLeave);
    return () => {
      window.removeEventListener("pagehide", onLeave);
      void flush();
    };
  }, [flush]);

  const save = useCallback(
    (text: string): void => {
      pending.current = text;
      setStatus({ state: "dirty" });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), DELAY_MS);
    },
    [flush],
  );
  return { save, status };
}
