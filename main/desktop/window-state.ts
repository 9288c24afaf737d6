/** Where the window stood: read when it opens, written when it moves. A place that is on no screen any more is forgotten. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type BrowserWindow, type Rectangle, screen } from "electron";
import { z } from "zod";

const stateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(760).max(20_000),
  height: z.int().min(520).max(20_000),
  isMaximized: z.boolean(),
});

/** How a window stood. */
export type WindowState = z.infer<typeof stateSchema>;

const SAVE_AFTER_MS = 400;
/** At least so much of it must be on a screen, so that it can be taken hold of. */
const VISIBLE = 120;

function isReachable({ x, y, width }: WindowState, areas: readonly Rectangle[]): boolean {
  return areas.some(
    (area) =>
      x + width >= area.x + VISIBLE &&
      x <= area.x + area.width - VISIBLE &&
      y >= area.y &&
      y <= area.y + area.height - VISIBLE,
  );
}

/** The state kept in `file`; undefined where there is none that can be used. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return isReachable(
      state,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    )
      ? state
      : undefined;
  } catch {
    // None yet, or half written: the window opens at its usual place.
    return undefined;
  }
}

/** Keeps the state of a window in `file` from now on. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch {
      // A full disk costs the place of the window, and nothing else.
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  window.on("resize", later);
  window.on("move", later);
  window.on("close", save);
}
