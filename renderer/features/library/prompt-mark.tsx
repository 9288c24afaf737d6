/** Says under a document's header whether the model is given it, with the scope that Ask is set to. */
import { IconBook2, IconBookOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { PromptMark as Mark } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { useAskForm } from "../../stores/ask-form.ts";
import { scopeWords } from "../prompt/scope-words.ts";
import classes from "./prompt-mark.module.css";

function words(mark: Mark, scope: string): string {
  switch (mark.state) {
    case "in":
      return "In the prompt, whole";
    case "folded":
      return "In the prompt; what it quotes of earlier mail stands there once";
    case "next":
      return "New: it joins the prompt with the next question";
    case "not-built":
      return "Will be in the prompt: none was put together yet";
    case "withdrawn":
      return "Not in the prompt: withdrawn";
    case "outside":
      return `Not in the prompt: Ask reads ${scope}`;
  }
}

/** Renders nothing until it is known. */
export function PromptMark({ id }: { readonly id: string }): ReactNode {
  const scope = useAskForm((state) => state.scope);
  const { data: mark } = useQuery(trpc.documents.promptMark.queryOptions({ id, scope }, { retry: false }));
  if (mark === undefined) return null;
  const isOut = mark.state === "withdrawn" || mark.state === "outside";
  const Icon = isOut ? IconBookOff : IconBook2;
  return (
    <p className={classes.mark} data-out={isOut} data-testid="prompt-mark">
      <Icon size={14} stroke={1.7} aria-hidden />
      <a href={screenAddress("context")}>{words(mark, scopeWords(scope))}</a>
    </p>
  );
}
