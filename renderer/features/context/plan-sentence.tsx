/** The planner's one sentence: what this endpoint reads, how large the archive is, what to do. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { PlanReport } from "../../../shared/plan.ts";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf } from "../../format.ts";

/** The plan of a scope on the saved endpoint. */
export function usePlan(
  scope: Scope,
  isEnabled = true,
): { readonly plan: PlanReport | undefined; readonly error: unknown } {
  const { data, error } = useQuery(
    trpc.planner.plan.queryOptions(
      { scope, endpoint: {} },
      { enabled: isEnabled, placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  );
  return { plan: error === null ? data : undefined, error };
}

/** Counting more documents than this takes a while: it is done where it is asked for, on Context and Ask. */
const QUICK_DOCUMENTS = 5000;

/** For screens that are not about the context: the sentence, and the way to the map. Silent until it is known. */
export function PlanSentence({ isQuiet }: { readonly isQuiet: boolean }): ReactNode {
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const isQuick = status !== undefined && status.documents <= QUICK_DOCUMENTS;
  const { plan } = usePlan({}, !isQuiet && isQuick);
  if (isQuiet || status === undefined) return null;
  if (!isQuick) {
    return (
      <Notice tone="info" role="status">
        <p>
          {countOf(status.documents, "document")}: <a href={screenAddress("context")}>see what of it fits the window</a>{" "}
          of your model.
        </p>
      </Notice>
    );
  }
  if (plan === undefined) return null;
  return (
    <Notice tone={plan.advice.state === "fits" ? "info" : "warn"} role="status">
      <p>
        {plan.advice.sentence} <a href={screenAddress("context")}>See what fills the window</a>
      </p>
    </Notice>
  );
}
