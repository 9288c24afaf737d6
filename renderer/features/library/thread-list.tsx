/** The other mails of a conversation, oldest first. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { documentAddress } from "../../app/route.ts";
import { countOf } from "../../format.ts";
import { MailRow } from "../mail/mail-row.tsx";
import classes from "./thread-list.module.css";

type Props = { readonly threadId: string; readonly current: string };

/** Renders nothing for a mail that stands alone. */
export function ThreadList({ threadId, current }: Props): ReactNode {
  const { data } = useQuery(trpc.documents.thread.queryOptions({ threadId }));
  if (data === undefined || data.length < 2) return null;
  return (
    <nav aria-label="Conversation" className={classes.thread}>
      <h3 className={classes.title}>Conversation, {countOf(data.length, "mail")}</h3>
      <ol className={classes.list}>
        {data.map((mail) => (
          <li key={mail.id}>
            <a
              className={classes.item}
              href={documentAddress(mail.id)}
              aria-current={mail.id === current ? "true" : undefined}
            >
              <MailRow mail={mail} />
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
