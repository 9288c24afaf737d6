/** The bytes of an item, to look at and to save. Read-only, and text alone: nothing in it is rendered or run. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { LedgerItem } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { formatBytes } from "../../format.ts";
import { itemName } from "./ledger-words.ts";
import classes from "./raw-dialog.module.css";

async function save(item: LedgerItem): Promise<void> {
  const { base64 } = await api.sources.raw.query({ itemId: item.id });
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  // What it is is not known for sure: a name that no program opens by itself.
  link.download = `item-${item.id}.raw`;
  link.click();
  URL.revokeObjectURL(url);
}

/** Shows the beginning; saves all of it. */
export function RawDialog({ item, onClose }: { readonly item: LedgerItem; onClose(): void }): ReactNode {
  const { data, error } = useQuery(
    trpc.sources.rawText.queryOptions({ itemId: item.id }, { staleTime: Infinity, retry: false }),
  );
  const saving = useMutation({ mutationFn: () => save(item) });
  return (
    <Modal opened onClose={onClose} title="As it came" size="xl" centered closeButtonProps={{ "aria-label": "Close" }}>
      <p className={classes.name} dir="auto">
        {itemName(item)}
      </p>
      {item.message !== null && <p className={classes.why}>{item.message}</p>}
      {error !== null && <ErrorNote error={error} />}
      {error === null && data === undefined && <Waiting label="Reading the bytes" />}
      {data !== undefined && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
          <section className={classes.text} tabIndex={0} aria-label="The bytes as text">
            {data.text === "" ? "(no bytes)" : data.text}
          </section>
          <div className={classes.foot}>
            <span className={classes.size}>
              {formatBytes(data.sizeBytes)}
              {data.isCut && ", only the beginning is shown"}
            </span>
            <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
              Save as a file…
            </Button>
          </div>
        </>
      )}
      {saving.error !== null && <ErrorNote error={saving.error} />}
    </Modal>
  );
}
