/** One mail in a list: who, when, about what. */
import { IconArrowUpRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DocumentSummary } from "../../../shared/schemas.ts";
import { countOf, formatListDate, personName } from "../../format.ts";
import { flagWords } from "./flag-words.ts";
import classes from "./mail-row.module.css";

/** What a PDF or a file is, in the place of a subject. */
function paperWords({ kind, pages }: DocumentSummary): string {
  if (kind === "file") return "File";
  return pages === null ? "PDF" : `PDF, ${countOf(pages, "page")}`;
}

/** The content of a row; the list around it decides what a click does. A PDF or file goes by its name. */
export function MailRow({ mail }: { readonly mail: DocumentSummary }): ReactNode {
  const others = mail.sentByMe ? mail.to : [];
  const isMail = mail.kind === "mail";
  const sender = mail.sentByMe ? others.map(personName).join(", ") || "nobody" : personName(mail.from);
  const subject = mail.subject === "" ? "(no subject)" : mail.subject;
  const name = isMail ? sender : mail.subject || mail.id;
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
          {isMail ? subject : paperWords(mail)}
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
