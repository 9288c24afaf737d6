/** Asks before a document is erased: what goes along, what is read again, where the words still are. Then says it was done. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EraseReport } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import { rebuildWords } from "../prompt/rebuild-words.ts";
import classes from "./document-dialog.module.css";

type Props = { readonly id: string; readonly title: string; onClose(): void; onErased(): void };

/** `its 2 attachments, 1 answer and 3 drafts that hold its words`; empty where it goes alone. */
function alongWords({ documents, answers, drafts, backups }: EraseReport): string {
  const attached = documents.length - 1;
  const history = [
    ...(answers > 0 ? [countOf(answers, "answer")] : []),
    ...(drafts > 0 ? [countOf(drafts, "draft")] : []),
  ].join(" and ");
  const parts = [
    ...(attached > 0 ? [`${countOf(attached, "attached document")}`] : []),
    ...(history === "" ? [] : [`${history} that ${answers + drafts === 1 ? "holds" : "hold"} its words`]),
    ...(backups === 0 ? [] : [`${countOf(backups, "backup")} of the archive`]),
  ];
  return parts.join(", and ");
}

function Remains({ places, lead }: { readonly places: readonly string[]; readonly lead: string }): ReactNode {
  if (places.length === 0) return null;
  return (
    <div>
      <p className={classes.lead}>{lead}</p>
      <ul className={classes.places}>
        {withKeys(places, (place) => place).map(({ key, item }) => (
          <li key={key}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

/** Open while it is rendered. */
export function EraseDialog({ id, title, onClose, onErased }: Props): ReactNode {
  const client = useQueryClient();
  const { data: plan, error } = useQuery(
    trpc.withdrawal.planErase.queryOptions({ ids: [id], endpoint: {} }, { staleTime: 0, retry: false }),
  );
  const erase = useMutation(trpc.withdrawal.erase.mutationOptions());
  const done = (): void => {
    onErased();
    void client.invalidateQueries();
  };
  const along = plan === undefined ? "" : alongWords(plan);
  return (
    <Modal
      opened
      onClose={erase.data === undefined ? onClose : done}
      title={erase.data === undefined ? `Erase ${title === "" ? id : `“${title}”`}?` : "Erased"}
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {error !== null && <ErrorNote error={error} />}
      {error === null && plan === undefined && <Waiting label="Looking at what would go" />}
      {erase.data !== undefined ? (
        <div className={classes.body}>
          <p>Nothing of it is left in this archive, and it does not come back at an import.</p>
          <Remains places={erase.data.remains} lead="Where Longhand cannot erase it, so that you can:" />
          <div className={classes.foot}>
            <Button onClick={done} data-autofocus>
              Done
            </Button>
          </div>
        </div>
      ) : (
        plan !== undefined && (
          <div className={classes.body}>
            <p>
              It goes at once and for good: its text, what the model has read of it, its place in the search
              {along === "" ? "" : `; with it ${along}`}. This cannot be undone.
            </p>
            {plan.rebuild.length > 0 && <p className={classes.note}>{rebuildWords(plan.rebuild)}</p>}
            <Remains places={plan.remains} lead="It would still be in:" />
            {erase.error !== null && <ErrorNote error={erase.error} />}
            <div className={classes.foot}>
              <Button variant="default" onClick={onClose} data-autofocus>
                Keep it
              </Button>
              <Button color="red" loading={erase.isPending} onClick={() => erase.mutate({ ids: [id] })}>
                Erase for good
              </Button>
            </div>
          </div>
        )
      )}
    </Modal>
  );
}
