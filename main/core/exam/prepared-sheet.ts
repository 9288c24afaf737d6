/**
 * A sheet in the tokens of one endpoint: prompts of any of its lengths, and the answers to them.
 *
 * Owns how an exam's prompt is joined: opening and units where the corpus prefix stands, the question in the tail.
 */

import { LonghandError } from "../../../shared/errors.ts";
import type { CountedText } from "../endpoint/count.ts";
import { countTexts } from "../endpoint/count.ts";
import type { Endpoint, Generation, Prompt } from "../endpoint/endpoint.ts";
import { makeReceipt } from "../endpoint/receipt.ts";
import type { BuiltSheet } from "./build-sheet.ts";
import { depthOf, type SheetQuestion, unitsWithin } from "./sheet.ts";

/** Texts counted at once. */
const BATCH = 512;

/** Counts many texts in pieces; equal texts once. */
export async function countAll(endpoint: Endpoint, texts: readonly string[]): Promise<CountedText[]> {
  const unique = [...new Set(texts)];
  const known = new Map<string, CountedText>();
  for (let at = 0; at < unique.length; at += BATCH) {
    for (const counted of await countTexts(endpoint, unique.slice(at, at + BATCH))) known.set(counted.text, counted);
  }
  return texts.map((text) => known.get(text) as CountedText);
}

/** A prompt of a sheet. */
export type SheetPrompt = { readonly prompt: Prompt; readonly tokens: number; readonly prefixTokens: number };

/** An answer to an exam's question. `fault` says what the receipt did not like. */
export type SheetAnswer = {
  readonly text: string;
  readonly promptTokens: number;
  readonly evaluatedTokens: number;
  readonly answerTokens: number;
  readonly ms: number;
  readonly fault: string | null;
};

/** A sheet ready to be asked. */
export type PreparedSheet = {
  readonly questions: readonly SheetQuestion[];
  /** Questions whose evidence a prompt of a length holds, with the depth of it. */
  eligible(length: number): { readonly question: SheetQuestion; readonly depth: number | null }[];
  /** Tokens of hay and needles in a prompt of a length. */
  bodyTokens(length: number): number;
  prompt(question: SheetQuestion, length: number): SheetPrompt;
};

/** Counts a sheet's texts. */
export async function prepareSheet(endpoint: Endpoint, { sheet, bodyTokens }: BuiltSheet): Promise<PreparedSheet> {
  const [opening, ...units] = await countAll(endpoint, [sheet.opening, ...sheet.units]);
  if (opening === undefined) throw new Error("a sheet has an opening");
  const tails = await countAll(
    endpoint,
    sheet.questions.map(({ text }) => text),
  );
  const beginnings = await countAll(
    endpoint,
    sheet.questions.map(({ answerPrefix }) => answerPrefix),
  );
  const counts = units.map(({ tokens }) => tokens);
  const indexOf = new Map(sheet.questions.map((question, index) => [question.key, index]));
  // The real counts of what was laid out decide how much a length holds; the longest question leaves room for all.
  const reserved =
    endpoint.overheadTokens +
    opening.tokens +
    Math.max(
      0,
      ...sheet.questions.map(
        ({ answerTokens }, index) => (tails[index]?.tokens ?? 0) + (beginnings[index]?.tokens ?? 0) + answerTokens,
      ),
    );
  const held = (length: number): number => unitsWithin(counts, Math.min(bodyTokens(length), length - reserved));
  return {
    questions: sheet.questions,
    eligible(length) {
      const count = held(length);
      if (count === 0) return [];
      return sheet.questions
        .filter((question) => question.evidence.every((unit) => unit < count))
        .map((question) => ({ question, depth: depthOf(question.evidence, counts, count) }));
    },
    bodyTokens: (length) => counts.slice(0, held(length)).reduce((sum, tokens) => sum + tokens, 0),
    prompt(question, length) {
      const index = indexOf.get(question.key) ?? -1;
      const [tail, beginning] = [tails[index], beginnings[index]];
      if (tail === undefined || beginning === undefined) throw new Error("the question is of another sheet");
      return joinSheet(endpoint, [opening, ...units.slice(0, held(length))], tail, beginning);
    },
  };
}

function joinSheet(
  endpoint: Endpoint,
  prefix: readonly CountedText[],
  tail: CountedText,
  beginning: CountedText,
): SheetPrompt {
  const { template, description, overheadTokens } = endpoint;
  const prefixTokens = prefix.reduce((sum, part) => sum + part.tokens, 0);
  const tokens = prefixTokens + overheadTokens + tail.tokens + beginning.tokens;
  if (description.capabilities.takes === "text") {
    // A server that takes turns begins the answer itself: what it should begin with stands behind the question.
    const messages = [
      { role: "system", content: prefix.map(({ text }) => text).join("") },
      { role: "user", content: `${tail.text}${beginning.text}` },
    ] as const;
    return { prompt: { type: "text", messages }, tokens, prefixTokens };
  }
  if (template === undefined) throw new Error("an endpoint that takes ids has a template");
  const parts = [
    template.head,
    ...prefix.map(idsOf),
    template.afterSystem,
    idsOf(tail),
    template.afterUser,
    idsOf(beginning),
  ];
  const ids = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return { prompt: { type: "ids", ids }, tokens: ids.length, prefixTokens: template.head.length + prefixTokens };
}

function idsOf({ ids }: CountedText): Uint32Array {
  if (ids === undefined) throw new Error("an endpoint that takes ids counts exactly");
  return ids;
}

const FAULTS: ReadonlySet<string> = new Set(["PROMPT_TRUNCATED", "RECEIPT_MISMATCH", "ANSWER_EMPTY"]);

/** Whether an exam may push out what was read ahead, and what its prefixes are called. */
export type SheetPurpose = { readonly allowEvict: boolean; readonly sheet: string };

/** Asks; a receipt that does not hold, or a refused prompt, is a fault of the endpoint and no end of the exam. */
export async function askSheet(
  endpoint: Endpoint,
  { prompt, tokens, prefixTokens }: SheetPrompt,
  maxTokens: number,
  purpose: SheetPurpose,
  signal: AbortSignal,
): Promise<SheetAnswer> {
  const started = performance.now();
  let generation: Generation;
  try {
    generation = await endpoint.generate({
      prompt,
      maxTokens,
      signal,
      plan: {
        purpose: "exam",
        tokens,
        prefixTokens,
        traits: { sheet: purpose.sheet },
        allowEvict: purpose.allowEvict,
      },
      onPrefill: () => undefined,
      onText: () => undefined,
    });
  } catch (error) {
    // The endpoint's window is smaller than it says: that is what an exam is for.
    if (!(error instanceof LonghandError) || error.code !== "WINDOW_TOO_SMALL") throw error;
    const ms = performance.now() - started;
    return { text: "", promptTokens: 0, evaluatedTokens: 0, answerTokens: 0, ms, fault: error.message };
  }
  const { promptTokens, answerTokens } = generation;
  let fault: string | null = null;
  try {
    makeReceipt(endpoint.description, { tokens, exact: endpoint.tokenizer.type === "exact" }, generation);
  } catch (error) {
    if (!(error instanceof LonghandError) || !FAULTS.has(error.code)) throw error;
    fault = error.message;
  }
  return {
    text: generation.text.trim(),
    promptTokens,
    evaluatedTokens: generation.evaluatedTokens ?? promptTokens,
    answerTokens,
    ms: generation.prefillMs + generation.decodeMs,
    fault,
  };
}
