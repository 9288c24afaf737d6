/** The first visit, three steps on one screen: your mail, you, your model; or the sample archive. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { AddMail } from "./add-mail.tsx";
import { MailHelp } from "./mail-help.tsx";
import { ModelStep } from "./model-step.tsx";
import classes from "./welcome.module.css";

/** Shown while the archive has no source. */
export function Welcome(): ReactNode {
  const sample = useMutation(trpc.import.sample.mutationOptions());
  return (
    <div className={classes.scroll}>
      <div className={classes.column}>
        <h1 className={classes.title}>Bring your mail</h1>
        <p className={classes.lead}>
          Longhand reads all of it, on this machine. Then you can ask it anything, with proof you can click, and have
          replies drafted in your own hand. Nothing leaves your network, and nothing is ever sent.
        </p>
        <ol className={classes.steps}>
          <li>
            <h2 className={classes.step}>Your mail</h2>
            <AddMail isFirst />
            <div className={classes.row}>
              <Button variant="default" loading={sample.isPending} onClick={() => sample.mutate()}>
                Try with the sample archive
              </Button>
              <span className={classes.note}>184 documents of people who do not exist.</span>
            </div>
            {sample.error !== null && <ErrorNote error={sample.error} />}
          </li>
          <li>
            <h2 className={classes.step}>You</h2>
            <p className={classes.note}>
              When the mail is here, Longhand proposes which addresses are yours, says why, and you correct it. It
              learns your hand from that mail.
            </p>
          </li>
          <li>
            <h2 className={classes.step}>Your model</h2>
            <ModelStep hasMail={false} isQuiet />
          </li>
        </ol>
        <div className={classes.help}>
          <MailHelp />
        </div>
      </div>
    </div>
  );
}
