/** Sources: bring mail in, see what came of it, and say who you are. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Screen, Section } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { PlanSentence } from "../context/plan-sentence.tsx";
import { AddMail } from "./add-mail.tsx";
import { useImportRuns } from "./import-runs.ts";
import { MeSection } from "./me-section.tsx";
import { RunCard } from "./run-card.tsx";
import { SourceList } from "./source-list.tsx";
import classes from "./sources-screen.module.css";
import { Welcome } from "./welcome.tsx";

/** Welcomes where there is nothing yet, else shows the ledger. */
export function SourcesScreen(): ReactNode {
  const sources = useQuery(trpc.sources.list.queryOptions());
  const runs = useImportRuns((state) => state.runs);
  if (sources.isPending) return <Waiting label="Looking at your sources" />;
  if (sources.isError) {
    return (
      <Screen title="Sources">
        <ErrorNote error={sources.error} onRetry={() => void sources.refetch()} />
      </Screen>
    );
  }
  if (sources.data.length === 0 && runs.length === 0) return <Welcome />;
  return (
    <Screen title="Sources" lead="Where your archive comes from. Importing adds what is new and never changes a file.">
      <AddMail />
      {runs.length > 0 && (
        <Section title="Imports since Longhand started">
          {runs.map((run) => (
            <RunCard key={run.id} run={run} />
          ))}
        </Section>
      )}
      {sources.data.length > 0 && (
        <div className={classes.plan}>
          {/* While mail comes in, every count would be of yesterday, and counting would slow the import down. */}
          <PlanSentence isQuiet={runs.some((run) => run.state === "running")} />
        </div>
      )}
      {sources.data.length > 0 && (
        <Section title="In the archive">
          <SourceList sources={sources.data} />
        </Section>
      )}
      <MeSection />
    </Screen>
  );
}
