/** What the reply shall say, before it is drafted. */
import { type ReactNode, useEffect } from "react";
import { ErrorNote } from "../../components/error-note.tsx";
import { useWriteForm } from "../../stores/write-form.ts";
import { isUnderWay } from "../prompt/run.ts";
import { RunProgress } from "../prompt/run-progress.tsx";
import { BesideMessage } from "./beside-message.tsx";
import { startDraft, useDraftRun } from "./draft-run.ts";
import classes from "./reply-page.module.css";
import { toWishes } from "./wishes.ts";
import { WishesForm } from "./wishes-form.tsx";

/** The page of a mail that is to be answered. */
export function ReplyPage({ replyTo }: { readonly replyTo: string }): ReactNode {
  const run = useDraftRun((state) => state.run);
  useEffect(() => useWriteForm.getState().begin(replyTo), [replyTo]);
  const isMine = run !== null && run.subject.replyTo === replyTo;
  const isBusy = isUnderWay(run);
  const send = (fit: "newest" | undefined): void => {
    const form = useWriteForm.getState();
    startDraft({ replyTo, wishes: toWishes(form), scope: form.scope, fit });
  };
  return (
    <BesideMessage replyTo={replyTo}>
      <header>
        <h1 className={classes.title}>A reply in your hand</h1>
        <p className={classes.lead}>
          Say what the reply should say, or nothing at all. The rest is learned from your own mail.
        </p>
      </header>
      <WishesForm isBusy={isBusy} onSend={send} />
      {isMine && isBusy && <RunProgress run={run} onStop={useDraftRun.stop} />}
      {isMine && run.id === null && run.phase === "failed" && run.error !== null && (
        <ErrorNote error={new Error(`${run.error.message} ${run.error.remedy}`.trim())} />
      )}
      {isMine && run.id === null && run.result !== null && <p className={classes.loose}>{run.result.draft}</p>}
    </BesideMessage>
  );
}
