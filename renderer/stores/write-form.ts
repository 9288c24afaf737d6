/** What is wished of the draft that is being prepared; one at a time, kept for this window only. */
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Scope } from "../../shared/schemas.ts";

/** The wishes as they stand in the form. */
export type WriteWishes = {
  /** The mail they are for; wishes for another mail begin empty. */
  readonly replyTo: string | null;
  readonly points: string;
  readonly language: string;
  readonly length: string;
};

type WriteForm = WriteWishes & {
  /** Which mail the model reads for a draft; stays from one draft to the next. */
  readonly scope: Scope;
  change(part: Partial<WriteWishes>): void;
  /** Makes the form be about a mail. */
  begin(replyTo: string): void;
  setScope(scope: Scope): void;
};

const EMPTY = { points: "", language: "", length: "" };

/** See {@link WriteForm}. */
export const useWriteForm = create<WriteForm>()(
  persist(
    (set, get) => ({
      ...EMPTY,
      replyTo: null,
      scope: {},
      change: (part) => set(part),
      begin: (replyTo) => {
        if (get().replyTo !== replyTo) set({ ...EMPTY, replyTo });
      },
      setScope: (scope) => set({ scope }),
    }),
    { name: "longhand:write-form", storage: createJSONStorage(() => sessionStorage) },
  ),
);
