/** A word on whether the edited text is kept. */
import { IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./save-mark.module.css";
import type { SaveState } from "./use-autosave.ts";

function words(status: SaveState, hasEdits: boolean): string {
  switch (status.state) {
    case "clean":
      return hasEdits ? "Your edits are kept" : "";
    case "dirty":
    case "saving":
      return "Keeping your edits…";
    case "saved":
      return "Your edits are kept";
    case "conflict":
      return "Not kept yet: changed in another window";
    case "failed":
      return status.error.code === "CONNECTION"
        ? "Not kept yet; trying again"
        : `Not kept: ${status.error.message} ${status.error.remedy}`.trim();
  }
}

/** Quiet, and read out when it changes. */
export function SaveMark({ status, hasEdits }: { readonly status: SaveState; readonly hasEdits: boolean }): ReactNode {
  const text = words(status, hasEdits);
  return (
    <span className={classes.mark} data-bad={status.state === "failed"} role="status">
      {text.startsWith("Your") && <IconCircleCheck size={14} aria-hidden />}
      {text}
    </span>
  );
}
