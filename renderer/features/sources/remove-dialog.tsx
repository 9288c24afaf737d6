/** Asks before a source is removed or an import undone: says what goes, what stays, and what follows from it. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf, formatCount } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import classes from "./remove-dialog.module.css";

/** A source with all its imports, or one import. */
export type Removable = { readonly sourceId: number } | { readonly importId: number };

function Titles({ titles, total }: { readonly titles: readonly string[]; readonly total: number }): ReactNode {
  if (titles.length === 0) return null;
  return (
    <ul className={classes.titles}>
      {withKeys(titles, (title) => title).map(({ key, item }) => (
        <li key={key} dir="auto">
          {item}
        </li>
      ))}
      {total > titles.length && <li className={classes.more}>and {formatCount(total - titles.length)} more</li>}
    </ul>
  );
}

type Props = { readonly what: Removable; readonly name: string; onClose(): void; onRemoved(): void };

/** Open while it is rendered. */
export function RemoveDialog({ what, name, onClose, onRemoved }: Props): ReactNode {
  const client = useQueryClient();
  const isSource = "sourceId" in what;
  const { data, error } = useQuery(trpc.sources.previewRemoval.queryOptions(what, { staleTime: 0, retry: false }));
  const removing = useMutation({
    mutationFn: () =>
      "sourceId" in what ? api.sources.remove.mutate(what) : api.sources.removeImport.mutate({ jobId: what.importId }),
    onSuccess: () => {
      onRemoved();
      return client.invalidateQueries();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={isSource ? `Remove ${name}?` : `Undo this import of ${name}?`}
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {error !== null && <ErrorNote error={error} />}
      {error === null && data === undefined && <Waiting label="Looking at what would go" />}
      {data !== undefined && (
        <div className={classes.body}>
          <div>
            <p className={classes.count}>
              {data.goes === 0 ? "No document goes." : `${countOf(data.goes, "document")} will go.`}
            </p>
            <Titles titles={data.goesExamples} total={data.goes} />
          </div>
          {data.stays > 0 && (
            <div>
              <p className={classes.count}>
                {countOf(data.stays, "document")} will stay, because something else brought{" "}
                {data.stays === 1 ? "it" : "them"} too.
              </p>
              <Titles titles={data.staysExamples} total={data.stays} />
            </div>
          )}
          <p className={classes.note}>
            {isSource
              ? `Its ledger of ${countOf(data.items, "item")} goes`
              : `${countOf(data.items, "item")} of the ledger ${data.items === 1 ? "goes" : "go"}`}{" "}
            too. The file itself is not touched, and can be imported again; documents then get new numbers. Answers and
            drafts stay in their history, but links to what is gone lead nowhere, and the model must read your archive
            anew.
          </p>
          {removing.error !== null && <ErrorNote error={removing.error} />}
          <div className={classes.foot}>
            <Button variant="default" onClick={onClose} data-autofocus>
              Keep it
            </Button>
            <Button color="red" loading={removing.isPending} onClick={() => removing.mutate()}>
              {isSource ? "Remove the source" : "Undo the import"}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
