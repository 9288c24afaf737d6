/** The browser host's file dialog: folders of its own machine, by tickets. The page never sees a path it could name. */
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode, useState } from "react";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf } from "../../format.ts";
import { host } from "../../host/host.ts";
import { FileEntry } from "./file-entry.tsx";
import classes from "./file-picker.module.css";

type Props = {
  readonly isOpen: boolean;
  readonly title?: string;
  /** What is done with what was chosen. */
  readonly action?: string;
  /** One folder is chosen, the one that is shown, and no file. */
  readonly isForFolder?: boolean;
  onClose(): void;
  onPick(tickets: readonly string[]): void;
};

function Folder({
  action = "Import",
  isForFolder = false,
  onClose,
  onPick,
}: Omit<Props, "isOpen" | "title">): ReactNode {
  const [folder, setFolder] = useState<string | undefined>(undefined);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const listing = useQuery({
    queryKey: ["host-folder", folder ?? ""],
    queryFn: () => host.listFolder?.(folder) ?? Promise.reject(new Error("This host has a dialog of its own.")),
    staleTime: 0,
  });
  const enter = (ticket: string): void => {
    setFolder(ticket);
    setPicked(new Set());
  };
  const toggle = (ticket: string): void => {
    const next = new Set(picked);
    if (!next.delete(ticket)) next.add(ticket);
    setPicked(next);
  };
  const { data } = listing;
  const here = data?.trail.at(-1);
  const entries = data?.entries.filter((entry) => entry.isFolder || !isForFolder);
  return (
    <div className={classes.picker}>
      <nav className={classes.trail} aria-label="Folder">
        {data?.trail.map((part, index) => (
          <Fragment key={part.ticket}>
            {index > 0 && <span aria-hidden>›</span>}
            <button
              type="button"
              className={classes.part}
              aria-current={index === data.trail.length - 1 ? "location" : undefined}
              onClick={() => enter(part.ticket)}
            >
              {part.name === "" ? "/" : part.name}
            </button>
          </Fragment>
        ))}
      </nav>
      <div className={classes.entries}>
        {listing.isPending && <Waiting label="Looking into the folder" />}
        {listing.isError && <ErrorNote error={listing.error} onRetry={() => setFolder(undefined)} />}
        {entries?.length === 0 && (
          <p className={classes.nothing}>{isForFolder ? "There is no folder in it." : "This folder is empty."}</p>
        )}
        <ul className={classes.list}>
          {entries?.map((entry) => (
            <FileEntry
              key={entry.ticket}
              entry={entry}
              isPicked={picked.has(entry.ticket)}
              onOpen={() => enter(entry.ticket)}
              onToggle={() => toggle(entry.ticket)}
            />
          ))}
        </ul>
        {data?.isCut === true && <p className={classes.nothing}>This folder holds more than can be listed.</p>}
      </div>
      <div className={classes.foot}>
        <span className={classes.count}>
          {isForFolder
            ? "Open the folder that you want."
            : picked.size === 0
              ? "Choose one file or several."
              : `${countOf(picked.size, "file")} chosen`}
        </span>
        {!isForFolder && picked.size === 0 && folder !== undefined && here !== undefined && (
          <Button variant="default" onClick={() => onPick([here.ticket])}>
            Take the whole folder
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        {isForFolder ? (
          <Button disabled={here === undefined} onClick={() => here !== undefined && onPick([here.ticket])}>
            {action}
          </Button>
        ) : (
          <Button disabled={picked.size === 0} onClick={() => onPick([...picked])}>
            {action}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A dialog; begins anew in the home folder each time. */
export function FilePicker({
  isOpen,
  title = "Choose mail to import",
  action,
  isForFolder = false,
  onClose,
  onPick,
}: Props): ReactNode {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size="lg"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Folder {...(action !== undefined && { action })} isForFolder={isForFolder} onClose={onClose} onPick={onPick} />
    </Modal>
  );
}
