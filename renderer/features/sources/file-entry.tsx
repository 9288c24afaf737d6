/** One row of the file picker. */
import { Checkbox } from "@mantine/core";
import { IconChevronRight, IconFile, IconFolder } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { FolderEntry } from "../../../shared/host-bridge.ts";
import { formatBytes, formatListDate } from "../../format.ts";
import classes from "./file-picker.module.css";

type Props = { readonly entry: FolderEntry; readonly isPicked: boolean; onOpen(): void; onToggle(): void };

/** A folder is opened by a click; a file is ticked by a click. */
export function FileEntry({ entry, isPicked, onOpen, onToggle }: Props): ReactNode {
  if (entry.isFolder) {
    return (
      <li>
        <button type="button" className={classes.entry} onClick={onOpen}>
          <IconFolder size={17} stroke={1.5} aria-hidden className={classes.icon} />
          <span className={classes.name}>{entry.name}</span>
          <IconChevronRight size={15} aria-hidden />
        </button>
      </li>
    );
  }
  return (
    <li>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is its control. */}
      <label className={classes.entry} data-picked={isPicked}>
        <IconFile size={17} stroke={1.5} aria-hidden className={classes.icon} />
        <span className={classes.name}>{entry.name}</span>
        <span className={classes.detail}>{formatBytes(entry.sizeBytes)}</span>
        <span className={classes.detail}>{formatListDate(entry.modifiedAt, new Date())}</span>
        <Checkbox size="xs" checked={isPicked} onChange={onToggle} aria-label={entry.name} />
      </label>
    </li>
  );
}
