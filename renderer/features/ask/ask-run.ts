/** The question that is being answered in this window: asked of one prompt, or of the archive window by window. */
import type { AskResult, EndpointChoice, Scope } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { currentAddress, navigate, replaceAddress } from "../../app/navigation.ts";
import { answerAddress, screenAddress } from "../../app/route.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import type { RunEvent } from "../prompt/run.ts";
import { createRunStore } from "../prompt/run-store.ts";
import type { AskSubject } from "./answer-view.ts";
import { isWindowEvent, noteWindow, type WindowEvent } from "./sweep-windows.ts";

/** See {@link createRunStore}. */
export const useAskRun = createRunStore<AskSubject, AskResult>();

type Subscribe = Parameters<typeof useAskRun.begin>[1];

/** How a question is asked. */
export type AskOptions = {
  readonly fit?: "newest" | undefined;
  /** May push out what was read ahead. */
  readonly allowEvict?: boolean;
  /** The conversation that it goes on with. */
  readonly follows?: number;
};

/** What everything that shows answers must look at anew. */
function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: trpc.ask.pathKey() });
  void queryClient.invalidateQueries({ queryKey: trpc.sweep.pathKey() });
}

/** Begins a run whose question is in a form until the history has it. */
function begin(subject: AskSubject, subscribe: Subscribe): void {
  const { question, follows } = subject;
  const held = (): string => {
    const { question: first, followUps } = useAskForm.getState();
    return (follows === null ? first : (followUps[follows] ?? "")).trim();
  };
  const hold = (text: string): void => {
    if (follows === null) useAskForm.setState({ question: text });
    else useAskForm.getState().setFollowUp(follows, text);
  };
  let isTaken = false;
  useAskRun.begin(
    subject,
    subscribe,
    (id) => {
      isTaken = true;
      // Only now is the question kept in the history: until then the form holds it.
      if (held() === question) hold("");
      if (id !== null && currentAddress() === answerAddress("live")) replaceAddress(answerAddress(id));
      refresh();
    },
    () => {
      refresh();
      void queryClient.invalidateQueries({ queryKey: trpc.warm.pathKey() });
      // A question that was refused at once is back in its form, which says why.
      if (!isTaken && useAskRun.getState().run?.phase === "failed") {
        if (held() === "") hold(question);
        if (currentAddress() === answerAddress("live")) replaceAddress(screenAddress("ask"));
      }
    },
  );
  navigate(answerAddress(follows ?? "live"));
}

/** Asks, and shows the answer as it comes. */
export function ask(question: string, scope: Scope, options: AskOptions = {}): void {
  const { fit, allowEvict = false, follows } = options;
  begin(
    { question, scope, fit, askedAt: new Date().toISOString(), follows: follows ?? null, isSweep: false },
    (listener) => api.ask.run.subscribe(askInput(question, scope, {}, { fit, allowEvict, follows }), listener),
  );
}

/** The input of a question; what is not given is left out. */
export function askInput(
  question: string,
  scope: Scope,
  endpoint: EndpointChoice,
  { fit, allowEvict = false, follows }: { readonly [K in keyof AskOptions]: AskOptions[K] | undefined },
) {
  return {
    questions: [question],
    scope,
    endpoint,
    allowEvict,
    canary: useAskForm.getState().canary,
    ...(fit === undefined ? {} : { fit }),
    ...(follows === undefined ? {} : { follows }),
  };
}

type SweepListener = {
  onData(event: RunEvent<AskResult> | WindowEvent): void;
  onError(error: unknown): void;
  onComplete(): void;
};

/** The windows of a sweep go to their own store, everything else to the run's. */
function besideWindows(
  listener: Parameters<Subscribe>[0],
  subscribe: (listener: SweepListener) => ReturnType<Subscribe>,
): ReturnType<Subscribe> {
  return subscribe({
    ...listener,
    onData: (event) => (isWindowEvent(event) ? noteWindow(event) : listener.onData(event)),
  });
}

/** Asks the scope window by window. */
export function startSweep(question: string, scope: Scope, allowEvict = false): void {
  noteWindow(null);
  begin(
    { question, scope, fit: undefined, askedAt: new Date().toISOString(), follows: null, isSweep: true },
    (listener) =>
      besideWindows(listener, (both) => api.sweep.run.subscribe({ question, scope, endpoint: {}, allowEvict }, both)),
  );
}

/** Goes on with a sweep: what was not read, or failed, is read. */
export function resumeSweep(
  sweep: { readonly id: number; readonly question: string; readonly scope: Scope; readonly askedAt: string },
  allowEvict = false,
): void {
  const { id, question, scope, askedAt } = sweep;
  noteWindow(null);
  useAskRun.begin(
    { question, scope, fit: undefined, askedAt, follows: null, isSweep: true },
    (listener) => besideWindows(listener, (both) => api.sweep.resume.subscribe({ id, endpoint: {}, allowEvict }, both)),
    refresh,
    refresh,
  );
}
