/** One draft: as it comes, and then as the owner makes it, beside what it answers. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { isUnderWay } from "../prompt/run.ts";
import { RunProgress } from "../prompt/run-progress.tsx";
import { BesideMessage } from "./beside-message.tsx";
import { DraftEditor } from "./draft-editor.tsx";
import classes from "./draft-page.module.css";
import { useDraftRun } from "./draft-run.ts";

/** Live while this window's run has this number, else from the archive. */
export function DraftPage({ id }: { readonly id: number }): ReactNode {
  const run = useDraftRun((state) => (state.run?.id === id && isUnderWay(state.run) ? state.run : null));
  const record = useQuery(
    trpc.draft.get.queryOptions(
      { id },
      {
        enabled: run === null,
        // What was kept may have been written after this window last looked.
        refetchOnMount: "always",
        refetchOnWindowFocus: "always",
        refetchInterval: (query) => (query.state.data?.state === "running" ? 1000 : false),
      },
    ),
  );
  if (run !== null) {
    return (
      <BesideMessage target={run.subject.target}>
        <RunProgress run={run} onStop={useDraftRun.stop} />
        <div className={classes.coming} dir="auto" data-testid="draft-stream" aria-busy>
          {run.text}
        </div>
      </BesideMessage>
    );
  }
  if (record.isError && record.data === undefined) {
    return (
      <BesideMessage target={null}>
        <ErrorNote error={record.error} onRetry={() => void record.refetch()} />
      </BesideMessage>
    );
  }
  // A record from before the run ended would show half a draft as if it were all.
  if (
    record.data === undefined ||
    !record.isFetchedAfterMount ||
    (record.data.state === "running" && record.isFetching)
  ) {
    return <Waiting label="Opening the draft" />;
  }
  return (
    <BesideMessage target={record.data.target}>
      <DraftEditor key={`${id}:${record.data.state}`} record={record.data} />
    </BesideMessage>
  );
}
