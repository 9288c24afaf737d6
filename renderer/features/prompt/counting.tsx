/**
 * How far putting the prompt together is: watched once for the whole window. A large archive takes minutes the first
 * time, and every screen that needs its size waits for the same work.
 */
import { type ReactNode, useEffect } from "react";
import { create } from "zustand";
import { countingWords } from "../../../shared/reading-words.ts";
import type { CorpusProgress } from "../../../shared/schemas.ts";
import { api } from "../../api.ts";
import { ProgressLine } from "../../components/progress-line.tsx";
import { NUMBER_WORDS, percent } from "../../format.ts";
import classes from "./counting.module.css";

const useWork = create<{ readonly progress: CorpusProgress | null }>(() => ({ progress: null }));

let isWatching = false;

/** Begins watching; later calls do nothing. The client takes the subscription up again after a lost line. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  const stop = (): void => {
    isWatching = false;
    useWork.setState({ progress: null });
  };
  api.corpus.progress.subscribe(undefined, {
    onData: (progress) => useWork.setState({ progress }),
    onError: stop,
    onComplete: stop,
  });
}

/** In the place of numbers that are being counted: a bar with what is left, or `children` while there is no more to say. */
export function Counting({ children }: { readonly children: ReactNode }): ReactNode {
  useEffect(watch, []);
  const { progress } = useWork();
  if (progress === null || progress.etaSeconds === null) return children;
  return (
    <div className={classes.counting}>
      <ProgressLine label="Progress of counting" value={percent(progress.done, progress.total)}>
        <span>{countingWords(progress, NUMBER_WORDS)}</span>
      </ProgressLine>
      <p className={classes.note}>Only the first time, and for what is new: it is kept. You can go on meanwhile.</p>
    </div>
  );
}
