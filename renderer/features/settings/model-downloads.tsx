/** The model files that are fetched or were: how far each is, its controls, and the yes to a further host. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ModelDownload } from "../../../shared/downloads.ts";
import { api, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { ProgressLine } from "../../components/progress-line.tsx";
import { countOf, percent } from "../../format.ts";
import { showToast } from "../../stores/toasts.ts";
import { downloadWords } from "./download-words.ts";
import { useDownloads } from "./downloads.ts";
import classes from "./model-downloads.module.css";

type Act = (work: () => Promise<unknown>) => void;

/** What can be done with a download now. */
function Controls({ download, isUsed, act }: { readonly download: ModelDownload; readonly isUsed: boolean; act: Act }) {
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const { id, name, state, askHost } = download;
  const use = async (): Promise<void> => {
    const { model, windowTokens } = await api.models.use.mutate({ id });
    await client.invalidateQueries();
    showToast({ text: `${model} is in use: a window of ${countOf(windowTokens, "token")}.`, tone: "good" });
  };
  const button = (label: string, work: () => Promise<unknown>, isFilled = false): ReactNode => (
    <Button size="compact-sm" variant={isFilled ? "filled" : "default"} onClick={() => act(work)}>
      {label}
    </Button>
  );
  return (
    <div className={classes.controls}>
      {state === "asks" &&
        askHost !== null &&
        button(`Allow ${askHost}`, () => api.models.grant.mutate({ id, host: askHost }), true)}
      {(state === "running" || state === "checking") && button("Pause", () => api.models.pause.mutate({ id }))}
      {state === "paused" && button("Go on", () => api.models.unpause.mutate({ id }))}
      {state === "failed" && button("Try again", () => api.models.unpause.mutate({ id }))}
      {state === "done" && !isUsed && button("Use it", use, true)}
      {isUsed ? (
        <span className={classes.used}>In use</span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={isSure ? `Really delete ${name}` : `Remove ${name}`}
          onBlur={() => setSure(false)}
          onClick={() => {
            // What took hours to fetch does not go by one wrong click.
            if (state === "done" && !isSure) setSure(true);
            else act(() => api.models.remove.mutate({ id }));
          }}
        >
          {isSure ? "Really delete it?" : "Remove"}
        </Button>
      )}
    </div>
  );
}

function Row({ download, used }: { readonly download: ModelDownload; readonly used: string }): ReactNode {
  const change = useMutation({ mutationFn: (work: () => Promise<unknown>) => work() });
  const { name, state, bytes, doneBytes, hosts, askHost, error } = download;
  const isBusy = state === "running" || state === "checking";
  const isUsed = state === "done" && used.endsWith(`/models/${name}`);
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <div className={classes.words}>
          <p className={classes.name}>{name}</p>
          <p className={classes.dim}>
            {downloadWords(download)}. From {hosts.join(", ")}.
          </p>
        </div>
        <Controls download={download} isUsed={isUsed} act={change.mutate} />
      </div>
      {isBusy && <ProgressLine label={`Fetching ${name}`} value={bytes === null ? null : percent(doneBytes, bytes)} />}
      {askHost !== null && state === "asks" && (
        <p className={classes.dim}>
          {hosts.at(-1)} keeps the file at {askHost}. Longhand connects there only after your yes.
        </p>
      )}
      {error !== null && <ErrorNote error={new Error(error.message)} />}
      {change.error !== null && <ErrorNote error={change.error} />}
    </li>
  );
}

/** Nothing is shown while nothing was fetched. */
export function ModelDownloads(): ReactNode {
  const downloads = useDownloads((state) => state.downloads);
  const { data: endpoint } = useQuery(trpc.settings.endpoint.queryOptions());
  if (downloads.length === 0) return null;
  const used = (endpoint?.choice.address ?? "").replaceAll("\\", "/");
  return (
    <section className={classes.downloads} aria-label="Fetched models">
      <h3 className={classes.heading}>Fetched models</h3>
      <ul className={classes.list}>
        {downloads.map((download) => (
          <Row key={download.id} download={download} used={used} />
        ))}
      </ul>
    </section>
  );
}
