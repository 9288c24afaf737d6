/** A note with a tone: icon, words and colour, never colour alone. */
import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./notice.module.css";

/** What a note is about. */
export type Tone = "info" | "good" | "warn" | "bad";

const ICONS = { info: IconInfoCircle, good: IconCircleCheck, warn: IconAlertTriangle, bad: IconExclamationCircle };

type Props = {
  readonly tone: Tone;
  readonly title?: string;
  readonly role?: "alert" | "status";
  readonly children?: ReactNode;
};

/** A block of its own. */
export function Notice({ tone, title, role, children }: Props): ReactNode {
  const Icon = ICONS[tone];
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <Icon size={18} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        {title !== undefined && <p className={classes.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
