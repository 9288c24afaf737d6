/** What the library was showing, so that coming back finds it as it was left; kept for this window only. */
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Scope } from "../../shared/schemas.ts";

type LibraryView = {
  readonly words: string;
  /** What the list is restricted to. */
  readonly scope: Scope;
  /** How far the list was scrolled, in pixels. */
  readonly scrollTop: number;
  setWords(words: string): void;
  setScope(scope: Scope): void;
  setScrollTop(scrollTop: number): void;
};

/** See {@link LibraryView}. */
export const useLibraryView = create<LibraryView>()(
  persist(
    (set) => ({
      words: "",
      scope: {},
      scrollTop: 0,
      setWords: (words) => set({ words, scrollTop: 0 }),
      setScope: (scope) => set({ scope, scrollTop: 0 }),
      setScrollTop: (scrollTop) => set({ scrollTop }),
    }),
    { name: "longhand:library", version: 1, storage: createJSONStorage(() => sessionStorage) },
  ),
);
