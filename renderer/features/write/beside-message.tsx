/** Two columns: what is being written, and beside it the thread or the message that it answers. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { DocumentSummary, DraftTarget, OutsideMessage } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { documentAddress, screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { formatDay, personName } from "../../format.ts";
import { AttachmentList } from "../mail/attachment-list.tsx";
import { MailHeader } from "../mail/mail-header.tsx";
import { MailRow } from "../mail/mail-row.tsx";
import { MailText } from "../mail/mail-text.tsx";
import classes from "./beside-message.module.css";

/** A thread is read here, not searched. */
const MAX_THREAD = 100;

function EarlierMail({ mail }: { readonly mail: DocumentSummary }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <button type="button" className={classes.earlier} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <MailRow mail={mail} />
      </button>
      {isOpen && (
        <div className={classes.opened}>
          <MailText id={mail.id} />
          <a className={classes.open} href={documentAddress(mail.id)}>
            Open in the library
          </a>
        </div>
      )}
    </li>
  );
}

function Thread({ of }: { readonly of: DocumentSummary }): ReactNode {
  const { data } = useQuery(
    trpc.documents.page.queryOptions(
      { scope: { thread: of.threadId, kind: "mail" }, offset: 0, limit: MAX_THREAD },
      { staleTime: 60_000 },
    ),
  );
  const others = data?.items.filter(({ id }) => id !== of.id) ?? [];
  if (others.length === 0) return null;
  return (
    <section aria-label="The thread">
      <h3 className={classes.heading}>Also in this thread</h3>
      <ul className={classes.thread}>
        {others.map((mail) => (
          <EarlierMail key={mail.id} mail={mail} />
        ))}
      </ul>
    </section>
  );
}

function Message({ id }: { readonly id: string }): ReactNode {
  const { data, error } = useQuery(trpc.documents.show.queryOptions({ id }, { staleTime: 60_000 }));
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Opening the mail" />;
  return (
    <>
      <MailHeader mail={data} />
      <MailText id={id} />
      <AttachmentList mailId={data.id} attachments={data.attachments} />
      <a className={classes.open} href={documentAddress(id)}>
        Open in the library
      </a>
      <Thread of={data} />
    </>
  );
}

function Outside({ message }: { readonly message: OutsideMessage }): ReactNode {
  return (
    <>
      <header>
        <h2 className={classes.subject}>{message.subject === "" ? "A message from elsewhere" : message.subject}</h2>
        <p className={classes.facts}>
          {message.from !== null && <bdi>{personName(message.from)}</bdi>}
          {message.localDate !== null && ` · ${formatDay(message.localDate)}`}
          {message.from === null && "It is not said who wrote it"}
        </p>
      </header>
      <div className={classes.words} dir="auto">
        {message.text}
      </div>
      <p className={classes.facts}>This message is not in the archive.</p>
    </>
  );
}

type Props = { readonly target: DraftTarget | null; readonly children: ReactNode };

/** A new mail has nothing beside it. */
export function BesideMessage({ target, children }: Props): ReactNode {
  const isAlone = target === null || target.type === "new";
  return (
    <div className={classes.columns} data-single={isAlone}>
      <div className={classes.work}>
        <a className={classes.back} href={screenAddress("write")}>
          ‹ All drafts
        </a>
        {children}
      </div>
      {!isAlone && (
        <aside className={classes.message} aria-label="The mail being answered">
          {target.type === "reply" ? <Message id={target.id} /> : <Outside message={target.message} />}
        </aside>
      )}
    </div>
  );
}
