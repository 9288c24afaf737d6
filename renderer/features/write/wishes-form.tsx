/** Points, language, length, and what the model reads for them. */
import { Autocomplete, SegmentedControl, Textarea } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { useWriteForm } from "../../stores/write-form.ts";
import { CostLine, SendButtons, useCost } from "../prompt/cost-line.tsx";
import { ScopeBar } from "../prompt/scope-bar.tsx";
import { LANGUAGES, LENGTHS } from "./wishes.ts";
import classes from "./wishes-form.module.css";

type Props = { readonly isBusy: boolean; readonly label?: string; onSend(fit: "newest" | undefined): void };

/** The form keeps itself in its store. */
export function WishesForm({ isBusy, label = "Draft", onSend }: Props): ReactNode {
  const { points, language, length, scope, change, setScope } = useWriteForm();
  const { report } = useCost(scope);
  const lengthId = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isBusy) return;
    event.preventDefault();
    if (report?.fits !== false) onSend(undefined);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter in any field does what the button does.
    <div className={classes.form} onKeyDown={onKeyDown}>
      <Textarea
        label="Points to make"
        placeholder={"Yes to Friday at ten\nAsk him to bring the straps"}
        description="One per line. Leave empty to let your own manner decide."
        autosize
        minRows={3}
        maxRows={10}
        value={points}
        onChange={(event) => change({ points: event.currentTarget.value })}
        autoFocus
      />
      <div className={classes.row}>
        <Autocomplete
          label="Language"
          placeholder="As in the mail"
          data={[...LANGUAGES]}
          value={language}
          onChange={(value) => change({ language: value })}
          className={classes.language ?? ""}
        />
        <div>
          <p id={lengthId} className={classes.label}>
            Length
          </p>
          <SegmentedControl
            aria-labelledby={lengthId}
            size="sm"
            value={length}
            onChange={(value) => change({ length: value })}
            data={LENGTHS.map((item) => ({ ...item }))}
          />
        </div>
      </div>
      <div>
        <p className={classes.label}>What to learn from</p>
        <ScopeBar scope={scope} onChange={setScope} />
      </div>
      <CostLine scope={scope} />
      <div>
        <SendButtons scope={scope} label={label} isDisabled={isBusy} onSend={onSend} />
      </div>
    </div>
  );
}
