/** Long-context models that can be had, with what each would need for this archive; nothing is fetched from here. */
import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf, formatBytes, formatCount } from "../../format.ts";
import classes from "./recommended-models.module.css";

function Table(): ReactNode {
  const { data, error } = useQuery(
    trpc.planner.recommended.queryOptions({ scope: {}, endpoint: {} }, { retry: false, staleTime: 60_000 }),
  );
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Counting the archive" />;
  return (
    // A wide table scrolls by itself, by keys too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys.
    <section className={classes.scroll} aria-label="Long-context models" tabIndex={0}>
      <table className={classes.table}>
        <caption>
          For {countOf(data.tokens, "token")}. Files at about five bits a weight, keys and values at eight. “Reads well”
          is RULER’s own table, not a promise: let the Exam measure yours.
        </caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Licence</th>
            <th scope="col">Window</th>
            <th scope="col">Reads well</th>
            <th scope="col">File, about</th>
            <th scope="col">Memory, about</th>
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
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Folded: counting a large archive takes a while, so it is asked for. */
export function RecommendedModels(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight size={14} aria-hidden data-open={isOpen} className={classes.chevron} />
        Which models could read all of this?
      </UnstyledButton>
      {isOpen && <Table />}
    </div>
  );
}
