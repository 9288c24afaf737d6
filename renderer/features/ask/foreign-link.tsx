/** A link that the model wrote: it shows its address and opens nothing. */
import { Popover, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./answer-text.module.css";

/** The address can be read and copied. */
export function ForeignLink({
  address,
  children,
}: {
  readonly address: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Popover position="top" shadow="md" withinPortal>
      <Popover.Target>
        <UnstyledButton component="span" role="button" tabIndex={0} className={classes.foreign}>
          {children}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.note}>This link would lead to</p>
        <code className={classes.address}>{address}</code>
      </Popover.Dropdown>
    </Popover>
  );
}
