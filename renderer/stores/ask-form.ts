/** The question that is being written and its scope; kept for this window only, so that a reload loses nothing. */
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Scope } from "../../shared/schemas.ts";

type AskForm = {
  readonly question: string;
  readonly scope: Scope;
  /** Whether sentences from all over the prompt are asked back with the question. */
  readonly canary: boolean;
  setQuestion(question: string): void;
  setScope(scope: Scope): void;
  setCanary(canary: boolean): void;
  /** What is being written below conversations, by their numbers. */
  readonly followUps: Readonly<Record<number, string>>;
  setFollowUp(conversation: number, text: string): void;
};

/** See {@link AskForm}. */
export const useAskForm = create<AskForm>()(
  persist(
    (set) => ({
      question: "",
      scope: {},
      canary: false,
      setQuestion: (question) => set({ question }),
      setScope: (scope) => set({ scope }),
      setCanary: (canary) => set({ canary }),
      followUps: {},
      setFollowUp: (conversation, text) =>
        set(({ followUps: { [conversation]: _, ...others } }) => ({
          followUps: text === "" ? others : { ...others, [conversation]: text },
        })),
    }),
    { name: "longhand:ask-form", storage: createJSONStorage(() => sessionStorage) },
  ),
);
