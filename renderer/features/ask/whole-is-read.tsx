/** Where the whole archive is read already, asking all of it can cost less than reading a part of it anew: it says so. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount } from "../../format.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { useCost } from "../prompt/cost-line.tsx";
import { usePrediction } from "../prompt/read-ahead.tsx";
import { listOf, scopeParts } from "../prompt/scope-words.ts";

/** Below this a difference is not worth a sentence. */
const WORTH_TOKENS = 400;

/** The question, with what it is about where the scope named single documents. */
function pointedAt(question: string, scope: Scope): string {
  const ids = listOf(scope.document);
  return ids.length === 0 ? question : `About [${ids.join(", ")}]: ${question}`;
}

function Offer({ scope }: { readonly scope: Scope }): ReactNode {
  const { report } = useCost(scope);
  const whole = useCost({}).report;
  const part = usePrediction(scope, report?.fits === true);
  const all = usePrediction({}, whole?.fits === true);
  if (part === undefined || all === undefined || part.newTokens - all.newTokens < WORTH_TOKENS) return null;
  const askAll = (): void => {
    const { question, setScope, setQuestion } = useAskForm.getState();
    setQuestion(pointedAt(question, scope));
    setScope({});
  };
  return (
    <Notice tone="info" title="The whole archive is read already, so asking all of it is cheaper.">
      <p>
        It takes {countOf(all.newTokens, "new token")}; reading only this part takes {formatCount(part.newTokens)}.
      </p>
      <Button size="xs" variant="default" mt={8} onClick={askAll}>
        Ask the whole archive instead
      </Button>
    </Notice>
  );
}

/** Nothing where nothing is held, or where it is all that is asked anyway. */
export function WholeIsRead({ scope }: { readonly scope: Scope }): ReactNode {
  const isPart = scopeParts(scope).length > 0;
  const { data } = useQuery(
    trpc.warm.status.queryOptions({ endpoint: {} }, { enabled: isPart, retry: false, staleTime: 5000 }),
  );
  return isPart && data !== undefined && data.heldTokens > 0 ? <Offer scope={scope} /> : null;
}
