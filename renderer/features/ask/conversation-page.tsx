/** A conversation: its questions under each other with what came of them, and a place for the next one. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { trpc } from "../../api.ts";
import { replaceAddress } from "../../app/navigation.ts";
import { answerAddress, screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { type Turn, turnsOf } from "./answer-view.ts";
import { useAskRun } from "./ask-run.ts";
import classes from "./conversation-page.module.css";
import { FollowUp } from "./follow-up.tsx";
import { TurnView } from "./turn-view.tsx";

/** An address that is no place (any more): the right one takes its place. */
function Elsewhere({ address }: { readonly address: string }): ReactNode {
  useEffect(() => replaceAddress(address), [address]);
  return null;
}

/** A sweep is gone on with from what it found; a question without an answer has nothing to go on from. */
function canFollow([first]: readonly Turn[]): boolean {
  if (first === undefined || first.view.id === null || first.view.state !== "done") return false;
  const { isSweep, sweep } = first.view;
  return !isSweep || (sweep !== null && !sweep.isTooMany && sweep.findings.length > 0);
}

/** `live` is the one of this window that has no number (yet). */
export function ConversationPage({ id }: { readonly id: number | "live" }): ReactNode {
  const run = useAskRun((state) => state.run);
  // A record that another window is still filling in is looked at again.
  const { data, error, refetch } = useQuery(
    trpc.ask.conversation.queryOptions(
      { id: id === "live" ? 1 : id },
      {
        enabled: id !== "live",
        refetchOnWindowFocus: "always",
        refetchInterval: (query) => (query.state.data?.some(({ state }) => state === "running") ? 1000 : false),
      },
    ),
  );
  const turns = turnsOf(id === "live" ? [] : (data ?? []), run, id);
  const [first] = turns;

  const belongsTo = data?.[0]?.follows ?? null;
  if (belongsTo !== null) return <Elsewhere address={answerAddress(belongsTo)} />;
  if (first === undefined) {
    if (id === "live") return <Elsewhere address={screenAddress("ask")} />;
    if (error === null) return <Waiting label="Opening the answer" />;
    return (
      <div className={classes.page}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return (
    <div className={classes.page}>
      {turns.map(({ view, run: live }, index) => (
        <TurnView
          key={view.id ?? "live"}
          view={view}
          run={live}
          isFirst={index === 0}
          isLast={index === turns.length - 1}
          title={data?.[0]?.title ?? null}
          conversation={first.view.id}
        />
      ))}
      {canFollow(turns) && first.view.id !== null && (
        <FollowUp
          conversation={first.view.id}
          scope={first.view.scope}
          isFitted={first.view.isFitted}
          findings={first.view.sweep?.findings.length ?? null}
        />
      )}
    </div>
  );
}
