/** Text with one marked range. */
import type { ReactNode } from "react";
import { cutAt, type TextRange } from "./find-quote.ts";
import classes from "./mail-text.module.css";

/** Plain text; what looks like markup in it stays text. */
export function MarkedText({ text, mark }: { readonly text: string; readonly mark: TextRange | null }): ReactNode {
  return cutAt(text, mark).map((piece) =>
    piece.isMarked ? (
      <mark key="mark" className={classes.mark} data-testid="quote-mark">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
