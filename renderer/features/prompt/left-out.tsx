/** The documents that were, or would be, left out: counted, and listed on a click. */
import { UnstyledButton } from "@mantine/core";
import { Fragment, type ReactNode, useState } from "react";
import { documentAddress } from "../../app/route.ts";
import { countOf, formatCount } from "../../format.ts";
import classes from "./left-out.module.css";

/** More are counted, not listed. */
const MAX_LISTED = 300;

type Props = { readonly ids: readonly string[]; readonly verb: string };

/** `148 documents stayed out`, with their ids behind it. */
export function LeftOut({ ids, verb }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (ids.length === 0) return <>Nothing {verb}.</>;
  return (
    <>
      <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {countOf(ids.length, "document")} {verb}
      </UnstyledButton>
      {isOpen && (
        <span className={classes.list}>
          {ids.slice(0, MAX_LISTED).map((id) => (
            <Fragment key={id}>
              <a href={documentAddress(id)}>{id}</a>{" "}
            </Fragment>
          ))}
          {ids.length > MAX_LISTED && `and ${formatCount(ids.length - MAX_LISTED)} more`}
        </span>
      )}
    </>
  );
}
