/** What a run is doing right now, with a button that stops it. */
import { Button } from "@mantine/core";
import { IconPlayerStopFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { countingWords, predictionWords, purposeWords } from "../../../shared/reading-words.ts";
import { ProgressLine } from "../../components/progress-line.tsx";
import { formatCount, NUMBER_WORDS, percent } from "../../format.ts";
import type { Run } from "./run.ts";
import classes from "./run-progress.module.css";
import { remainingWords } from "./run-words.ts";

type Props = { readonly run: Run<unknown, unknown>; onStop(): void };

function Words({ run }: { readonly run: Run<unknown, unknown> }): ReactNode {
  const { phase, prefill } = run;
  if (phase === "writing") return <span>Writing</span>;
  if (run.preparing !== null) return <span>{countingWords(run.preparing, NUMBER_WORDS)}</span>;
  if (run.behind !== null) return <span>Waiting for {purposeWords(run.behind)} to end</span>;
  if (prefill === null) {
    const { prediction } = run;
    return <span>{prediction === null ? "Getting ready to read" : predictionWords(prediction, NUMBER_WORDS)}</span>;
  }
  return (
    <>
      <span>
        Reading: {formatCount(prefill.processed)} of {formatCount(prefill.total)} tokens
        {prefill.cached > 0 && `, ${formatCount(prefill.cached)} of them already read before`}
      </span>
      <span>{remainingWords(run, Date.now())}</span>
    </>
  );
}

/** Shown while a run is under way. */
export function RunProgress({ run, onStop }: Props): ReactNode {
  const { phase, prefill, preparing } = run;
  const done = preparing ?? (prefill === null ? null : { done: prefill.processed, total: prefill.total });
  const value = phase === "writing" || done === null ? null : percent(done.done, done.total);
  return (
    <div className={classes.progress}>
      <div className={classes.bar}>
        <ProgressLine label="Progress of the model" value={value}>
          <Words run={run} />
        </ProgressLine>
      </div>
      <Button size="xs" variant="default" leftSection={<IconPlayerStopFilled size={12} />} onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
