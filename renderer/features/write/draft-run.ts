/** The draft that is being written in this window. */
import type { DraftResult, DraftWishes, Scope } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { navigate } from "../../app/navigation.ts";
import { draftAddress } from "../../app/route.ts";
import { createRunStore } from "../prompt/run-store.ts";

/** What was asked for. */
export type DraftSubject = {
  readonly replyTo: string;
  readonly wishes: DraftWishes;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
};

/** See {@link createRunStore}. */
export const useDraftRun = createRunStore<DraftSubject, DraftResult>();

/** Begins a draft; its page opens as soon as it has a number. */
export function startDraft(subject: DraftSubject): void {
  const { replyTo, wishes, scope, fit } = subject;
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
  useDraftRun.begin(
    subject,
    (listener) =>
      api.draft.reply.subscribe(
        { id: replyTo, ...wishes, scope, endpoint: {}, ...(fit === undefined ? {} : { fit }) },
        listener,
      ),
    (id) => {
      if (id !== null) navigate(draftAddress(id));
      refresh();
    },
    refresh,
  );
}
