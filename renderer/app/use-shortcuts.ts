/** The keys that work everywhere: screens by number, the list of shortcuts. Each screen adds its own. */
import { useEffect, useState } from "react";
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

/** Listens while the window lives; tells whether the list of shortcuts is shown. */
export function useShortcuts(): { readonly isShown: boolean; show(): void; hide(): void } {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const screen = isCommand && /^[1-9]$/.test(event.key) ? SCREENS[Number(event.key) - 1] : undefined;
      if (screen !== undefined) {
        event.preventDefault();
        navigate(screenAddress(screen));
      } else if (event.key === "?" && !isTyping(event)) {
        event.preventDefault();
        setShown(true);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return { isShown, show: () => setShown(true), hide: () => setShown(false) };
}
