/** What came with a mail. */
import { IconPaperclip } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AttachmentSummary } from "../../../shared/schemas.ts";
import { countOf, formatBytes } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import classes from "./attachment-list.module.css";

/** Renders nothing where nothing came with it. */
export function AttachmentList({ attachments }: { readonly attachments: readonly AttachmentSummary[] }): ReactNode {
  if (attachments.length === 0) return null;
  return (
    <section aria-label={countOf(attachments.length, "attachment")}>
      <ul className={classes.list}>
        {withKeys(attachments, (item) => item.name).map(({ key, item }) => (
          <li key={key} className={classes.item}>
            <IconPaperclip size={15} stroke={1.6} aria-hidden />
            <span className={classes.name}>{item.name}</span>
            <span className={classes.detail} title={item.type}>
              {formatBytes(item.sizeBytes)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
