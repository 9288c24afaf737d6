/** The exams of the core, watched once for the whole window. */
import { create } from "zustand";
import type { ExamRecord } from "../../../shared/exam.ts";
import { api, queryClient, trpc } from "../../api.ts";

/** All exams, newest first; null until they are known. */
export const useExams = create<{ readonly exams: readonly ExamRecord[] | null }>(() => ({ exams: null }));

let isWatching = false;

function take(exams: readonly ExamRecord[]): void {
  const before = useExams.getState().exams ?? [];
  useExams.setState({ exams });
  const hasEnded = exams.some(
    (exam) => exam.state !== "running" && before.some((old) => old.id === exam.id && old.state === "running"),
  );
  if (!hasEnded) return;
  // What is recommended, and what the model is busy with and holds, is another thing now.
  for (const queryKey of [trpc.exam.pathKey(), trpc.warm.pathKey()]) void queryClient.invalidateQueries({ queryKey });
}

/** Begins watching; later calls do nothing. The client takes the subscription up again after a lost line. */
export function watchExams(): void {
  if (isWatching) return;
  isWatching = true;
  const stop = (): void => {
    isWatching = false;
  };
  api.exam.watch.subscribe(undefined, { onData: take, onError: stop, onComplete: stop });
}
