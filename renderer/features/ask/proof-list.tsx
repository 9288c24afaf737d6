/** The quotes of an answer, each checked, one card each. */
import type { ReactNode } from "react";
import type { Citation } from "../../../shared/schemas.ts";
import { withKeys } from "../../keys.ts";
import { CitationCard } from "./citation-card.tsx";
import classes from "./proof-list.module.css";

/** Nothing where there are none. */
export function ProofList({
  citations,
  label = "Proof",
}: {
  readonly citations: readonly Citation[];
  readonly label?: string | null;
}): ReactNode {
  if (citations.length === 0) return null;
  return (
    <section aria-label={label ?? "Proof"}>
      {label !== null && <h3 className={classes.heading}>{label}</h3>}
      <ul className={classes.cards}>
        {withKeys(citations, (citation) => citation.quote).map(({ key, item: citation }) => (
          <li key={key}>
            <CitationCard citation={citation} />
          </li>
        ))}
      </ul>
    </section>
  );
}
