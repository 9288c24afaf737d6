/** The draft as text that can be edited, with what to look at before it is used. */
import { Button, CopyButton, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconCopy, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { navigate } from "../../app/navigation.ts";
import { replyAddress } from "../../app/route.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount } from "../../format.ts";
import { useWriteForm } from "../../stores/write-form.ts";
import { LeftOut } from "../prompt/left-out.tsx";
import { ReceiptLine } from "../prompt/receipt-line.tsx";
import { scopeWords } from "../prompt/scope-words.ts";
import classes from "./draft-editor.module.css";
import { DraftFailure } from "./draft-failure.tsx";
import { SaveMark } from "./save-mark.tsx";
import { useAutosave } from "./use-autosave.ts";
import { wishesWords } from "./wishes.ts";

function redo(record: DraftRecord): void {
  if (record.replyTo === null) return;
  const { points, language = "", length = "" } = record.wishes;
  useWriteForm.setState({
    replyTo: record.replyTo,
    points: points.join("\n"),
    language,
    length,
    scope: record.scope,
  });
  navigate(replyAddress(record.replyTo));
}

/** Says nothing of a draft that did not come to its end: it may not have read anything. */
function learnedWords({ state, fit, scope }: DraftRecord): string {
  if (state !== "done") return "";
  if (fit === null || fit.leftOut.length === 0) return `Learned from ${scopeWords(scope)}. `;
  return `Learned from the newest ${formatCount(fit.kept)} of ${countOf(fit.kept + fit.leftOut.length, "document")}. `;
}

/** The owner's text is kept beside the model's. */
export function DraftEditor({ record }: { readonly record: DraftRecord }): ReactNode {
  const { text, change, status, theirs, takeTheirs, keepMine } = useAutosave(record);
  const wishes = wishesWords(record.wishes);
  return (
    <>
      <div className={classes.tools}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
              onClick={copy}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        {record.replyTo !== null && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} stroke={1.7} />}
            onClick={() => redo(record)}
          >
            Draft again
          </Button>
        )}
        {text !== record.draft && record.draft !== "" && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={15} stroke={1.7} />}
            onClick={() => change(record.draft)}
          >
            Undo my edits
          </Button>
        )}
        <SaveMark status={status} hasEdits={record.edited !== null} />
      </div>
      {theirs !== null && (
        <Notice tone="warn" title="This draft was changed in another window." role="alert">
          <p>Nothing of yours is lost: choose which text to keep.</p>
          <div className={classes.choice}>
            <Button size="xs" variant="default" onClick={keepMine}>
              Keep mine
            </Button>
            <Button size="xs" variant="default" onClick={takeTheirs}>
              Take theirs
            </Button>
          </div>
        </Notice>
      )}
      <Textarea
        aria-label="The draft"
        variant="unstyled"
        autosize
        minRows={8}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        classNames={{ input: classes.input ?? "" }}
        dir="auto"
      />
      <DraftFailure record={record} />
      {record.warnings.map((warning) => (
        <Notice key={`${warning.code}:${warning.text}`} tone="warn" title="Check this before you use it">
          <p>{warning.message}</p>
        </Notice>
      ))}
      {record.fit !== null && record.fit.leftOut.length > 0 && (
        <Notice tone="warn" title={`Learned from the newest ${countOf(record.fit.kept, "document")} only.`}>
          <p>
            <LeftOut ids={record.fit.leftOut} verb="stayed out of the window" />
          </p>
        </Notice>
      )}
      <div className={classes.foot}>
        <p>
          {[learnedWords(record), wishes === "" ? "" : `Asked for: ${wishes}. `].join("")}Longhand never sends mail:
          copy the text into your mail program.
        </p>
        {record.receipt !== null && <ReceiptLine receipt={record.receipt} />}
      </div>
    </>
  );
}
