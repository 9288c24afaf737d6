/** Quoted history, folded until asked for; open from the start when the cited words stand in it. */
import { UnstyledButton } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { countOf } from "../../format.ts";
import type { ShownBlock } from "./mail-blocks.ts";
import classes from "./mail-text.module.css";
import { MarkedText } from "./marked-text.tsx";

/** A disclosure. */
export function QuotedBlock({ block }: { readonly block: ShownBlock }): ReactNode {
  const [isOpen, setOpen] = useState(block.mark !== null);
  return (
    <div>
      <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconDots size={16} aria-hidden />
        {isOpen ? "Hide quoted text" : `Show quoted text, ${countOf(block.lines, "line")}`}
      </UnstyledButton>
      {isOpen && (
        <blockquote className={classes.quoted} dir="auto">
          <MarkedText text={block.text} mark={block.mark} />
        </blockquote>
      )}
    </div>
  );
}
