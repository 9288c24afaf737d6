/** The model as a step of the first run: what is in use, servers found, a file, one to fetch; then what this machine can do with it. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { PlanSentence } from "../context/plan-sentence.tsx";
import { endpointName } from "../settings/endpoint-words.ts";
import { LocalServers } from "../settings/local-servers.tsx";
import { ModelDownloads } from "../settings/model-downloads.tsx";
import { PickModelFile } from "../settings/pick-model-file.tsx";
import { RecommendedModels } from "../settings/recommended-models.tsx";
import classes from "./welcome.module.css";

/** `hasMail` when there is something to plan for; `isQuiet` while it comes in. */
export function ModelStep({ hasMail, isQuiet }: { readonly hasMail: boolean; readonly isQuiet: boolean }): ReactNode {
  const client = useQueryClient();
  const { data: endpoint } = useQuery(trpc.settings.endpoint.queryOptions());
  const use = useMutation(trpc.settings.setEndpoint.mutationOptions({ onSuccess: () => client.invalidateQueries() }));
  const isBundled = endpoint?.choice.address === undefined;
  return (
    <div className={classes.model}>
      <p>
        {endpoint === undefined ? "…" : `In use: ${endpointName(endpoint.choice)}. `}
        {isBundled && "It is tiny and only shows that everything works; for real use connect a long-context model."}
      </p>
      <LocalServers
        used={endpoint?.choice.address ?? ""}
        onUse={({ address, models }) =>
          use.mutate({ address, ...(models.length === 1 && models[0] !== undefined ? { model: models[0] } : {}) })
        }
      />
      {use.error !== null && <ErrorNote error={use.error} />}
      <div className={classes.row}>
        <PickModelFile />
        <Button variant="default" component="a" href={screenAddress("settings")}>
          The address of a server…
        </Button>
      </div>
      {hasMail && <PlanSentence isQuiet={isQuiet} />}
      <ModelDownloads />
      <RecommendedModels />
    </div>
  );
}
