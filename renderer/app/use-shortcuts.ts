/** The keys that work everywhere: screens by number, the list of shortcuts. Each screen adds its own. */
import { useEffect, useState } from "react";
import type { MenuCommand } from "../../shared/host-bridge.ts";
import { navigate } from "./navigation.ts";
import { SCREENS, screenAddress } from "./route.ts";

/** Whether a key is being typed into a text field, where letters are letters. */
export function isTyping(event: KeyboardEvent): boolean {
  return isTextField(event.target);
}

/** Whether text is typed into it. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(?:radio|checkbox|button|submit|range)$/.test(target.type);
  return target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The dialogs that keys and the menu open. */
export type Shortcuts = {
  readonly isShown: boolean;
  readonly isPaletteShown: boolean;
  show(): void;
  hide(): void;
  showPalette(): void;
  hidePalette(): void;
  onCommand(command: MenuCommand): void;
};

/** Listens while the window lives; tells which dialog is shown. */
export function useShortcuts(): Shortcuts {
  const [shown, setShown] = useState<"none" | "list" | "palette">("none");
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const screen = isCommand && /^[1-9]$/.test(event.key) ? SCREENS[Number(event.key) - 1] : undefined;
      if (screen !== undefined) {
        event.preventDefault();
        navigate(screenAddress(screen));
      } else if (isCommand && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setShown((before) => (before === "palette" ? "none" : "palette"));
      } else if (event.key === "F1" || (event.key === "?" && !isTyping(event))) {
        event.preventDefault();
        setShown("list");
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  const hide = (): void => setShown("none");
  return {
    isShown: shown === "list",
    isPaletteShown: shown === "palette",
    show: () => setShown("list"),
    hide,
    showPalette: () => setShown("palette"),
    hidePalette: hide,
    onCommand(command) {
      switch (command) {
        case "palette":
          return setShown("palette");
        case "shortcuts":
          return setShown("list");
        case "settings":
        case "log":
          return navigate(screenAddress("settings"));
        case "import":
          return navigate(screenAddress("sources"));
        case "search":
          return navigate(screenAddress("library"));
      }
    },
  };
}
