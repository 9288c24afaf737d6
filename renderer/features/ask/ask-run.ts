/** The question that is being answered in this window. */
import type { AskResult, Scope } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { currentAddress, navigate, replaceAddress } from "../../app/navigation.ts";
import { answerAddress } from "../../app/route.ts";
import { createRunStore } from "../prompt/run-store.ts";

/** What was asked. */
export type AskSubject = {
  readonly question: string;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly askedAt: string;
};

/** See {@link createRunStore}. */
export const useAskRun = createRunStore<AskSubject, AskResult>();

/** Asks, and shows the answer as it comes. */
export function ask(question: string, scope: Scope, fit: "newest" | undefined): void {
  const subject = { question, scope, fit, askedAt: new Date().toISOString() };
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: trpc.ask.pathKey() });
  useAskRun.begin(
    subject,
    (listener) =>
      api.ask.run.subscribe(
        { questions: [question], scope, endpoint: {}, ...(fit === undefined ? {} : { fit }) },
        listener,
      ),
    (id) => {
      if (id !== null && currentAddress() === answerAddress("live")) replaceAddress(answerAddress(id));
      refresh();
    },
    refresh,
  );
  navigate(answerAddress("live"));
}
