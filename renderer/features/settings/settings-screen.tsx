/** Settings: which model reads the archive, what is kept, what was connected to, and how the window looks. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Screen, Section } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { Appearance } from "./appearance.tsx";
import { Backups } from "./backups.tsx";
import { Connections } from "./connections.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { ExportArchive } from "./export-archive.tsx";
import { ModelDownloads } from "./model-downloads.tsx";
import { PickModelFile } from "./pick-model-file.tsx";
import { ProgramLog } from "./program-log.tsx";
import { RecommendedModels } from "./recommended-models.tsx";
import { SavedStates } from "./saved-states.tsx";
import classes from "./settings-screen.module.css";

/** Model, what is kept of reading, connections, appearance. */
export function SettingsScreen(): ReactNode {
  const { data, error, refetch } = useQuery(trpc.settings.endpoint.queryOptions());
  return (
    <Screen title="Settings">
      <Section title="Model">
        {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Waiting label="Reading the settings" />}
        {data !== undefined && <EndpointForm key={JSON.stringify(data)} saved={data.choice} hasKey={data.hasKey} />}
        <div className={classes.more}>
          <ModelDownloads />
          <PickModelFile />
          <RecommendedModels />
        </div>
      </Section>
      <Section title="What is kept of reading">
        <SavedStates />
      </Section>
      <Section title="Backups">
        <Backups />
      </Section>
      <Section title="Export">
        <ExportArchive />
      </Section>
      <Section title="Connections">
        <Connections />
      </Section>
      <Section title="Appearance">
        <Appearance />
      </Section>
      <ProgramLog />
    </Screen>
  );
}
