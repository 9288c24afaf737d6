/** The first visit: what Longhand does, in one breath, and where to drop the mail. */
import type { ReactNode } from "react";
import { AddMail } from "./add-mail.tsx";
import classes from "./welcome.module.css";

const PROGRAMS = [
  ["Gmail", "takeout.google.com, choose Mail. Take the zip as it is: it need not be unpacked."],
  ["Outlook", "File, Open and Export, Import/Export, Export to a file: the .pst file."],
  [
    "Thunderbird",
    "In your profile folder, Mail or ImapMail: files without an ending, like Inbox and Sent, or the folder.",
  ],
  ["Apple Mail", "Select a mailbox, then Mailbox, Export Mailbox: the folder that ends in .mbox."],
] as const;

/** Shown while the archive has no source. */
export function Welcome(): ReactNode {
  return (
    <div className={classes.scroll}>
      <div className={classes.column}>
        <h1 className={classes.title}>Bring your mail</h1>
        <p className={classes.lead}>
          Longhand reads all of it, on this machine. Then you can ask it anything, with proof you can click, and have
          replies drafted in your own hand. Nothing leaves your network, and nothing is ever sent.
        </p>
        <AddMail isLarge />
        <section className={classes.help} aria-labelledby="where-is-my-mail">
          <h2 id="where-is-my-mail">Where is my mail?</h2>
          <dl>
            {PROGRAMS.map(([name, text]) => (
              <div key={name} className={classes.program}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </div>
  );
}
