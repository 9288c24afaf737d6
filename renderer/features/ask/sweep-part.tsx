/** What one window of a sweep said, with its proof. */
import type { ReactNode } from "react";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import { formatCount } from "../../format.ts";
import { ReceiptLine } from "../prompt/receipt-line.tsx";
import { AnswerText } from "./answer-text.tsx";
import { ProofList } from "./proof-list.tsx";
import type { SweepCell } from "./sweep-cells.ts";
import classes from "./sweep-part.module.css";
import { CELL_WORDS, cellRange } from "./sweep-words.ts";

function Said({ cell }: { readonly cell: SweepCell }): ReactNode {
  const { said, state } = cell;
  if (said === null) return <p className={classes.quiet}>{state === "reading" ? "Being read." : "Not read yet."}</p>;
  if (said.error !== null) return <p className={classes.bad}>{said.error}</p>;
  if (state === "nothing") return <p className={classes.quiet}>The model read it and found nothing about this.</p>;
  return (
    <>
      <AnswerText view={{ answer: said.answer, citations: said.citations, state: "done" }} isPart />
      {state === "said" && (
        <p className={classes.quiet}>None of this could be found in your mail, so it does not go into the answer.</p>
      )}
      <ProofList citations={said.citations} label={null} />
    </>
  );
}

/** A card. */
export function SweepPart({ cell }: { readonly cell: SweepCell }): ReactNode {
  const { number, first, said } = cell;
  return (
    <article className={classes.part} aria-label={`Window ${formatCount(number)}`}>
      <header className={classes.head}>
        <strong>Window {formatCount(number)}</strong>
        <span className={classes.quiet}>
          {cellRange(cell)} · {CELL_WORDS[cell.state]}
        </span>
        {first !== "" && (
          <a className={classes.open} href={documentAddress(first, { back: currentAddress() })}>
            Open its first document
          </a>
        )}
      </header>
      <Said cell={cell} />
      {said?.receipt != null && <ReceiptLine receipt={said.receipt} />}
    </article>
  );
}
