/**
 * Closing while work is under way: asks, and can leave it running behind an icon to come back by.
 *
 * Owns the question and the icon. What is under way is what the page reported; the work itself is the core's.
 */
import { type BrowserWindow, dialog, Menu, nativeImage, Tray } from "electron";
import type { WorkReport } from "../../shared/host-bridge.ts";

/** The answers of the question, in the order of its buttons. */
const ANSWERS = ["background", "quit", "stay"] as const;

/** Watches over closing. */
export type Closing = {
  setWork(work: readonly WorkReport[]): void;
  /** Asks before this window closes, while work is under way. */
  guard(window: BrowserWindow): void;
  /** Brings hidden windows back and takes the icon away. */
  comeBack(): void;
  /** Quitting was decided: nothing asks any more. */
  release(): void;
};

/** `quit` ends the app; `icon` is the picture of the tray. */
export function watchClosing(icon: string, quit: () => void): Closing {
  let work: readonly WorkReport[] = [];
  let isReleased = false;
  let tray: Tray | undefined;
  const hidden = new Set<BrowserWindow>();

  function comeBack(): void {
    for (const window of hidden) window.show();
    hidden.clear();
    tray?.destroy();
    tray = undefined;
  }

  function leaveRunning(window: BrowserWindow): void {
    hidden.add(window);
    window.hide();
    tray ??= new Tray(nativeImage.createFromPath(icon));
    tray.setToolTip(`Longhand: ${work.map(({ words }) => words).join(", ")}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: "Open Longhand", click: comeBack },
        { label: "Stop and quit", click: quit },
      ]),
    );
    tray.on("click", comeBack);
  }

  return {
    setWork(next) {
      work = next;
      tray?.setToolTip(work.length === 0 ? "Longhand: done" : `Longhand: ${work.map(({ words }) => words).join(", ")}`);
    },
    guard(window) {
      window.on("close", (event) => {
        if (isReleased || work.length === 0) return;
        event.preventDefault();
        void dialog
          .showMessageBox(window, {
            type: "question",
            title: "Longhand",
            message: `Longhand is still working: ${work.map(({ words }) => words).join(", ")}.`,
            detail: "What is stopped goes on from where it was when Longhand is opened again.",
            buttons: ["Leave it running", "Stop and quit", "Cancel"],
            defaultId: 0,
            cancelId: 2,
          })
          .then(({ response }) => {
            const answer = ANSWERS[response] ?? "stay";
            if (answer === "background") leaveRunning(window);
            else if (answer === "quit") quit();
          });
      });
      window.on("closed", () => hidden.delete(window));
    },
    comeBack,
    release() {
      isReleased = true;
      tray?.destroy();
      tray = undefined;
    },
  };
}
