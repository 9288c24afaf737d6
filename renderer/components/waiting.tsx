/** A quiet sign that something is coming; it shows only after a moment, so that fast answers do not flicker. */
import { Loader } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./waiting.module.css";

/** `label` is what is awaited, for screen readers and beside the sign. */
export function Waiting({ label }: { readonly label: string }): ReactNode {
  return (
    <div className={classes.waiting} role="status">
      <Loader size="xs" color="var(--lh-accent)" aria-hidden />
      <span>{label}…</span>
    </div>
  );
}
