/** Points, language, length, formality, and what the model reads for them. */
import { Autocomplete, Button, SegmentedControl, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import type { DraftWishes } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { countOf, formatCount } from "../../format.ts";
import { useWriteForm } from "../../stores/write-form.ts";
import { CostLine, SendButtons, useCost } from "../prompt/cost-line.tsx";
import { usePrediction } from "../prompt/read-ahead.tsx";
import { ScopeBar } from "../prompt/scope-bar.tsx";
import { FORMALITIES, LANGUAGES, LENGTHS } from "./wishes.ts";
import classes from "./wishes-form.module.css";

/** What is learned from: the owner's choice, else what the backtest of this endpoint found best. */
export function useLearn(): {
  readonly learn: NonNullable<DraftWishes["learn"]>;
  readonly recommended: NonNullable<DraftWishes["learn"]> | null;
  readonly samples: number | undefined;
} {
  const chosen = useWriteForm((state) => state.learn);
  const { data } = useQuery(trpc.voice.status.queryOptions({ endpoint: {} }, { staleTime: 15_000, retry: false }));
  const recommended = data?.recommended ?? null;
  return { learn: chosen ?? recommended ?? "everything", recommended, samples: data?.samples };
}

function learnWords(learn: DraftWishes["learn"], samples: number | undefined): string {
  const all = samples === undefined ? "your mail" : `your ${countOf(samples, "mail")}`;
  if (learn === "voice") {
    return `As much of ${all} as fits, each with what it answers: mail to the same person first, then in the same language, newest first.`;
  }
  if (learn === 0) return "Nothing is read before: the draft is the model’s own manner, not yours.";
  return `${formatCount(Number(learn))} of ${all}, each with what it answers: mail to the same person first.`;
}

/** What is read before the draft. */
function LearnFrom(): ReactNode {
  const { scope, setScope, setLearn } = useWriteForm();
  const { learn, recommended, samples } = useLearn();
  const labelId = useId();
  const isCounted = typeof learn === "number";
  const counts = [...new Set([recommended, isCounted ? learn : null])].filter((count) => typeof count === "number");
  return (
    <div className={classes.learn}>
      <p id={labelId} className={classes.label}>
        What to learn from
      </p>
      <SegmentedControl
        aria-labelledby={labelId}
        size="sm"
        value={String(learn)}
        onChange={(value) => setLearn(value === "everything" || value === "voice" ? value : Number(value))}
        data={[
          { value: "everything", label: "Everything" },
          { value: "voice", label: "My mail and what it answers" },
          ...counts.map((count) => ({
            value: String(count),
            label: count === 0 ? "No examples" : `${formatCount(count)} examples`,
          })),
        ]}
      />
      {learn === "everything" ? (
        <>
          <ScopeBar scope={scope} onChange={setScope} />
          <CostLine scope={scope} what="draft" onScope={setScope} />
        </>
      ) : (
        <p className={classes.note}>{learnWords(learn, samples)}</p>
      )}
      {recommended !== null && learn === recommended && (
        <p className={classes.note}>
          This did best in <a href={screenAddress("voice")}>your backtest</a> on this endpoint.
        </p>
      )}
    </div>
  );
}

type Props = {
  readonly isBusy: boolean;
  readonly label?: string;
  /** What the language is where none is wished for. */
  readonly languageHint?: string;
  onSend(fit: "newest" | undefined, allowEvict?: boolean): void;
};

/** The form keeps itself in its store. */
export function WishesForm({ isBusy, label = "Draft", languageHint = "As in the mail", onSend }: Props): ReactNode {
  const { points, language, length, formality, scope, change } = useWriteForm();
  const { learn } = useLearn();
  const { report } = useCost(scope);
  const evicts = usePrediction(scope, report?.fits === true)?.evicts ?? null;
  const lengthId = useId();
  const formalityId = useId();
  const fits = learn !== "everything" || report?.fits !== false;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isBusy) return;
    event.preventDefault();
    if (fits && (learn !== "everything" || evicts === null)) onSend(undefined);
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
          placeholder={languageHint}
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
        <div>
          <p id={formalityId} className={classes.label}>
            Formality
          </p>
          <SegmentedControl
            aria-labelledby={formalityId}
            size="sm"
            value={formality}
            onChange={(value) => change({ formality: value })}
            data={FORMALITIES.map((item) => ({ ...item }))}
          />
        </div>
      </div>
      <LearnFrom />
      <div>
        {learn === "everything" ? (
          <SendButtons scope={scope} label={label} isDisabled={isBusy} onSend={onSend} />
        ) : (
          <Button disabled={isBusy} onClick={() => onSend(undefined)}>
            {label}
          </Button>
        )}
      </div>
    </div>
  );
}
