/** How an answer stands to its proof, as a small sign with a name. */
import { IconCircleCheck, IconCircleDashed, IconCircleHalf2, IconCircleOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ProofState } from "./answer-view.ts";
import classes from "./proof-icon.module.css";

const SIGNS = {
  proven: { icon: IconCircleCheck, words: "proven" },
  partly: { icon: IconCircleHalf2, words: "partly proven" },
  unproven: { icon: IconCircleDashed, words: "not proven" },
  refused: { icon: IconCircleOff, words: "nothing found" },
} as const;

/** Icon and word; the colour only repeats them. */
export function ProofIcon({ state }: { readonly state: ProofState }): ReactNode {
  const { icon: Icon, words } = SIGNS[state];
  return (
    <span className={classes.sign} data-state={state}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {words}
    </span>
  );
}
