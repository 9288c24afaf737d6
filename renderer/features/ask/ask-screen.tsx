/** Ask: the history at the side, and either a new question or an answer. */
import type { ReactNode } from "react";
import { AskForm } from "./ask-form.tsx";
import classes from "./ask-screen.module.css";
import { ConversationPage } from "./conversation-page.tsx";
import { HistoryList } from "./history-list.tsx";

/** `answer` is the one that is open. */
export function AskScreen({ answer }: { readonly answer: number | "live" | null }): ReactNode {
  return (
    <div className={classes.ask}>
      <HistoryList current={answer} />
      <div className={classes.scroll}>
        {answer === null ? <AskForm /> : <ConversationPage key={answer} id={answer} />}
      </div>
    </div>
  );
}
