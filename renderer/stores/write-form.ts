/** What is wished of the draft that is being prepared; one at a time, kept for this window only. */
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { DraftTarget, DraftWishes, Scope } from "../../shared/schemas.ts";

/** The wishes as they stand in the form. */
export type WriteWishes = {
  /** What they are for; wishes for something else begin empty. */
  readonly target: DraftTarget | null;
  readonly points: string;
  readonly language: string;
  readonly length: string;
  readonly formality: string;
};

type WriteForm = WriteWishes & {
  /** Which mail the model reads for a draft; stays from one draft to the next. */
  readonly scope: Scope;
  /** What of it it learns from; null follows the backtest. */
  readonly learn: DraftWishes["learn"] | null;
  change(part: Partial<WriteWishes>): void;
  /** Makes the form be about something. */
  begin(target: DraftTarget): void;
  setScope(scope: Scope): void;
  setLearn(learn: NonNullable<DraftWishes["learn"]>): void;
};

const EMPTY = { points: "", language: "", length: "", formality: "" };

/** See {@link WriteForm}. */
export const useWriteForm = create<WriteForm>()(
  persist(
    (set, get) => ({
      ...EMPTY,
      target: null,
      scope: {},
      learn: null,
      change: (part) => set(part),
      begin: (target) => {
        if (JSON.stringify(get().target) !== JSON.stringify(target)) set({ ...EMPTY, target });
      },
      setScope: (scope) => set({ scope }),
      setLearn: (learn) => set({ learn }),
    }),
    { name: "longhand:write-form", version: 1, storage: createJSONStorage(() => sessionStorage) },
  ),
);
