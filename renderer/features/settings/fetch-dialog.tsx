/** Asks before a model's file is fetched: what it is, from which host, how large, and what that host learns. */
import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { shortChecksum } from "./download-words.ts";
import classes from "./fetch-dialog.module.css";

/** What would be fetched; `model` where it is of the list. */
export type Fetchable = {
  readonly title: string;
  readonly url: string;
  readonly model?: string;
  /** `4.9 GB`, `about 4.7 GB`; null where only the host knows. */
  readonly size: string | null;
  readonly sha256: string | null;
  readonly licence: string | null;
};

type Props = { readonly what: Fetchable; onClose(): void };

/** Open while it is rendered. */
export function FetchDialog({ what, onClose }: Props): ReactNode {
  const { title, url, model, size, sha256, licence } = what;
  const { host, pathname } = new URL(url);
  const begin = useMutation({
    mutationFn: () =>
      api.models.download.mutate(
        model === undefined ? { url, host, ...(sha256 === null ? {} : { sha256 }) } : { model, host },
      ),
    onSuccess: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Fetch ${title}?`}
      size="md"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.body}>
        <dl className={classes.facts}>
          <dt>From</dt>
          <dd className={classes.host}>{host}</dd>
          <dt>File</dt>
          <dd>{decodeURIComponent(pathname.split("/").at(-1) ?? "")}</dd>
          <dt>Size</dt>
          <dd>{size ?? "said by the host before it begins"}</dd>
          <dt>Checksum</dt>
          <dd>{sha256 === null ? "said by the host" : shortChecksum(sha256)}</dd>
          {licence !== null && (
            <>
              <dt>Licence</dt>
              <dd>{licence}</dd>
            </>
          )}
        </dl>
        <p className={classes.note}>
          Longhand connects to {host} for this file only. That host learns this machine’s address and which file it
          wants, and nothing of your mail. Where it sends on to another host you are asked again. The file lies in the
          archive’s folder, and counts only once its whole checksum is right.
        </p>
        {begin.error !== null && <ErrorNote error={begin.error} />}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Not now
          </Button>
          <Button loading={begin.isPending} onClick={() => begin.mutate()}>
            Fetch from {host}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
