/** The draft as text that can be edited, checked and compared, with its versions and its ways out. */
import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount } from "../../format.ts";
import { ReceiptMarks } from "../prompt/exam-mark.tsx";
import { LeftOut } from "../prompt/left-out.tsx";
import { ReceiptLine } from "../prompt/receipt-line.tsx";
import { scopeWords } from "../prompt/scope-words.ts";
import { CheckView } from "./check-view.tsx";
import { checkSummary } from "./check-words.ts";
import { CompareView } from "./compare-view.tsx";
import classes from "./draft-editor.module.css";
import { DraftFailure } from "./draft-failure.tsx";
import { SaveMark } from "./save-mark.tsx";
import { useAutosave } from "./use-autosave.ts";
import { Versions } from "./versions.tsx";
import { WayOut } from "./way-out.tsx";
import { wishesWords } from "./wishes.ts";

/** Says nothing of a draft that did not come to its end: it may not have read anything. */
export function learnedWords({ state, fit, scope }: Pick<DraftRecord, "state" | "fit" | "scope">): string {
  if (state !== "done") return "";
  const voice = fit?.voice;
  if (voice !== undefined) {
    if (voice.used === 0) return "Learned from nothing: no example was read. ";
    const first = [
      ...(voice.person === null ? [] : [`to ${voice.person}`]),
      ...(voice.language === null ? [] : [`in ${voice.language}`]),
    ].join(" and ");
    const order = first === "" ? "the newest" : `those ${first} first, then the newest`;
    return `Learned from ${formatCount(voice.used)} of your ${countOf(voice.examples, "mail")}: ${order}. `;
  }
  if (fit === null || fit.leftOut.length === 0) return `Learned from ${scopeWords(scope)}. `;
  return `Learned from the newest ${formatCount(fit.kept)} of ${countOf(fit.kept + fit.leftOut.length, "document")}. `;
}

type View = "edit" | "check" | "compare";

function Warnings({ record, text, onLook }: { readonly record: DraftRecord; readonly text: string; onLook(): void }) {
  const isEdited = text !== record.draft;
  const summary = checkSummary(record.checks);
  return (
    <>
      {record.warnings
        .filter(({ code }) => code === "CUT_SHORT")
        .map((warning) => (
          <Notice key={warning.code} tone="warn" title={warning.message} />
        ))}
      {!isEdited && summary !== "" && (
        <Notice tone="warn" title="Check this before you use it">
          <p>{summary}</p>
          <Button size="xs" variant="default" mt={6} onClick={onLook}>
            Show where
          </Button>
        </Notice>
      )}
    </>
  );
}

/** The owner's text is kept beside the model's. */
export function DraftEditor({ record }: { readonly record: DraftRecord }): ReactNode {
  const { text, change, status, theirs, takeTheirs, keepMine } = useAutosave(record);
  const [view, setView] = useState<View>("edit");
  const wishes = wishesWords(record.wishes);
  return (
    <>
      <Versions record={record} text={text} />
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label="What to show"
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: "edit", label: "Edit" },
            { value: "check", label: "Check" },
            { value: "compare", label: "Compare" },
          ]}
        />
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
      {view === "edit" && (
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
      )}
      {view === "check" && <CheckView record={record} text={text} />}
      {view === "compare" && <CompareView record={record} text={text} />}
      <DraftFailure record={record} />
      {view === "edit" && <Warnings record={record} text={text} onLook={() => setView("check")} />}
      <WayOut record={record} text={text} />
      {record.fit !== null && record.fit.voice === undefined && record.fit.leftOut.length > 0 && (
        <Notice tone="warn" title={`Learned from the newest ${countOf(record.fit.kept, "document")} only.`}>
          <p>
            <LeftOut ids={record.fit.leftOut} verb="stayed out of the window" />
          </p>
        </Notice>
      )}
      <div className={classes.foot}>
        <p>
          {[learnedWords(record), wishes === "" ? "" : `Asked for: ${wishes}. `].join("")}Longhand never sends mail: it
          leaves by your mail program.
        </p>
        {record.receipt !== null && <ReceiptMarks receipt={record.receipt} />}
        {record.receipt !== null && <ReceiptLine receipt={record.receipt} />}
      </div>
    </>
  );
}
