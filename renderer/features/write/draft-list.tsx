/** The drafts that are kept, newest first. */
import { ActionIcon, Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { draftAddress } from "../../app/route.ts";
import { Section } from "../../components/screen.tsx";
import { formatListDate, personName } from "../../format.ts";
import { removeSoon, useRemovals } from "../../stores/removals.ts";
import classes from "./draft-list.module.css";
import { targetWords } from "./wishes.ts";

const FEW = 4;

function About({ record }: { readonly record: DraftRecord }): ReactNode {
  const id = record.replyTo;
  const { data } = useQuery(
    trpc.documents.show.queryOptions({ id: id ?? "m1" }, { enabled: id !== null, staleTime: 60_000, retry: false }),
  );
  if (data === undefined) {
    const { who, subject } = targetWords(record.target);
    if (who === "") return <>{id ?? "a message"}</>;
    return (
      <>
        To <bdi>{who}</bdi>
        {subject !== "" && (
          <>
            , <bdi>“{subject}”</bdi>
          </>
        )}
      </>
    );
  }
  return (
    <>
      To <bdi>{personName(data.from)}</bdi>, <bdi>“{data.subject === "" ? "(no subject)" : data.subject}”</bdi>
    </>
  );
}

function stateWords(record: DraftRecord): string {
  if (record.state === "running") return "being written";
  if (record.state === "failed") return "failed";
  if (record.edited !== null) return "edited";
  return record.state === "stopped" ? "stopped" : "";
}

/** Renders nothing before the first. */
export function DraftList(): ReactNode {
  const client = useQueryClient();
  const [isAll, setAll] = useState(false);
  const { data } = useQuery(
    trpc.draft.list.queryOptions(
      { limit: 100 },
      {
        refetchOnWindowFocus: "always",
        refetchInterval: (query) => (query.state.data?.some(({ state }) => state === "running") ? 1000 : false),
      },
    ),
  );
  const going = useRemovals(({ keys }) => keys);
  const remove = (id: number): void =>
    removeSoon(`draft-${id}`, "The draft and its versions are deleted.", async () => {
      await api.draft.delete.mutate({ id });
      await client.invalidateQueries({ queryKey: trpc.draft.pathKey() });
    });
  const kept = data?.filter(({ id }) => !going.has(`draft-${id}`)) ?? [];
  if (kept.length === 0) return null;
  return (
    <Section
      title="Drafts"
      aside={
        kept.length > FEW && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(!isAll)}>
            {isAll ? "Fewer" : `All ${kept.length}`}
          </Button>
        )
      }
    >
      <ul className={classes.list}>
        {kept.slice(0, isAll ? undefined : FEW).map((record) => (
          <li key={record.id} className={classes.item}>
            <a className={classes.link} href={draftAddress(record.id)}>
              <span className={classes.line}>
                <span className={classes.about}>
                  <About record={record} />
                </span>
                <span className={classes.date}>
                  {[stateWords(record), formatListDate(record.editedAt ?? record.createdAt, new Date())]
                    .filter((word) => word !== "")
                    .join(", ")}
                </span>
              </span>
              <span className={classes.text} dir="auto">
                {(record.edited ?? record.draft) || record.error?.message || "empty"}
              </span>
            </a>
            <ActionIcon
              variant="subtle"
              color="gray"
              className={classes.remove ?? ""}
              size="sm"
              aria-label="Delete this draft"
              onClick={() => remove(record.id)}
            >
              <IconTrash size={15} stroke={1.7} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Section>
  );
}
