/** A screen that is one scrolling column: title, a sentence, sections. */
import type { ReactNode } from "react";
import classes from "./screen.module.css";

type Props = { readonly title: string; readonly lead?: string; readonly children: ReactNode };

/** The column is centred and never too wide to read. */
export function Screen({ title, lead, children }: Props): ReactNode {
  return (
    <div className={classes.scroll}>
      <div className={classes.column}>
        <header>
          <h1 className={classes.title}>{title}</h1>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        </header>
        {children}
      </div>
    </div>
  );
}

/** A part of a screen under a heading. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={classes.section}>
      <div className={classes.heading}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
