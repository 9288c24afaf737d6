/** How the window looks beside light and dark: text size and contrast; kept on this machine, not in the archive. */
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";

/** The smallest and the largest text, in pixels of body text. */
export const TEXT_RANGE = { least: 13, most: 20, usual: 14 } as const;

type Appearance = {
  readonly textSize: number;
  readonly contrast: "system" | "high";
  setTextSize(pixels: number): void;
  setContrast(contrast: "system" | "high"): void;
};

/** See {@link Appearance}. */
export const useAppearance = create<Appearance>()(
  persist(
    (set) => ({
      textSize: TEXT_RANGE.usual,
      contrast: "system",
      setTextSize: (textSize) => set({ textSize: Math.min(TEXT_RANGE.most, Math.max(TEXT_RANGE.least, textSize)) }),
      setContrast: (contrast) => set({ contrast }),
    }),
    { name: "longhand:appearance", version: 1, storage: createJSONStorage(() => localStorage) },
  ),
);

/** Puts it onto the page, now and after every change: everything is measured in the root's text size. */
export function applyAppearance(): () => void {
  const apply = ({ textSize, contrast }: Appearance): void => {
    const root = document.documentElement;
    root.style.fontSize = `${(16 * textSize) / TEXT_RANGE.usual}px`;
    root.dataset["contrast"] = contrast;
  };
  apply(useAppearance.getState());
  return useAppearance.subscribe(apply);
}
