/** What came of a question: progress, text, its standing, proof, receipt, or what went wrong. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { AskResult } from "../../../shared/schemas.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { countOf } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import { ReceiptMarks } from "../prompt/exam-mark.tsx";
import { LeftOut } from "../prompt/left-out.tsx";
import { ReceiptLine } from "../prompt/receipt-line.tsx";
import type { Run } from "../prompt/run.ts";
import { RunProgress } from "../prompt/run-progress.tsx";
import classes from "./answer-body.module.css";
import { AnswerText } from "./answer-text.tsx";
import { type AnswerView, type AskSubject, proofState } from "./answer-view.ts";
import { ask, useAskRun } from "./ask-run.ts";
import { CitationCard } from "./citation-card.tsx";

/** The one error whose remedy can be clicked here. */
function WindowRemedy({ view }: { readonly view: AnswerView }): ReactNode {
  return (
    <>
      <Button size="xs" variant="default" onClick={() => ask(view.question, view.scope, "newest")}>
        Ask the newest that fit
      </Button>
      <Button size="xs" variant="default" component="a" href={screenAddress("settings")}>
        Choose another model
      </Button>
    </>
  );
}

function Failure({ view }: { readonly view: AnswerView }): ReactNode {
  if (view.error === null || view.state === "stopped") {
    return (
      <Notice
        tone="warn"
        title={
          view.answer === "" ? "Stopped before an answer came." : "Stopped: this is only the beginning of an answer."
        }
      >
        {view.answer !== "" && <p>Nothing in it was checked.</p>}
      </Notice>
    );
  }
  const { code, message, remedy } = view.error;
  return (
    <ErrorNote error={Object.assign(new Error(`${message} ${remedy}`.trim()))}>
      {code === "WINDOW_TOO_SMALL" && <WindowRemedy view={view} />}
      {/^(ENDPOINT|MODEL|ENGINE)/.test(code) && (
        <Button size="xs" variant="default" component="a" href={screenAddress("settings")}>
          Open Settings
        </Button>
      )}
    </ErrorNote>
  );
}

function Standing({ view }: { readonly view: AnswerView }): ReactNode {
  switch (proofState(view)) {
    case "proven":
      return null;
    case "partly":
      return <Notice tone="warn" title="Not everything in this answer is proven. See below which words are." />;
    case "unproven":
      return (
        <Notice
          tone="warn"
          title={
            view.citations.some((citation) => citation.state === "near")
              ? "Not proven: what was read says something close to this, not the same."
              : "Not proven: nothing in this answer could be found in your mail."
          }
        >
          <p>Do not rely on it. A larger model, or a narrower scope, may answer with words that can be checked.</p>
        </Notice>
      );
    case "refused":
      return <Notice tone="info" title="The model found nothing about this in what it read." />;
  }
}

type Props = { readonly view: AnswerView; readonly run: Run<AskSubject, AskResult> | null };

/** `run` while it is under way. */
export function AnswerBody({ view, run }: Props): ReactNode {
  const isLive = run !== null;
  return (
    <>
      {view.answer !== "" && <AnswerText view={view} />}
      {isLive && <RunProgress run={run} onStop={useAskRun.stop} />}
      {!isLive && view.state === "running" && <Notice tone="info" title="Being answered in another window." />}
      {(view.state === "failed" || view.state === "stopped") && <Failure view={view} />}
      {view.state === "done" && <Standing view={view} />}
      {view.citations.length > 0 && (
        <section aria-label="Proof">
          <h2 className={classes.heading}>Proof</h2>
          <ul className={classes.cards}>
            {withKeys(view.citations, (citation) => citation.quote).map(({ key, item: citation }) => (
              <li key={key}>
                <CitationCard citation={citation} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {view.fit !== null && view.fit.leftOut.length > 0 && (
        <Notice tone="warn" title={`Answered from the newest ${countOf(view.fit.kept, "document")} only.`}>
          <p>
            <LeftOut ids={view.fit.leftOut} verb="stayed out of the window" />
          </p>
        </Notice>
      )}
      {view.receipt !== null && <ReceiptMarks receipt={view.receipt} />}
      {view.receipt !== null && <ReceiptLine receipt={view.receipt} />}
    </>
  );
}
