/** One mail in a list: who, when, about what. */
import { IconArrowUpRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DocumentSummary } from "../../../shared/schemas.ts";
import { formatListDate, personName } from "../../format.ts";
import { flagWords } from "./flag-words.ts";
import classes from "./mail-row.module.css";

/** The content of a row; the list around it decides what a click does. */
export function MailRow({ mail }: { readonly mail: DocumentSummary }): ReactNode {
  const others = mail.sentByMe ? mail.to : [];
  const name = mail.sentByMe ? others.map(personName).join(", ") || "nobody" : personName(mail.from);
  return (
    <span className={classes.row}>
      <span className={classes.line}>
        <span className={classes.name} dir="auto">
          {mail.sentByMe && (
            <>
              <IconArrowUpRight size={13} aria-hidden className={classes.sent} />
              <span className="visually-hidden">Sent to </span>
            </>
          )}
          {name}
        </span>
        <span className={classes.date}>{formatListDate(mail.date, new Date())}</span>
      </span>
      <span className={classes.line}>
        <span className={classes.subject} dir="auto">
          {mail.subject === "" ? "(no subject)" : mail.subject}
        </span>
        {mail.flags.map((flag) => {
          const { short, long, inList } = flagWords(flag);
          return inList ? (
            <span key={flag} className={classes.flag} title={long}>
              {short}
            </span>
          ) : null;
        })}
      </span>
    </span>
  );
}
