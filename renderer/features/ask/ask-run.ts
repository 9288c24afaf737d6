/** The question that is being answered in this window. */
import type { AskResult, Scope } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { currentAddress, navigate, replaceAddress } from "../../app/navigation.ts";
import { answerAddress, screenAddress } from "../../app/route.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { createRunStore } from "../prompt/run-store.ts";
import type { AskSubject } from "./answer-view.ts";

/** See {@link createRunStore}. */
export const useAskRun = createRunStore<AskSubject, AskResult>();

/** Asks, and shows the answer as it comes. */
export function ask(question: string, scope: Scope, fit: "newest" | undefined, allowEvict = false): void {
  const subject = { question, scope, fit, askedAt: new Date().toISOString() };
  let isTaken = false;
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: trpc.ask.pathKey() });
  useAskRun.begin(
    subject,
    (listener) =>
      api.ask.run.subscribe(
        {
          questions: [question],
          scope,
          endpoint: {},
          allowEvict,
          canary: useAskForm.getState().canary,
          ...(fit === undefined ? {} : { fit }),
        },
        listener,
      ),
    (id) => {
      isTaken = true;
      // Only now is the question kept in the history: until then the form holds it.
      if (useAskForm.getState().question.trim() === question) useAskForm.setState({ question: "" });
      if (id !== null && currentAddress() === answerAddress("live")) replaceAddress(answerAddress(id));
      refresh();
    },
    () => {
      refresh();
      void queryClient.invalidateQueries({ queryKey: trpc.warm.pathKey() });
      // A question that was refused at once is back in its form, which says why.
      if (!isTaken && useAskRun.getState().run?.phase === "failed") {
        if (useAskForm.getState().question.trim() === "") useAskForm.setState({ question });
        if (currentAddress() === answerAddress("live")) replaceAddress(screenAddress("ask"));
      }
    },
  );
  navigate(answerAddress("live"));
}
