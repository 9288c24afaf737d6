/**
 * Keeps an edited text in the archive shortly after the last key, and at once when the page is left.
 *
 * Until the archive confirms it, the text is also in the window's session storage; a text that was changed elsewhere
 * in the meantime is never overwritten without being asked.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { api, queryClient, sendNow, trpc } from "../../api.ts";
import { type ShownError, toShownError } from "../../errors.ts";
import { compareUnsaved, forgetUnsaved, keepUnsaved, readUnsaved, type UnsavedText } from "./unsaved-text.ts";

const DELAY_MS = 500;
/** A save that was lost with the core is tried again after this time, until it is kept. */
const RETRY_MS = 1500;

/** How the text on the screen stands to the archive. */
export type SaveState =
  | { readonly state: "clean" | "dirty" | "saving" | "saved" | "conflict" }
  | { readonly state: "failed"; readonly error: ShownError };

/** `theirs` is the stored text where it was changed elsewhere while this one was being edited. */
export type Autosave = {
  readonly text: string;
  readonly status: SaveState;
  readonly theirs: string | null;
  change(text: string): void;
  takeTheirs(): void;
  keepMine(): void;
};

function storedText(record: DraftRecord): string {
  return record.edited ?? record.draft;
}

/** What was left unsaved by an earlier visit, unless the archive has it. */
function leftOver(record: DraftRecord): UnsavedText | null {
  const unsaved = readUnsaved(record.id);
  if (unsaved === null || compareUnsaved(storedText(record), unsaved) !== "same") return unsaved;
  forgetUnsaved(record.id);
  return null;
}

/** `record` is the draft as the archive has it, fetched anew now and then. */
export function useAutosave(record: DraftRecord): Autosave {
  const { id } = record;
  const stored = storedText(record);
  const [first] = useState(() => leftOver(record));
  const [text, setText] = useState(first?.text ?? stored);
  const [status, setStatus] = useState<SaveState>({ state: first === null ? "clean" : "dirty" });
  const [theirs, setTheirs] = useState<string | null>(null);
  /** What the archive holds as far as this window knows, while nothing is unsaved. */
  const base = useRef(stored);
  const unsaved = useRef<UnsavedText | null>(first);
  const hasConflict = useRef(false);
  const isSaving = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const hold = useCallback(
    (next: UnsavedText): void => {
      unsaved.current = next;
      keepUnsaved(id, next);
    },
    [id],
  );

  /** Compares with what the archive has; false where saving would overwrite what was written elsewhere. */
  const mayOverwrite = useCallback((now: string): boolean => {
    if (unsaved.current === null || compareUnsaved(now, unsaved.current) !== "theirs") return true;
    hasConflict.current = true;
    setTheirs(now);
    setStatus({ state: "conflict" });
    return false;
  }, []);

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    if (unsaved.current === null || hasConflict.current || isSaving.current) return;
    isSaving.current = true;
    setStatus({ state: "saving" });
    try {
      if (!mayOverwrite(storedText(await api.draft.get.query({ id })))) return;
      const sent = unsaved.current.text;
      hold({ ...unsaved.current, sent });
      await api.draft.save.mutate({ id, edited: sent });
      base.current = sent;
      if (unsaved.current.text === sent) {
        unsaved.current = null;
        forgetUnsaved(id);
        setStatus({ state: "saved" });
      } else {
        hold({ ...unsaved.current, base: sent });
        timer.current = setTimeout(() => void flush(), DELAY_MS);
      }
      const { queryKey } = trpc.draft.get.queryOptions({ id });
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (old) =>
        old === undefined ? old : { ...old, edited: sent, editedAt: new Date().toISOString() },
      );
      void queryClient.invalidateQueries({ queryKey: trpc.draft.list.pathKey() });
    } catch (error) {
      const shown = toShownError(error);
      setStatus({ state: "failed", error: shown });
      if (shown.code === "CONNECTION") timer.current = setTimeout(() => void flush(), RETRY_MS);
    } finally {
      isSaving.current = false;
    }
  }, [id, hold, mayOverwrite]);

  // The archive's text changed: by this window's save, or elsewhere.
  useEffect(() => {
    if (stored === base.current) return;
    if (unsaved.current === null) {
      base.current = stored;
      setText(stored);
      setStatus({ state: "clean" });
    } else mayOverwrite(stored);
  }, [stored, mayOverwrite]);

  useEffect(() => {
    const onLeave = (): void => {
      if (unsaved.current === null || hasConflict.current) return;
      const sent = unsaved.current.text;
      hold({ ...unsaved.current, sent });
      sendNow("draft.save", { id, edited: sent });
    };
    const onHide = (): void => {
      if (document.visibilityState === "hidden") void flush();
    };
    window.addEventListener("pagehide", onLeave);
    document.addEventListener("visibilitychange", onHide);
    void flush();
    return () => {
      window.removeEventListener("pagehide", onLeave);
      document.removeEventListener("visibilitychange", onHide);
      void flush();
    };
  }, [id, flush, hold]);

  return {
    text,
    status,
    theirs,
    change(value) {
      setText(value);
      hold({ base: base.current, sent: null, ...unsaved.current, text: value });
      if (hasConflict.current) return;
      setStatus({ state: "dirty" });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), DELAY_MS);
    },
    takeTheirs() {
      if (theirs === null) return;
      clearTimeout(timer.current);
      hasConflict.current = false;
      unsaved.current = null;
      base.current = theirs;
      forgetUnsaved(id);
      setText(theirs);
      setTheirs(null);
      setStatus({ state: "clean" });
    },
    keepMine() {
      if (theirs === null) return;
      hasConflict.current = false;
      base.current = theirs;
      hold({ text, base: theirs, sent: null });
      setTheirs(null);
      void flush();
    },
  };
}
