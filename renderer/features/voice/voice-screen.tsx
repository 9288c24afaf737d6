/** Voice: what Longhand sees in the owner's writing, and whether more of it helps. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Screen } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf } from "../../format.ts";
import { Backtest } from "./backtest.tsx";
import { VoiceCardView } from "./voice-card.tsx";

/** The card, or why there is none. */
export function VoiceScreen(): ReactNode {
  const { data, error, refetch } = useQuery(trpc.voice.card.queryOptions({}, { staleTime: 60_000 }));
  if (data === undefined) {
    return (
      <Screen title="Your voice">
        {error === null ? (
          <Waiting label="Reading your mail" />
        ) : (
          <ErrorNote error={error} onRetry={() => void refetch()} />
        )}
      </Screen>
    );
  }
  if (data.mails === 0) {
    return (
      <EmptyState title="No mail of yours is here yet">
        <p>
          Longhand learns from what you sent. <a href={screenAddress("sources")}>Bring your sent mail</a>, or say there
          which addresses are yours.
        </p>
      </EmptyState>
    );
  }
  const years =
    data.firstYear === null || data.firstYear === data.lastYear
      ? (data.firstYear ?? "")
      : `${data.firstYear} to ${data.lastYear}`;
  return (
    <Screen
      title="Your voice"
      lead={`${countOf(data.mails, "mail")} you wrote${years === "" ? "" : `, ${years}`}: ${countOf(data.words, "word")} of your own. Counted, not guessed; every line leads to the mails that show it.`}
    >
      <VoiceCardView card={data} />
      <Backtest />
    </Screen>
  );
}
