/** Sources: bring mail in, see what came of it, and say who you are; one source with its ledger. */
import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { ItemState } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Screen, Section } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { PlanSentence } from "../context/plan-sentence.tsx";
import { AddMail } from "./add-mail.tsx";
import { useImportRuns } from "./import-runs.ts";
import { MailHelp } from "./mail-help.tsx";
import { MeSection } from "./me-section.tsx";
import { ModelStep } from "./model-step.tsx";
import { RunCard } from "./run-card.tsx";
import { SourceList } from "./source-list.tsx";
import { SourceView } from "./source-view.tsx";
import classes from "./sources-screen.module.css";
import { Welcome } from "./welcome.tsx";

type Props = { readonly source: number | null; readonly state: ItemState | null };

/** Welcomes where there is nothing yet, else shows all sources or the one that is named. */
export function SourcesScreen({ source, state }: Props): ReactNode {
  const sources = useQuery(trpc.sources.list.queryOptions());
  const { data: missing = [] } = useQuery(trpc.sources.missing.queryOptions());
  const runs = useImportRuns((imports) => imports.runs);
  const [isHelping, setHelping] = useState(false);
  // Who came here with nothing is still at the first steps, until this screen is left.
  const [isFirst, setFirst] = useState(false);
  const isEmpty = sources.data?.length === 0;
  useEffect(() => {
    if (isEmpty) setFirst(true);
  }, [isEmpty]);
  if (sources.isPending) {
    return (
      <Screen title="Sources">
        <Waiting label="Looking at your sources" />
      </Screen>
    );
  }
  if (sources.isError) {
    return (
      <Screen title="Sources">
        <ErrorNote error={sources.error} onRetry={() => void sources.refetch()} />
      </Screen>
    );
  }
  if (source !== null) {
    const shown = sources.data.find(({ id }) => id === source);
    if (shown !== undefined) {
      return <SourceView key={source} source={shown} isMissing={missing.includes(source)} state={state} />;
    }
    return (
      <EmptyState title="There is no such source any more">
        <p>
          <a href={screenAddress("sources")}>See all sources</a>
        </p>
      </EmptyState>
    );
  }
  if (sources.data.length === 0 && runs.length === 0) return <Welcome />;
  const isImporting = runs.some((run) => run.state === "running");
  return (
    <Screen title="Sources" lead="Where your archive comes from. Importing adds what is new and never changes a file.">
      <AddMail />
      <UnstyledButton className={classes.fold} aria-expanded={isHelping} onClick={() => setHelping(!isHelping)}>
        <IconChevronRight size={14} aria-hidden data-open={isHelping} className={classes.chevron} />
        How do I get my mail out of Gmail, Outlook, Apple Mail, Thunderbird?
      </UnstyledButton>
      {isHelping && <MailHelp />}
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
          <PlanSentence isQuiet={isImporting} />
        </div>
      )}
      {isFirst && <MeSection />}
      {isFirst && (
        <Section title="Your model">
          <ModelStep hasMail={!isImporting} isQuiet />
          {!isImporting && (
            <Button mt="md" component="a" href={screenAddress("ask")}>
              Ask your first question
            </Button>
          )}
        </Section>
      )}
      {sources.data.length > 0 && (
        <Section title="In the archive">
          <SourceList sources={sources.data} missing={missing} />
        </Section>
      )}
      {!isFirst && <MeSection />}
    </Screen>
  );
}
