/** The mark of an answer from beyond what its endpoint's exam recommends, and what canaries said. Both explain themselves. */
import type { ReactNode } from "react";
import type { Receipt } from "../../../shared/schemas.ts";
import { screenAddress } from "../../app/route.ts";
import { Notice } from "../../components/notice.tsx";
import { formatCount } from "../../format.ts";

/** Nothing for an ordinary receipt. */
export function ReceiptMarks({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const { exam, canary } = receipt;
  return (
    <>
      {exam !== undefined && (
        <Notice tone="warn" title="From beyond the length that the exam recommends">
          <p>
            {exam.recommendedTokens === 0
              ? "In its exam the model read no length well enough"
              : `In its exam the model read well up to ${formatCount(exam.recommendedTokens)} tokens`}
            ; this prompt had {formatCount(exam.promptTokens)}. Details from it may be missed or mixed up: look at the
            proof, or ask within a narrower scope.{" "}
            {exam.isOutdated && "The model or its server changed since that exam. "}
            <a href={screenAddress("exam")}>See the exam</a>
          </p>
        </Notice>
      )}
      {canary !== undefined && (
        <Notice tone={canary.state === "heard" ? "good" : canary.state === "faint" ? "warn" : "info"} title="Canaries">
          <p>{canary.message}</p>
        </Notice>
      )}
    </>
  );
}
