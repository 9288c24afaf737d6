/** Who wrote to whom, when, about what. */
import type { ReactNode } from "react";
import type { DocumentSummary, Person } from "../../../shared/schemas.ts";
import { Avatar } from "../../components/avatar.tsx";
import { formatCount, formatLongDate, personName } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import { flagWords } from "./flag-words.ts";
import classes from "./mail-header.module.css";

/** More names than this are counted, not listed. */
const MAX_NAMES = 12;

function People({ label, people }: { readonly label: string; readonly people: readonly Person[] }): ReactNode {
  if (people.length === 0) return null;
  const shown = people.slice(0, MAX_NAMES);
  return (
    <p className={classes.people}>
      <span className={classes.label}>{label}</span>{" "}
      {withKeys(shown, (person) => person.address).map(({ key, item: person }, index) => (
        <span key={key} title={person.address}>
          {index > 0 && ", "}
          <bdi>{personName(person)}</bdi>
        </span>
      ))}
      {people.length > MAX_NAMES && ` and ${formatCount(people.length - MAX_NAMES)} more`}
    </p>
  );
}

type Props = { readonly mail: DocumentSummary; readonly children?: ReactNode };

/** `children` stand at the right of the subject, for actions. */
export function MailHeader({ mail, children }: Props): ReactNode {
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <h2 className={classes.subject} dir="auto">
          {mail.subject === "" ? "(no subject)" : mail.subject}
        </h2>
        {children}
      </div>
      <div className={classes.sender}>
        <Avatar person={mail.from} />
        <div className={classes.who}>
          <p className={classes.from}>
            <bdi className={classes.name}>{personName(mail.from)}</bdi>
            {mail.from !== null && mail.from.name !== "" && (
              <span className={classes.address}>{mail.from.address}</span>
            )}
            {mail.sentByMe && <span className={classes.mine}>by you</span>}
          </p>
          <People label="to" people={mail.to} />
          <People label="cc" people={mail.cc} />
        </div>
      </div>
      <p className={classes.facts}>
        <time dateTime={mail.date ?? undefined}>{formatLongDate(mail.date)}</time>
        <span className={classes.id} title="How answers cite this mail">
          {mail.id}
        </span>
        {mail.flags.map((flag) => (
          <span key={flag} className={classes.tag} data-flag={flag} title={flagWords(flag).long}>
            {flagWords(flag).short}
            {flag.endsWith("-signed") && ", not checked"}
          </span>
        ))}
        {mail.labels.map((label) => (
          <span key={label} className={classes.tag}>
            {label}
          </span>
        ))}
      </p>
    </header>
  );
}
