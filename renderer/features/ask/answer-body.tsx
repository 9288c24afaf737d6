/** What came of a question: progress, text, its standing, proof, receipt, or what went wrong. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { AskResult } from "../../../shared/schemas.ts";
import { navigate } from "../../app/navigation.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { countOf } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { ReceiptMarks } from "../prompt/exam-mark.tsx";
import { LeftOut } from "../prompt/left-out.tsx";
import { ReceiptLine } from "../prompt/receipt-line.tsx";
import type { Run } from "../prompt/run.ts";
import { RunProgress } from "../prompt/run-progress.tsx";
import { AnswerText } from "./answer-text.tsx";
import type { AnswerView, AskSubject } from "./answer-view.ts";
import { ask, useAskRun } from "./ask-run.ts";
import { ProofList } from "./proof-list.tsx";
import { Standing } from "./standing.tsx";
import { Steering } from "./steering.tsx";
import { SweepBody } from "./sweep-body.tsx";

/** The question in the form, where what it takes is shown before it is asked. */
function toForm(view: AnswerView): void {
  useAskForm.setState({ question: view.question, scope: view.scope });
  navigate(screenAddress("ask"));
}

/** The one error whose remedy can be clicked here. */
function WindowRemedy({ view }: { readonly view: AnswerView }): ReactNode {
  return (
    <>
      <Button size="xs" variant="default" onClick={() => toForm(view)}>
        See the ways on
      </Button>
      <Button size="xs" variant="default" onClick={() => ask(view.question, view.scope, { fit: "newest" })}>
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
      {code === "CONVERSATION_TOO_LONG" && (
        <Button size="xs" variant="default" onClick={() => toForm(view)}>
          Ask it as a question of its own
        </Button>
      )}
      {/^(ENDPOINT|MODEL|ENGINE)/.test(code) && (
        <Button size="xs" variant="default" component="a" href={screenAddress("settings")}>
          Open Settings
        </Button>
      )}
    </ErrorNote>
  );
}

type Props = { readonly view: AnswerView; readonly run: Run<AskSubject, AskResult> | null; onStop?(): void };

/** `run` while it is under way. */
export function AnswerBody({ view, run, onStop = useAskRun.stop }: Props): ReactNode {
  const isLive = run !== null;
  if (view.isSweep) return <SweepBody view={view} run={run} />;
  return (
    <>
      {view.answer !== "" && <AnswerText view={view} />}
      {isLive && <RunProgress run={run} onStop={onStop} />}
      {!isLive && view.state === "running" && <Notice tone="info" title="Being answered in another window." />}
      {(view.state === "failed" || view.state === "stopped") && <Failure view={view} />}
      {view.state === "done" && <Standing view={view} />}
      <ProofList citations={view.citations} />
      <Steering notices={view.notices} />
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
