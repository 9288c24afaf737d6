/** Two ways of asking one question: what each reads, on which endpoint, and its run. Lives beyond the screen. */
import { create } from "zustand";
import type { AskResult, Scope } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { createRunStore } from "../prompt/run-store.ts";
import type { AskSubject } from "./answer-view.ts";
import { askInput } from "./ask-run.ts";

/** One side; `address` is null for the endpoint that is in use. */
export type Side = {
  readonly scope: Scope;
  readonly address: string | null;
  /** Only the newest that fit, where not everything does. */
  readonly isFitted: boolean;
};

/** Left and right. */
export const SIDES = [0, 1] as const;

/** One of {@link SIDES}. */
export type SideIndex = (typeof SIDES)[number];

const FRESH: Side = { scope: {}, address: null, isFitted: false };

/** The question and its two sides. */
export const useCompare = create<{ readonly question: string; readonly sides: readonly [Side, Side] }>(() => ({
  question: "",
  sides: [FRESH, FRESH],
}));

/** A run store a side. */
export const compareRuns = [createRunStore<AskSubject, AskResult>(), createRunStore<AskSubject, AskResult>()] as const;

/** Changes one side. */
export function changeSide(index: SideIndex, change: Partial<Side>): void {
  useCompare.setState(({ sides: [left, right] }) => ({
    sides: index === 0 ? [{ ...left, ...change }, right] : [left, { ...right, ...change }],
  }));
}

/** Asks the question on one side; the answer is kept in the history like any other. */
export function askSide(index: SideIndex, allowEvict = false): void {
  const { question, sides } = useCompare.getState();
  const { scope, address, isFitted } = sides[index];
  const fit = isFitted ? ("newest" as const) : undefined;
  const subject = {
    question: question.trim(),
    scope,
    fit,
    askedAt: new Date().toISOString(),
    follows: null,
    isSweep: false,
  };
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: trpc.ask.pathKey() });
  compareRuns[index].begin(
    subject,
    (listener) =>
      api.ask.run.subscribe(
        askInput(subject.question, scope, address === null ? {} : { address }, { fit, allowEvict, follows: undefined }),
        listener,
      ),
    refresh,
    refresh,
  );
}
