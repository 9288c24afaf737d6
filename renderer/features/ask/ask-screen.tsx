/** Ask: the history at the side, and either a new question or an answer. */
import type { ReactNode } from "react";
import { AskForm } from "./ask-form.tsx";
import classes from "./ask-screen.module.css";
import { ComparePage } from "./compare-page.tsx";
import { ConversationPage } from "./conversation-page.tsx";
import { HistoryList } from "./history-list.tsx";

/** `answer` is the one that is open. */
export function AskScreen({ answer }: { readonly answer: number | "live" | "compare" | null }): ReactNode {
  return (
    <div className={classes.ask}>
      <HistoryList current={answer === "compare" ? null : answer} />
      <div className={classes.scroll}>
        {answer === null ? (
          <AskForm />
        ) : answer === "compare" ? (
          <ComparePage />
        ) : (
          <ConversationPage key={answer} id={answer} />
        )}
      </div>
    </div>
  );
}
