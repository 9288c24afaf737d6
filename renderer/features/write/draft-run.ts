/** The draft that is being written in this window. */
import type { DraftRecord, DraftResult, DraftTarget, DraftWishes, Scope } from "../../../shared/schemas.ts";
import { api, queryClient, trpc } from "../../api.ts";
import { navigate } from "../../app/navigation.ts";
import { draftAddress } from "../../app/route.ts";
import { createRunStore } from "../prompt/run-store.ts";

/** What was asked for. */
export type DraftSubject = {
  readonly target: DraftTarget;
  readonly wishes: DraftWishes;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  /** A draft of the family it joins. */
  readonly family?: number;
  readonly earlier?: { readonly text: string; readonly remark: string };
  readonly variant?: number;
  readonly allowEvict?: boolean;
};

/** See {@link createRunStore}. */
export const useDraftRun = createRunStore<DraftSubject, DraftResult>();

/** Begins a draft; its page opens as soon as it has a number. */
export function startDraft(subject: DraftSubject): void {
  const { wishes, fit, ...rest } = subject;
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: trpc.draft.pathKey() });
  useDraftRun.begin(
    subject,
    (listener) =>
      api.draft.run.subscribe({ ...rest, ...wishes, endpoint: {}, ...(fit === undefined ? {} : { fit }) }, listener),
    (id) => {
      if (id !== null) navigate(draftAddress(id));
      refresh();
    },
    () => {
      refresh();
      void queryClient.invalidateQueries({ queryKey: trpc.warm.pathKey() });
    },
  );
}

/** Begins another draft like one that is kept. */
export function startAgain(
  record: DraftRecord & { readonly target: DraftTarget },
  change: Pick<DraftSubject, "earlier" | "variant">,
): void {
  const { target, wishes, scope, id, fit } = record;
  const isFitted = fit !== null && fit.voice === undefined;
  startDraft({ target, wishes, scope, fit: isFitted ? "newest" : undefined, family: id, ...change });
}
