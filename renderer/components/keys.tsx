/** Keys of a shortcut, drawn as keys. */
import type { ReactNode } from "react";
import classes from "./keys.module.css";

/** Renders the keys side by side. */
export function Keys({ keys }: { readonly keys: readonly string[] }): ReactNode {
  return (
    <span className={classes.keys}>
      {keys.map((key) => (
        <kbd key={key} className={classes.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
