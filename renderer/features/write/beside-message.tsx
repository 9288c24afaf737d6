/** Two columns: what is being written, and beside it the mail that it answers. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { documentAddress, screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { AttachmentList } from "../mail/attachment-list.tsx";
import { MailHeader } from "../mail/mail-header.tsx";
import { MailText } from "../mail/mail-text.tsx";
import classes from "./beside-message.module.css";

function Message({ id }: { readonly id: string }): ReactNode {
  const { data, error } = useQuery(trpc.documents.show.queryOptions({ id }, { staleTime: 60_000 }));
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Opening the mail" />;
  return (
    <>
      <MailHeader mail={data} />
      <MailText id={id} />
      <AttachmentList attachments={data.attachments} />
      <a className={classes.open} href={documentAddress(id)}>
        Open in the library
      </a>
    </>
  );
}

type Props = { readonly replyTo: string | null; readonly children: ReactNode };

/** `replyTo` null where the message is not in the archive. */
export function BesideMessage({ replyTo, children }: Props): ReactNode {
  return (
    <div className={classes.columns} data-single={replyTo === null}>
      <div className={classes.work}>
        <a className={classes.back} href={screenAddress("write")}>
          ‹ All drafts
        </a>
        {children}
      </div>
      {replyTo !== null && (
        <aside className={classes.message} aria-label="The mail being answered">
          <Message id={replyTo} />
        </aside>
      )}
    </div>
  );
}
