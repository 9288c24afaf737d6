/** The first visit: what Longhand does, in one breath, and where to drop the mail. */
import type { ReactNode } from "react";
import { AddMail } from "./add-mail.tsx";
import { MailHelp } from "./mail-help.tsx";
import classes from "./welcome.module.css";

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
        <div className={classes.help}>
          <MailHelp />
        </div>
      </div>
    </div>
  );
}
