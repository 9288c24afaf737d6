/** The ways out of Longhand: copied, as a file, or into the mail program. Nothing is sent from here. */
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy, IconDeviceFloppy, IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { saveFile } from "../../save-file.ts";
import { showToast } from "../../stores/toasts.ts";
import classes from "./way-out.module.css";

/** Asks for the mail program's address once the text rests. */
function useMailto(record: DraftRecord, text: string): string | null | undefined {
  const { target } = record;
  const { data } = useQuery(
    trpc.draft.export.queryOptions(
      { target: target ?? { type: "reply", id: "m0" }, text },
      {
        enabled: target !== null && text.length < 3000,
        staleTime: 60_000,
        placeholderData: (before) => before,
        retry: false,
      },
    ),
  );
  return text.length < 3000 ? data?.mailto : null;
}

/** Three buttons. */
export function WayOut({ record, text }: { readonly record: DraftRecord; readonly text: string }): ReactNode {
  const [error, setError] = useState<unknown>(null);
  const mailto = useMailto(record, text);
  const { target } = record;
  const save = (): void => {
    if (target === null) return;
    setError(null);
    api.draft.export.query({ target, text }).then(({ name, eml }) => {
      saveFile(
        name,
        Uint8Array.from(atob(eml), (letter) => letter.charCodeAt(0)),
        "message/rfc822",
      );
      showToast({ text: `${name} is with your downloads; open it with your mail program.`, tone: "good" });
    }, setError);
  };
  return (
    <div className={classes.out}>
      <div className={classes.ways}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
              onClick={copy}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        {target !== null && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDeviceFloppy size={15} stroke={1.7} />}
            onClick={save}
            title="A file that opens in your mail program, in its thread"
          >
            Save as .eml
          </Button>
        )}
        {target !== null && typeof mailto === "string" && (
          <Button
            size="xs"
            variant="default"
            component="a"
            href={mailto}
            target="_blank"
            rel="noreferrer"
            leftSection={<IconMail size={15} stroke={1.7} />}
          >
            Open in my mail program
          </Button>
        )}
      </div>
      {mailto === null && (
        <p className={classes.note}>Too long to hand over to the mail program directly: copy it, or save it as .eml.</p>
      )}
      {error !== null && <ErrorNote error={error} />}
    </div>
  );
}
