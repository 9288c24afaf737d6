/** What the library was showing, so that coming back finds it as it was left. */
import { create } from "zustand";

type LibraryView = {
  readonly words: string;
  /** How far the list was scrolled, in pixels. */
  readonly scrollTop: number;
  setWords(words: string): void;
  setScrollTop(scrollTop: number): void;
};

/** See {@link LibraryView}. */
export const useLibraryView = create<LibraryView>((set) => ({
  words: "",
  scrollTop: 0,
  setWords: (words) => set({ words, scrollTop: 0 }),
  setScrollTop: (scrollTop) => set({ scrollTop }),
}));
