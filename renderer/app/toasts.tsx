/** Shows the notes of stores/toasts.ts; one stays while it is pointed at or has the focus. */
import { CloseButton, UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { removeNow } from "../stores/removals.ts";
import { hideToast, type Toast, useToasts } from "../stores/toasts.ts";
import classes from "./toasts.module.css";

/** Long enough to read it and to reach its button. */
const SHOWN_MS = 9000;

function Note({ toast }: { readonly toast: Toast }): ReactNode {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => hideToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only holds the note while it is looked at.
    <div
      className={classes.toast}
      data-tone={toast.tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={classes.text}>{toast.text}</span>
      {toast.action !== undefined && (
        <UnstyledButton
          className={classes.action}
          onClick={() => {
            toast.action?.run();
            hideToast(toast.id);
          }}
        >
          {toast.action.label}
        </UnstyledButton>
      )}
      <CloseButton size="sm" aria-label="Hide this note" onClick={() => hideToast(toast.id)} />
    </div>
  );
}

/** The place of the notes; screen readers are told what comes into it. */
export function Toasts(): ReactNode {
  const toasts = useToasts((state) => state.toasts);
  useEffect(() => {
    window.addEventListener("pagehide", removeNow);
    return () => window.removeEventListener("pagehide", removeNow);
  }, []);
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <Note key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
