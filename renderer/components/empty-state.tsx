/** What stands where there is nothing yet: a picture, a sentence, what to do. */
import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

type Props = {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly role?: "alert" | "status";
  readonly children?: ReactNode;
};

/** Centred in its space. */
export function EmptyState({ title, icon, role, children }: Props): ReactNode {
  return (
    <div className={classes.empty} role={role}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.body}>{children}</div>
    </div>
  );
}
