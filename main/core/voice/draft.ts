/**
 * Drafts a reply from the same prefix that answers questions: the owner's own mails stand in it as "me to ...".
 *
 * Never sends anything. Figures that stand in no source are named in the warnings.
 */
import type { DraftResult, DraftWarning, Scope } from "../../../shared/schemas.ts";
import { type CorpusDocument, readCorpus } from "../archive/queries/documents.ts";
import { readMe } from "../archive/queries/identity.ts";
import { countText } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { assembleCorpus, fitCorpus, prefixBudget, type TokenStore } from "../prompt/corpus.ts";
import { answerLimit, joinPrompt, type RunEvent, runPrompt } from "../prompt/run.ts";
import { type DraftRequest as DraftWishes, draftTail } from "../prompt/tails.ts";
import { ungroundedNumbers } from "../proof/grounding.ts";
import { prefixTraits } from "../warm/traits.ts";

/** What happens while a draft is written. */
export type DraftEvent = RunEvent | { readonly event: "result"; readonly result: DraftResult };

/** What is to be answered and how; `replyTo` is the id of `message`, null for one from outside the archive. */
export type DraftRequest = {
  readonly message: CorpusDocument;
  readonly replyTo: string | null;
  readonly wishes: Omit<DraftWishes, "message">;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly allowEvict: boolean;
  readonly today: string;
  readonly signal: AbortSignal;
};

/** Drafts one reply. */
export async function* draft(endpoint: Endpoint, store: TokenStore, request: DraftRequest): AsyncGenerator<DraftEvent> {
  const me = new Set(readMe(store.db));
  const documents = readCorpus(store.db, request.scope);
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  const tailFor = (message: string): string => draftTail({ today: request.today }, { ...request.wishes, message });
  // The message reads longest where nothing of it was named or folded before: plan for that.
  const longest = tailFor(assembleCorpus([], me).renderer.renderMessage(request.message));
  const planned = await countText(endpoint, longest);
  const { corpus, fit } = await fitCorpus(documents, me, endpoint, store, {
    budget: prefixBudget(endpoint, planned.tokens, maxTokens),
    fit: request.fit,
  });
  const message = corpus.renderer.renderMessage(request.message);
  const joined = joinPrompt(endpoint, corpus, await countText(endpoint, tailFor(message)));
  const { text, receipt } = yield* runPrompt(endpoint, joined, {
    maxTokens,
    signal: request.signal,
    plan: {
      purpose: "draft",
      traits: prefixTraits(request.scope, request.fit, me),
      allowEvict: request.allowEvict,
    },
  });
  const warnings: DraftWarning[] = ungroundedNumbers(text, [
    message,
    ...(request.wishes.points ?? []),
    ...corpus.documents.map((document) => document.text),
  ]).map((number) => ({
    code: "NOT_IN_SOURCES",
    text: number,
    message: `"${number}" stands neither in the message nor in what was read.`,
  }));
  if (receipt.answerCut)
    warnings.push({ code: "CUT_SHORT", text: "", message: "The draft ended at its length limit." });
  yield { event: "result", result: { draft: text, replyTo: request.replyTo, receipt, warnings, fit } };
}
