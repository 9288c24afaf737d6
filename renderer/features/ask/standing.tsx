/** How an answer stands to its proof, said on its face: what carries none, and what was read where nothing was found. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { navigate } from "../../app/navigation.ts";
import { screenAddress } from "../../app/route.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount } from "../../format.ts";
import { withKeys } from "../../keys.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { scopeParts, scopeWords } from "../prompt/scope-words.ts";
import { type AnswerView, fittedWords, proofState } from "./answer-view.ts";
import { bareClaims } from "./claims.ts";
import classes from "./standing.module.css";

/** More are counted. */
const LISTED = 4;

/** What was read, as the place where nothing was found. */
function searchedWords({ scope, fit, sweep, findings, receipt }: AnswerView): string {
  if (findings !== null) return `what the sweep above had found (${countOf(findings, "passage")})`;
  if (sweep !== null)
    return `${formatCount(sweep.read)} of ${countOf(sweep.documents, "document")} in ${countOf(sweep.windows.length, "window")}`;
  const what = fit !== null && fit.leftOut.length > 0 ? fittedWords(fit, scope) : scopeWords(scope);
  return receipt === null ? what : `${what}, ${countOf(receipt.promptTokens, "token")}`;
}

function Absence({ view }: { readonly view: AnswerView }): ReactNode {
  const { scope, fit } = view;
  const isOfFindings = view.findings !== null;
  const isAll = !isOfFindings && scopeParts(scope).length === 0 && (fit === null || fit.leftOut.length === 0);
  const askAll = (): void => {
    useAskForm.setState({ question: view.question, scope: isOfFindings ? scope : {} });
    navigate(screenAddress("ask"));
  };
  return (
    <Notice tone="info" title="The model found nothing about this in what it read.">
      <p>
        It read {searchedWords(view)}.{" "}
        {isAll ? "No part of the archive was left out." : "The rest was not read for it."}
      </p>
      {!isAll && (
        <div className={classes.ways}>
          <Button size="xs" variant="default" onClick={askAll}>
            {isOfFindings ? "Ask it of all that was read" : "Ask the whole archive"}
          </Button>
        </div>
      )}
    </Notice>
  );
}

function Bare({ view }: { readonly view: AnswerView }): ReactNode {
  const bare = bareClaims(view);
  if (bare.length === 0) return null;
  return (
    <ul className={classes.bare}>
      {withKeys(bare.slice(0, LISTED), (claim) => claim).map(({ key, item }) => (
        <li key={key} dir="auto">
          {item}
        </li>
      ))}
      {bare.length > LISTED && <li>and {formatCount(bare.length - LISTED)} more</li>}
    </ul>
  );
}

/** Nothing where all of it is proven. */
export function Standing({ view }: { readonly view: AnswerView }): ReactNode {
  switch (proofState(view)) {
    case "proven":
      return null;
    case "partly": {
      const bare = bareClaims(view).length;
      return (
        <Notice
          tone="warn"
          title={
            bare === 0
              ? "Not everything in this answer is proven. See below which words are."
              : `${bare === 1 ? "One sentence carries" : `${formatCount(bare)} sentences carry`} no proof:`
          }
        >
          <Bare view={view} />
        </Notice>
      );
    }
    case "unproven":
      return (
        <Notice
          tone="warn"
          title={
            view.citations.some((citation) => citation.state === "near")
              ? "Not proven: what was read says something close to this, not the same."
              : "Not proven: nothing in this answer could be found in your mail."
          }
        >
          <p>Do not rely on it. A larger model, or a narrower scope, may answer with words that can be checked.</p>
        </Notice>
      );
    case "refused":
      return <Absence view={view} />;
  }
}
