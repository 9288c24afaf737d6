/** What the mail shall say, before it is drafted: for a reply, a message from elsewhere, or a new mail. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import type { DraftTarget } from "../../../shared/schemas.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { useWriteForm } from "../../stores/write-form.ts";
import { isUnderWay } from "../prompt/run.ts";
import { RunProgress } from "../prompt/run-progress.tsx";
import { BesideMessage } from "./beside-message.tsx";
import { startDraft, useDraftRun } from "./draft-run.ts";
import classes from "./reply-page.module.css";
import { toWishes } from "./wishes.ts";
import { useLearn, WishesForm } from "./wishes-form.tsx";

type Props = { readonly target: DraftTarget; readonly children?: ReactNode; readonly isReady?: boolean };

/** The page of what is to be written; `children` stand above the wishes. */
export function ReplyPage({ target, children, isReady = true }: Props): ReactNode {
  const run = useDraftRun((state) => state.run);
  const { learn } = useLearn();
  useEffect(() => useWriteForm.getState().begin(target), [target]);
  const isMine = run !== null && JSON.stringify(run.subject.target) === JSON.stringify(target);
  const isBusy = isUnderWay(run);
  const send = (fit: "newest" | undefined, allowEvict = false): void => {
    const form = useWriteForm.getState();
    startDraft({ target, wishes: toWishes(form, learn), scope: form.scope, fit, allowEvict });
  };
  return (
    <BesideMessage target={target}>
      <header>
        <h1 className={classes.title}>{target.type === "new" ? "A mail in your hand" : "A reply in your hand"}</h1>
        <p className={classes.lead}>
          Say what the {target.type === "new" ? "mail" : "reply"} should say
          {target.type === "new" ? "" : ", or nothing at all"}. The rest is learned from your own mail.
        </p>
      </header>
      {children}
      <WishesForm
        isBusy={isBusy || !isReady}
        {...(target.type === "new" ? { languageHint: "As I would" } : {})}
        onSend={send}
      />
      {isMine && isBusy && <RunProgress run={run} onStop={useDraftRun.stop} />}
      {isMine && run.id === null && run.phase === "failed" && run.error !== null && (
        <ErrorNote error={new Error(`${run.error.message} ${run.error.remedy}`.trim())}>
          {run.error.code === "WOULD_EVICT" && (
            <Button size="xs" variant="default" onClick={() => startDraft({ ...run.subject, allowEvict: true })}>
              Draft anyway
            </Button>
          )}
        </ErrorNote>
      )}
      {isMine && run.id === null && run.result !== null && <p className={classes.loose}>{run.result.draft}</p>}
    </BesideMessage>
  );
}
