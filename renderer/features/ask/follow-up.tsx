/** The place for the next question of a conversation: it goes on from what is read already. */
import { Anchor, Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import { navigate } from "../../app/navigation.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { isUnderWay } from "../prompt/run.ts";
import { scopeWords } from "../prompt/scope-words.ts";
import { ask, useAskRun } from "./ask-run.ts";
import classes from "./follow-up.module.css";

/** The name of the field, by which it is found. */
export const FOLLOW_UP_LABEL = "A further question";

type Props = {
  readonly conversation: number;
  readonly scope: Scope;
  readonly isFitted: boolean;
  /** How many passages the sweep found that the conversation began with; null where it began with a question. */
  readonly findings: number | null;
};

/** Enter asks, Shift+Enter breaks the line. */
export function FollowUp({ conversation, scope, isFitted, findings }: Props): ReactNode {
  const text = useAskForm((state) => state.followUps[conversation] ?? "");
  const setFollowUp = useAskForm((state) => state.setFollowUp);
  const [isFocused, setFocused] = useState(false);
  const isBusy = useAskRun((state) => isUnderWay(state.run));
  const refused = useAskRun(({ run }) =>
    run?.phase === "failed" && run.id === null && run.subject.follows === conversation ? run.error : null,
  );
  const question = text.trim();
  const canAsk = question !== "" && question.length <= 20_000 && !isBusy;
  const send = (allowEvict = false): void => {
    if (canAsk) ask(question, scope, { fit: isFitted ? "newest" : undefined, allowEvict, follows: conversation });
  };
  // In the form what reading all of it takes is shown before it is done.
  const readAgain = (): void => {
    useAskForm.setState({ question: text, scope });
    navigate(screenAddress("ask"));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <section aria-label="Go on asking" className={classes.section}>
      {refused !== null && (
        <ErrorNote error={new Error(`${refused.message} ${refused.remedy}`.trim())}>
          {refused.code === "WOULD_EVICT" && (
            <Button size="xs" variant="default" disabled={!canAsk} onClick={() => send(true)}>
              Ask anyway
            </Button>
          )}
        </ErrorNote>
      )}
      <div className={classes.box}>
        <Textarea
          aria-label={FOLLOW_UP_LABEL}
          placeholder="Ask further…"
          autosize
          minRows={1}
          maxRows={8}
          variant="unstyled"
          value={text}
          onChange={(event) => setFollowUp(conversation, event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          classNames={{ root: classes.field ?? "", input: classes.input ?? "" }}
        />
        <Button size="xs" disabled={!canAsk} onClick={() => send()}>
          Ask
        </Button>
      </div>
      <p className={classes.note} data-quiet={!isFocused && text === ""}>
        {findings === null ? (
          <>
            Goes on with this conversation, from {isFitted ? "the same newest mail" : scopeWords(scope)}: only the new
            words have to be read.
          </>
        ) : (
          <>
            Goes on from what was found ({countOf(findings, "passage")}), and reads nothing else.{" "}
            <Anchor component="button" type="button" fz="inherit" onClick={readAgain}>
              Ask it of every window instead
            </Anchor>
          </>
        )}
      </p>
    </section>
  );
}
