/** A person's initials in a circle; decoration, the name stands beside it. */
import type { ReactNode } from "react";
import type { Person } from "../../shared/schemas.ts";
import { initials } from "../format.ts";
import classes from "./avatar.module.css";

/** Hidden from screen readers. */
export function Avatar({ person }: { readonly person: Person | null }): ReactNode {
  return (
    <span className={classes.avatar} aria-hidden>
      {initials(person)}
    </span>
  );
}
