/** Long-context models that can be had, with what each would need for this archive, and the way to fetch one. */
import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ModelFile, RecommendedModel } from "../../../shared/plan.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf, formatBytes, formatCount } from "../../format.ts";
import { useDownloads } from "./downloads.ts";
import { FetchAddress } from "./fetch-address.tsx";
import { type Fetchable, FetchDialog } from "./fetch-dialog.tsx";
import classes from "./recommended-models.module.css";

function fetchable(model: RecommendedModel, file: ModelFile): Fetchable {
  return {
    title: model.name,
    url: file.url,
    model: model.id,
    size: file.bytes === null ? `about ${formatBytes(model.fileBytes)}` : formatBytes(file.bytes),
    sha256: file.sha256,
    licence: model.licence,
  };
}

/** The button of a model that can be fetched; what is being fetched stands in the list above. */
function FetchCell({
  model,
  onFetch,
}: {
  readonly model: RecommendedModel;
  onFetch(what: Fetchable): void;
}): ReactNode {
  const { file } = model;
  const isThere = useDownloads(({ downloads }) => downloads.some(({ url }) => url === file?.url));
  if (file === null) return <span className={classes.page}>{model.repository}</span>;
  if (isThere) return <span className={classes.note}>in the list</span>;
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={`Fetch ${model.name}`}
      onClick={() => onFetch(fetchable(model, file))}
    >
      Fetch…
    </Button>
  );
}

function Table(): ReactNode {
  const { data, error } = useQuery(
    trpc.planner.recommended.queryOptions({ scope: {}, endpoint: {} }, { retry: false, staleTime: 60_000 }),
  );
  const [what, setWhat] = useState<Fetchable | null>(null);
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Counting the archive" />;
  return (
    <>
      {/* A wide table scrolls by itself, by keys too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys. */}
      <section className={classes.scroll} aria-label="Long-context models" tabIndex={0}>
        <table className={classes.table}>
          <caption>
            {data.isExample ? "For an archive of " : "For "}
            {countOf(data.tokens, "token")}
            {data.isExample && ", as an example: yours is counted when it is here"}. Files at about five bits a weight,
            keys and values at eight. “Reads well” is RULER’s own table, not a promise: let the Exam measure yours.
            Licences are named as their makers name them: read them on the model’s page.
          </caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Licence</th>
              <th scope="col">Window</th>
              <th scope="col">Reads well</th>
              <th scope="col">File, about</th>
              <th scope="col">Memory, about</th>
              <th scope="col">Get it</th>
            </tr>
          </thead>
          <tbody>
            {data.models.map((model) => (
              <tr key={model.id} data-small={!model.holdsArchive}>
                <th scope="row">
                  {model.name}
                  <span className={classes.note}>
                    {!model.holdsArchive
                      ? "reads it in several windows"
                      : model.fitsThisMachine
                        ? "fits this machine"
                        : "needs a larger machine"}
                  </span>
                </th>
                <td>{model.licence}</td>
                <td>{model.claimedTokens === null ? "?" : formatCount(model.claimedTokens)}</td>
                <td>{model.effectiveTokens === null ? "not known" : formatCount(model.effectiveTokens)}</td>
                <td>{formatBytes(model.fileBytes)}</td>
                <td>{formatBytes(model.memoryBytes)}</td>
                <td>
                  <FetchCell model={model} onFetch={setWhat} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <FetchAddress />
      {what !== null && <FetchDialog what={what} onClose={() => setWhat(null)} />}
    </>
  );
}

/** Folded: counting a large archive takes a while, so it is asked for. */
export function RecommendedModels(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.recommended}>
      <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight size={14} aria-hidden data-open={isOpen} className={classes.chevron} />
        Long-context models, and what they need
      </UnstyledButton>
      {isOpen && <Table />}
    </div>
  );
}
