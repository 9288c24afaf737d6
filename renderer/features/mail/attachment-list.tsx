/** What came with a mail: what became a document opens, everything can be saved. Nothing is ever run or shown unasked. */
import { ActionIcon } from "@mantine/core";
import { IconDownload, IconPaperclip } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AttachmentSummary } from "../../../shared/schemas.ts";
import { api } from "../../api.ts";
import { documentAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf, formatBytes } from "../../format.ts";
import { saveFile } from "../../save-file.ts";
import classes from "./attachment-list.module.css";

type Props = { readonly mailId: string; readonly attachments: readonly AttachmentSummary[] };

/** A name that no system takes for a path or a hidden file. */
export function safeName(name: string): string {
  const plain = name
    .replace(/[\\/:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "_")
    .replace(/^\.+/, "_")
    .trim();
  return plain === "" ? "attachment" : plain.slice(-180);
}

/** Renders nothing where nothing came with it. */
export function AttachmentList({ mailId, attachments }: Props): ReactNode {
  const save = useMutation({
    mutationFn: async (index: number) => {
      const { name, base64 } = await api.documents.attachment.query({ id: mailId, index });
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      // As bytes and nothing else: a page that was sent must not open as a page.
      saveFile(safeName(name), bytes, "application/octet-stream");
    },
  });
  if (attachments.length === 0) return null;
  return (
    <section aria-label={countOf(attachments.length, "attachment")}>
      <ul className={classes.list}>
        {attachments.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of a mail never changes, and names repeat.
          <li key={index} className={classes.item}>
            <IconPaperclip size={15} stroke={1.6} aria-hidden />
            {item.documentId === null ? (
              <bdi className={classes.name}>{item.name}</bdi>
            ) : (
              <a className={classes.name} href={documentAddress(item.documentId)}>
                <bdi>{item.name}</bdi>
              </a>
            )}
            <span className={classes.detail} title={item.type}>
              {formatBytes(item.sizeBytes)}
            </span>
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={`Save ${item.name}`}
              title="Save"
              loading={save.isPending && save.variables === index}
              onClick={() => save.mutate(index)}
            >
              <IconDownload size={15} stroke={1.7} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {save.error !== null && <ErrorNote error={save.error} />}
    </section>
  );
}
