/** A new question: the words, what to read for them, what that costs. */
import { Button, Checkbox, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { trpc } from "../../api.ts";
import { answerAddress } from "../../app/route.ts";
import { COMMAND_KEY } from "../../app/shortcut-list.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { formatCount } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { CostLine, SendButtons, useCost } from "../prompt/cost-line.tsx";
import { usePrediction } from "../prompt/read-ahead.tsx";
import { isUnderWay } from "../prompt/run.ts";
import { ScopeBar } from "../prompt/scope-bar.tsx";
import classes from "./ask-form.module.css";
import { ask, startSweep, useAskRun } from "./ask-run.ts";
import { WaysOn } from "./ways-on.tsx";
import { WholeIsRead } from "./whole-is-read.tsx";

/** What the API takes (main/core/api/ask.ts), in characters. */
const QUESTION_LIMIT = 20_000;

/** Nothing until the limit is near. */
function LengthNote({ length }: { readonly length: number }): ReactNode {
  if (length < QUESTION_LIMIT * 0.9) return null;
  return (
    <p className={length > QUESTION_LIMIT ? classes.busy : classes.length} role="status">
      {formatCount(length)} of at most {formatCount(QUESTION_LIMIT)} characters
      {length > QUESTION_LIMIT && ": shorten the question to ask it"}
    </p>
  );
}

/** Enter asks, Shift+Enter breaks the line. */
export function AskForm(): ReactNode {
  const { question, scope, canary, setQuestion, setScope, setCanary } = useAskForm();
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const isBusy = useAskRun((state) => isUnderWay(state.run));
  const refused = useAskRun(({ run }) =>
    run?.phase === "failed" && run.id === null && run.subject.follows === null ? run.error : null,
  );
  const { report } = useCost(scope);
  const evicts = usePrediction(scope, report?.fits === true)?.evicts ?? null;
  const input = useRef<HTMLTextAreaElement>(null);

  const { length } = question.trim();
  const canAsk = length > 0 && length <= QUESTION_LIMIT && !isBusy;
  const send = (fit: "newest" | undefined, allowEvict = false): void => {
    if (!canAsk) return;
    ask(question.trim(), scope, { fit, allowEvict });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    // What does not fit, or pushes out what was read ahead, is sent only by its own button, never by a key.
    if (report?.fits !== false && evicts === null) send(undefined);
  };

  if (status?.documents === 0) {
    return (
      <div className={classes.nothing}>
        <EmptyState title="There is nothing to ask yet">
          <p>
            <a href="#/sources">Bring your mail</a>, and then ask it anything.
          </p>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={classes.form}>
      <h1 className={classes.title}>Ask your archive</h1>
      <p className={classes.lead}>
        The model reads every mail you choose below, and each quote in its answer is checked.
      </p>
      <div className={classes.composer}>
        <Textarea
          ref={input}
          aria-label="Your question"
          placeholder="What did we agree about the rent?"
          autosize
          minRows={2}
          maxRows={10}
          variant="unstyled"
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          classNames={{ input: classes.input ?? "" }}
          data-autofocus
          autoFocus
        />
        <div className={classes.foot}>
          <ScopeBar scope={scope} onChange={setScope} />
          {report?.fits !== false && <SendButtons scope={scope} label="Ask" isDisabled={!canAsk} onSend={send} />}
        </div>
      </div>
      <div className={classes.cost}>
        <LengthNote length={length} />
        {refused !== null && (
          <ErrorNote error={new Error(`${refused.message} ${refused.remedy}`.trim())}>
            {refused.code === "WOULD_EVICT" && (
              <Button size="xs" variant="default" disabled={!canAsk} onClick={() => send(undefined, true)}>
                Ask anyway
              </Button>
            )}
          </ErrorNote>
        )}
        <CostLine
          scope={scope}
          onScope={setScope}
          whenTooLarge={(large) => (
            <WaysOn
              scope={scope}
              question={question}
              report={large}
              isDisabled={!canAsk}
              onScope={setScope}
              onSweep={(allowEvict) => startSweep(question.trim(), scope, allowEvict)}
              onNewest={() => send("newest")}
            />
          )}
        />
        <Checkbox
          size="xs"
          className={classes.canary ?? ""}
          label="Ask canaries first: sentences from all over your mail, to see that all of it was read"
          checked={canary}
          onChange={(event) => setCanary(event.currentTarget.checked)}
        />
        <WholeIsRead scope={scope} />
        {isBusy && <p className={classes.busy}>A question is being answered; ask the next one when it is done.</p>}
      </div>
      <p className={classes.hint} hidden={report?.fits === false || evicts !== null}>
        Enter asks, Shift + Enter begins a new line, {COMMAND_KEY} + 1 comes back here.
      </p>
      <p className={classes.hint}>
        <a href={answerAddress("compare")}>Ask in two ways and compare</a>
      </p>
    </div>
  );
}
