/** A thin bar with words under it; without a value it only says that work goes on. */
import { Progress } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./progress-line.module.css";

type Props = {
  readonly label: string;
  /** 0 to 100; null where it is not known. */
  readonly value: number | null;
  readonly children?: ReactNode;
};

/** `children` are the words under the bar. */
export function ProgressLine({ label, value, children }: Props): ReactNode {
  return (
    <div className={classes.line}>
      <Progress.Root size={5} radius="xl" className={classes.root ?? ""}>
        <Progress.Section
          value={value ?? 100}
          animated={value === null}
          striped={value === null}
          color="var(--lh-accent)"
          aria-label={label}
          {...(value === null ? { "aria-valuetext": "working" } : {})}
        />
      </Progress.Root>
      {children !== undefined && <div className={classes.words}>{children}</div>}
    </div>
  );
}
