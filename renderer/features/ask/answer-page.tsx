/** One answer: the question, what came of it, its proof and its receipt. */
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { trpc } from "../../api.ts";
import { navigate, replaceAddress } from "../../app/navigation.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { formatLongDate } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { isUnderWay } from "../prompt/run.ts";
import { AnswerBody } from "./answer-body.tsx";
import classes from "./answer-page.module.css";
import { type AnswerView, readWords, viewOfRecord, viewOfRun } from "./answer-view.ts";
import { useAskRun } from "./ask-run.ts";

function askAgain(view: AnswerView): void {
  useAskForm.setState({ question: view.question, scope: view.scope });
  navigate(screenAddress("ask"));
}

/** Nothing is being answered in this window (any more): the form is the place to be. */
function ToForm(): ReactNode {
  useEffect(() => replaceAddress(screenAddress("ask")), []);
  return null;
}

/** `live` is the one of this window that has no number (yet). */
export function AnswerPage({ id }: { readonly id: number | "live" }): ReactNode {
  const run = useAskRun((state) => state.run);
  const isThisRun = run !== null && (id === "live" ? true : run.id === id);
  // A record that another window is still filling in is looked at again.
  const record = useQuery(
    trpc.ask.get.queryOptions(
      { id: id === "live" ? 1 : id },
      {
        refetchOnWindowFocus: "always",
        enabled: id !== "live" && !(isThisRun && isUnderWay(run)),
        refetchInterval: (query) => (query.state.data?.state === "running" ? 1000 : false),
      },
    ),
  );
  // What was stopped here is stopped, also before the archive has noted it.
  const isAhead = run?.phase === "stopped" && record.data?.state === "running";
  const view =
    isThisRun && (isUnderWay(run) || run.phase === "done" || isAhead || record.data === undefined)
      ? viewOfRun(run)
      : record.data === undefined || id === "live"
        ? undefined
        : viewOfRecord(record.data);

  if (view === undefined) {
    if (record.isError) {
      return (
        <div className={classes.page}>
          <ErrorNote error={record.error} onRetry={() => void record.refetch()} />
        </div>
      );
    }
    if (id !== "live") return <Waiting label="Opening the answer" />;
    return <ToForm />;
  }
  return (
    <article className={classes.page} aria-label={`Answer to: ${view.question}`}>
      <header className={classes.header}>
        <h1 className={classes.question} dir="auto">
          {view.question}
        </h1>
        <p className={classes.meta}>
          {[
            formatLongDate(view.askedAt),
            readWords(view),
            ...(view.model === null || view.model === "" ? [] : [view.model]),
          ].join(" · ")}
        </p>
      </header>
      <AnswerBody view={view} run={isThisRun && isUnderWay(run) ? run : null} />
      {view.state !== "running" && (
        <div className={classes.actions}>
          <Button variant="default" size="xs" leftSection={<IconRefresh size={14} />} onClick={() => askAgain(view)}>
            Ask again, or change the question
          </Button>
        </div>
      )}
    </article>
  );
}
