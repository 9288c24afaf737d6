/** "How do I get my mail out of ...?": the steps for each mail program, and what to look out for. */
import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import classes from "./mail-help.module.css";
import { MAIL_PROGRAMS, type MailProgram } from "./mail-programs.ts";

function Ways({ program }: { readonly program: MailProgram }): ReactNode {
  return program.ways.map((way) => (
    <div key={way.title} className={classes.way}>
      {program.ways.length > 1 && <h3 className={classes.title}>{way.title}</h3>}
      <ol className={classes.steps}>
        {way.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {way.notes.length > 0 && (
        <ul className={classes.notes}>
          {way.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  ));
}

/** One program at a time. */
export function MailHelp(): ReactNode {
  const [name, setName] = useState(MAIL_PROGRAMS[0].name);
  const program = MAIL_PROGRAMS.find((item) => item.name === name) ?? MAIL_PROGRAMS[0];
  return (
    <section aria-label="How to get your mail" className={classes.help}>
      <div className={classes.head}>
        <h2 className={classes.question}>How do I get my mail out of</h2>
        <SegmentedControl
          size="xs"
          aria-label="Mail program"
          value={name}
          onChange={setName}
          data={MAIL_PROGRAMS.map((item) => item.name)}
        />
      </div>
      <Ways program={program} />
    </section>
  );
}
