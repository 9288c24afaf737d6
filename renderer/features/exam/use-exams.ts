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
    (exam) => exam.state === "done" && before.some((old) => old.id === exam.id && old.state !== "done"),
  );
  if (hasEnded) void queryClient.invalidateQueries({ queryKey: trpc.exam.pathKey() });
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
