/** The place to drop mail or to choose it; hands over to the host and starts the import. */
import { Button } from "@mantine/core";
import { IconMailDown } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { ErrorNote } from "../../components/error-note.tsx";
import { ProgressLine } from "../../components/progress-line.tsx";
import { formatBytes, percent } from "../../format.ts";
import { host } from "../../host/host.ts";
import classes from "./add-mail.module.css";
import { FilePicker } from "./file-picker.tsx";
import { useAddMail } from "./use-add-mail.ts";

/** A browser hands over files only; a folder is chosen in the picker there. */
const KINDS =
  host.kind === "browser"
    ? "mbox, .eml, .emlx, .pst, zip or PDF; choose a folder or Maildir with the button."
    : "mbox, Maildir, .eml, .emlx, .pst, zip, PDF or a whole folder.";

/** `isFirst` on the first visit: then it is what there is to do. */
export function AddMail({ isFirst = false }: { readonly isFirst?: boolean }): ReactNode {
  const { add, handOver, error, isBusy } = useAddMail();
  const [isOver, setOver] = useState(false);
  const [isPicking, setPicking] = useState(false);

  const choose = (): void => {
    if (host.pickFiles === undefined) setPicking(true);
    else void add(host.pickFiles);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) void add((onHandOver) => host.ticketsForDrop(files, onHandOver));
  };

  return (
    <div className={classes.area}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has its equal by keyboard in the button inside. */}
      <div
        className={classes.zone}
        data-over={isOver}
        data-testid="drop-zone"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconMailDown size={24} stroke={1.3} className={classes.icon} aria-hidden />
        <div className={classes.words}>
          <p className={classes.call}>{isOver ? "Let go to import" : "Drop your mail here"}</p>
          <p className={classes.more}>{KINDS} What is in the archive already is not added twice.</p>
        </div>
        <Button onClick={choose} loading={isBusy} {...(isFirst ? {} : { variant: "default" })}>
          Choose files…
        </Button>
      </div>
      {handOver !== null && (
        <ProgressLine label={`Handing over ${handOver.name}`} value={percent(handOver.done, handOver.total)}>
          <span>Handing over {handOver.name}</span>
          <span>
            {formatBytes(handOver.done)} of {formatBytes(handOver.total)}
          </span>
        </ProgressLine>
      )}
      {error !== null && <ErrorNote error={error} />}
      {host.listFolder !== undefined && (
        <FilePicker
          isOpen={isPicking}
          onClose={() => setPicking(false)}
          onPick={(tickets) => {
            setPicking(false);
            const { pickEntries } = host;
            if (pickEntries !== undefined) void add(() => pickEntries(tickets));
          }}
        />
      )}
    </div>
  );
}
