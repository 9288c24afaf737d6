/**
 * Drafts a mail from the same prefix that answers questions: the owner's own mails stand in it as "me to ...".
 *
 * Never sends anything. What a draft claims and whom it quotes is checked (./check-draft.ts) before it is shown.
 */
import { LonghandError } from "../../../shared/errors.ts";
import type { DraftResult, DraftWishes, FitReport, Scope } from "../../../shared/schemas.ts";
import { type CorpusDocument, readNumbers } from "../archive/queries/corpus.ts";
import { readMe } from "../archive/queries/identity.ts";
import { scopeKey } from "../archive/queries/scope.ts";
import { countText } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import {
  assembleCorpus,
  type CorpusStore,
  citableDocuments,
  type FitOptions,
  fitPrefix,
  prefixBudget,
} from "../prompt/corpus.ts";
import type { CountedCorpus } from "../prompt/counting.ts";
import type { Prefix } from "../prompt/prefixes.ts";
import { answerLimit, joinPrompt, preparing, type RunEvent, runPrompt } from "../prompt/run.ts";
import { draftTail } from "../prompt/tails.ts";
import { ownText } from "../text/blocks.ts";
import { prefixTraits } from "../warm/traits.ts";
import { checkDraft, checkWarnings } from "./check-draft.ts";
import { languageOf } from "./language.ts";
import { readVoiceToLearn } from "./material.ts";
import { fitVoice, orderVoice, type VoicePreference } from "./voice-scope.ts";

/** What happens while a draft is written. */
export type DraftEvent = RunEvent | { readonly event: "result"; readonly result: DraftResult };

/** What a draft is about; `message` of a new mail is its own head, with the owner as sender and no text. */
export type DraftSubject = {
  readonly message: CorpusDocument;
  /** The id of `message`, null for one from outside the archive and for a new mail. */
  readonly replyTo: string | null;
  readonly isNew: boolean;
};

/** A draft that is asked for. */
export type DraftRequest = DraftSubject & {
  readonly wishes: DraftWishes;
  readonly scope: Scope;
  readonly fit: "newest" | undefined;
  readonly allowEvict: boolean;
  /** A draft that was not right and what should be different. */
  readonly earlier: { readonly draft: string; readonly remark: string } | undefined;
  /** 1 is the likeliest wording, 2 and 3 are others. */
  readonly variant: number;
  readonly today: string;
  readonly signal: AbortSignal;
};

/** How far from the likeliest words the second and third variant may go. */
const VARIANT_TEMPERATURE = 0.8;

/** The people a draft goes to: the sender of what is answered, or those a mail of one's own went to. */
export function draftRecipients(
  { message, isNew }: DraftSubject,
  me: ReadonlySet<string>,
): CorpusDocument["recipients"] {
  const { from, recipients } = message;
  if (!isNew && from !== null && !me.has(from.address)) return [from];
  return recipients.filter(({ address }) => !me.has(address));
}

type Reading = {
  readonly corpus: CountedCorpus;
  readonly documents: readonly CorpusDocument[];
  readonly fit: FitReport | null;
};

/** What is read before the draft: the scope's `prefix`, or, without one, examples of the owner's mail. */
async function readBefore(
  endpoint: Endpoint,
  store: CorpusStore,
  request: DraftRequest,
  prefix: Prefix | undefined,
  me: ReadonlySet<string>,
  { budget, onProgress }: Pick<FitOptions, "budget" | "onProgress">,
): Promise<Reading> {
  const { learn = "everything" } = request.wishes;
  if (prefix !== undefined || learn === "everything") {
    const { fit: wanted, signal } = request;
    const read = prefix ?? (await store.prefixes.assemble(request.scope, { signal }));
    const { corpus, fit } = await fitPrefix(read, endpoint, store, {
      budget,
      fit: wanted,
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const numbers = citableDocuments(corpus).map(({ number }) => number);
    return { corpus, fit, documents: readNumbers(store.db, numbers) };
  }
  const samples = readVoiceToLearn(store.db).filter(({ number }) => number !== request.message.number);
  if (samples.length === 0 && learn !== 0) {
    throw new LonghandError(
      "CORPUS_EMPTY",
      "No mail in this archive was written by you.",
      "Say which addresses are yours, or import your sent mail.",
    );
  }
  const preference = preferenceOf(request, me);
  const limit = learn === "voice" ? samples.length : learn;
  return fitVoice(orderVoice(samples, me, preference), me, endpoint, store, { budget, limit, preference });
}

function preferenceOf(request: DraftRequest, me: ReadonlySet<string>): VoicePreference {
  const { message, isNew } = request;
  const language = isNew ? request.wishes.points.join(" ") : ownText(message.text, message.blocks);
  return {
    person: draftRecipients(request, me)[0]?.address,
    language: request.wishes.language ?? languageOf(language),
  };
}

/** Drafts one mail. */
export async function* draft(
  endpoint: Endpoint,
  store: CorpusStore,
  request: DraftRequest,
): AsyncGenerator<DraftEvent> {
  const me = new Set(readMe(store.db));
  const maxTokens = answerLimit(endpoint.description.windowTokens);
  const { points, language, length, formality } = request.wishes;
  const isWhole = (request.wishes.learn ?? "everything") === "everything";
  const { signal } = request;
  const prefix = isWhole
    ? yield* preparing((onProgress) => store.prefixes.assemble(request.scope, { signal, onProgress }))
    : undefined;
  const tailFor = (message: string): string =>
    draftTail(
      { today: request.today, withdrawn: prefix?.withdrawn ?? [] },
      {
        message,
        isNew: request.isNew,
        points,
        ...(language === undefined ? {} : { language }),
        ...(length === undefined ? {} : { length }),
        ...(formality === undefined ? {} : { formality }),
        ...(request.earlier === undefined ? {} : { earlier: request.earlier }),
      },
    );
  // The message reads longest where nothing of it was named or folded before: plan for that.
  const longest = tailFor(assembleCorpus([], me).renderer.renderMessage(request.message));
  const planned = await countText(endpoint, longest);
  const budget = prefixBudget(endpoint, planned.tokens, maxTokens);
  const { corpus, documents, fit } = yield* preparing((onProgress) =>
    readBefore(endpoint, store, request, prefix, me, { budget, onProgress }),
  );
  const tail = tailFor(corpus.renderer.renderMessage(request.message));
  const joined = joinPrompt(endpoint, corpus, await countText(endpoint, tail));
  const { text, receipt } = yield* runPrompt(endpoint, joined, {
    maxTokens,
    signal: request.signal,
    plan: {
      purpose: "draft",
      traits: {
        ...prefixTraits(scopeKey(store.db, request.scope), request.fit, me),
        learn: `${request.wishes.learn ?? "everything"} ${JSON.stringify(fit?.voice ?? null)}`,
      },
      allowEvict: request.allowEvict,
    },
    ...(request.variant > 1 ? { sampling: { temperature: VARIANT_TEMPERATURE, seed: request.variant } } : {}),
  });
  const checks = await checkDraft(store.db, me, text, {
    message: request.message,
    messageId: request.replyTo,
    points,
    documents,
    recipients: new Set(draftRecipients(request, me).map(({ address }) => address)),
  });
  const warnings = checkWarnings(checks);
  if (receipt.answerCut)
    warnings.push({ code: "CUT_SHORT", text: "", message: "The draft ended at its length limit." });
  yield { event: "result", result: { draft: text, replyTo: request.replyTo, receipt, warnings, checks, fit } };
}
