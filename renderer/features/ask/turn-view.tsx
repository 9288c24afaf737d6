/** One question of a conversation: its words, what came of it, and what can be done with it. */
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconColumns2, IconCopy, IconPencil, IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { AskResult } from "../../../shared/schemas.ts";
import { navigate } from "../../app/navigation.ts";
import { answerAddress, screenAddress } from "../../app/route.ts";
import { countOf, formatLongDate } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { isUnderWay, type Run } from "../prompt/run.ts";
import { AnswerBody } from "./answer-body.tsx";
import { type AnswerView, type AskSubject, readWords } from "./answer-view.ts";
import { ask, useAskRun } from "./ask-run.ts";
import { changeSide, useCompare } from "./compare-run.ts";
import { ConversationMenu } from "./conversation-menu.tsx";
import { copyText } from "./copy-text.ts";
import { FOLLOW_UP_LABEL } from "./follow-up.tsx";
import classes from "./turn-view.module.css";

type Props = {
  readonly view: AnswerView;
  readonly run: Run<AskSubject, AskResult> | null;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** What the owner calls the conversation. */
  readonly title: string | null;
  readonly conversation: number | null;
};

/** The first one in the form, a later one below the conversation: it is asked anew, what was answered stays. */
function edit(view: AnswerView, conversation: number | null, isFirst: boolean): void {
  if (isFirst || conversation === null) {
    useAskForm.setState({ question: view.question, scope: view.scope });
    navigate(screenAddress("ask"));
    return;
  }
  useAskForm.getState().setFollowUp(conversation, view.question);
  document.querySelector<HTMLElement>(`textarea[aria-label="${FOLLOW_UP_LABEL}"]`)?.focus();
}

/** The same question beside itself: one side as it was asked. */
function compare(view: AnswerView): void {
  useCompare.setState({ question: view.question });
  changeSide(0, { scope: view.scope, isFitted: view.isFitted });
  navigate(answerAddress("compare"));
}

function Actions({ view, conversation, isFirst }: Pick<Props, "view" | "conversation" | "isFirst">): ReactNode {
  const isBusy = useAskRun((state) => isUnderWay(state.run));
  const retry = (): void =>
    ask(view.question, view.scope, {
      fit: view.isFitted ? "newest" : undefined,
      ...(isFirst || conversation === null ? {} : { follows: conversation }),
    });
  return (
    <div className={classes.actions}>
      {view.answer !== "" && (
        <CopyButton value={copyText(view)}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              className={classes.action ?? ""}
              size="compact-sm"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.7} />}
              onClick={copy}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      )}
      {!view.isSweep && (
        <Button
          variant="subtle"
          className={classes.action ?? ""}
          size="compact-sm"
          leftSection={<IconRefresh size={14} stroke={1.7} />}
          disabled={isBusy}
          onClick={retry}
        >
          Ask again
        </Button>
      )}
      <Button
        variant="subtle"
        className={classes.action ?? ""}
        size="compact-sm"
        leftSection={<IconColumns2 size={14} stroke={1.7} />}
        onClick={() => compare(view)}
      >
        Compare
      </Button>
      <Button
        variant="subtle"
        className={classes.action ?? ""}
        size="compact-sm"
        leftSection={<IconPencil size={14} stroke={1.7} />}
        onClick={() => edit(view, conversation, isFirst)}
      >
        Change the question
      </Button>
    </div>
  );
}

/** An article of its own. */
export function TurnView({ view, run, isFirst, isLast, title, conversation }: Props): ReactNode {
  const article = useRef<HTMLElement>(null);
  const isNewFollowUp = !isFirst && isLast && run !== null;
  // A follow-up begins below what is on the screen.
  useEffect(() => {
    if (isNewFollowUp) article.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [isNewFollowUp]);
  const Heading = isFirst ? "h1" : "h2";
  return (
    <article ref={article} className={classes.turn} data-first={isFirst} aria-label={`Answer to: ${view.question}`}>
      <header className={classes.header}>
        {isFirst && title !== null && <p className={classes.title}>{title}</p>}
        <div className={classes.top}>
          <Heading className={classes.question} dir="auto">
            {view.question}
          </Heading>
          {isFirst && conversation !== null && (
            <ConversationMenu id={conversation} name={title ?? view.question} title={title} />
          )}
        </div>
        <p className={classes.meta}>
          {[
            formatLongDate(view.askedAt),
            ...(isFirst ? [readWords(view)] : []),
            ...(view.findings === null ? [] : [`asked of what was found: ${countOf(view.findings, "passage")}`]),
            ...(view.model === null || view.model === "" ? [] : [view.model]),
          ].join(" · ")}
        </p>
      </header>
      <AnswerBody view={view} run={run} />
      {view.state !== "running" && <Actions view={view} conversation={conversation} isFirst={isFirst} />}
    </article>
  );
}
