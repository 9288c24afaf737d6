/** The start of a mail that answers nothing in the archive: a new one, or an answer to a message from elsewhere. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconMailDown } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useState } from "react";
import type { DraftTarget, OutsideMessage } from "../../../shared/schemas.ts";
import { api } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Screen } from "../../components/screen.tsx";
import { host } from "../../host/host.ts";
import classes from "./compose-page.module.css";
import { ReplyPage } from "./reply-page.tsx";
import { parsePeople } from "./wishes.ts";

const NOBODY: DraftTarget = { type: "new", to: [{ name: "", address: "nobody@invalid" }], subject: "" };

/** A new mail to people by name and address. */
export function NewMailPage(): ReactNode {
  const [to, setTo] = useState("");
  const [subject, setSubject] = useState("");
  const people = parsePeople(to);
  const isWrong = to.trim() !== "" && people === null;
  const target: DraftTarget = people === null ? NOBODY : { type: "new", to: people, subject: subject.trim() };
  return (
    <ReplyPage target={target} isReady={people !== null}>
      <div className={classes.fields}>
        <TextInput
          label="To"
          placeholder="Alice Chen <alice@example.org>"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={isWrong ? "An address is needed, like alice@example.org" : undefined}
        />
        <TextInput label="Subject" value={subject} onChange={(event) => setSubject(event.currentTarget.value)} />
      </div>
    </ReplyPage>
  );
}

/** Where a message from elsewhere is dropped or pasted, and then answered. */
export function OutsidePage(): ReactNode {
  const [message, setMessage] = useState<OutsideMessage | null>(null);
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isOver, setOver] = useState(false);

  const read = (work: () => Promise<OutsideMessage>): void => {
    setError(null);
    work().then(setMessage, setError);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file === undefined) return;
    read(async () => {
      const picked = await host.ticketsForDrop([file], () => undefined);
      if (!picked.ok) throw new Error(`${picked.error.message} ${picked.error.remedy}`.trim());
      return api.draft.readFile.mutate({ ticket: picked.value[0]?.ticket ?? "" });
    });
  };

  if (message !== null) return <ReplyPage target={{ type: "outside", message }} />;
  return (
    <Screen
      title="A message from elsewhere"
      lead="Answer a message that is not in the archive. It is read for this reply only and not imported."
    >
      <p className={classes.back}>
        <a href={screenAddress("write")}>‹ All drafts</a>
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has its equal by keyboard in the field below. */}
      <div
        className={classes.zone}
        data-over={isOver}
        data-testid="message-drop"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconMailDown size={26} stroke={1.3} aria-hidden />
        <p>{isOver ? "Let go to open it" : "Drop an .eml file here"}</p>
      </div>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          read(() => api.draft.readPasted.mutate({ text }));
        }}
      >
        <Textarea
          label="Or paste the message"
          description="Its words, or its whole source with the headers."
          autosize
          minRows={7}
          maxRows={18}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {error !== null && <ErrorNote error={error} />}
        <div>
          <Button type="submit" disabled={text.trim() === ""}>
            Answer this
          </Button>
        </div>
      </form>
    </Screen>
  );
}
