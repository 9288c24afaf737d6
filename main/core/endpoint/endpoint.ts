/**
 * What every model endpoint can do, whichever server it is.
 *
 * Owns the interface and its words. Adapters are one file each; which one fits is open-endpoint.ts.
 */
import type { EndpointCapabilities, EndpointKind, EndpointWarning } from "../../../shared/schemas.ts";

/** What an endpoint says of itself; `windowTokens` is the true window, lowered to the owner's limit. */
export type EndpointDescription = {
  readonly kind: EndpointKind;
  /** How the endpoint is shown: a URL, or the name of a model file. */
  readonly address: string;
  readonly model: string;
  readonly version: string;
  readonly windowTokens: number;
  /** The tokenizer's identity: equal identities give equal token ids (see tokenizer-identity.ts). */
  readonly tokenizer: string;
  /** Changes when the model is swapped: what makes saved caches and exam results comparable. */
  readonly modelIdentity: string;
  /** The context the model was trained for, its quantisation and its KV type, where the server says so. */
  readonly trainContextTokens?: number;
  readonly quantisation?: string;
  readonly kvType?: string;
  readonly capabilities: EndpointCapabilities;
  readonly warnings: readonly EndpointWarning[];
};

/**
 * The chat template as token ids around Longhand's own text:
 * `head`, prefix, `afterSystem`, tail, `afterUser`, and then the answer.
 */
export type TemplateIds = {
  readonly head: Uint32Array;
  readonly afterSystem: Uint32Array;
  readonly afterUser: Uint32Array;
};

/** One turn of a prompt that is sent as text; the server puts its own template around it. */
export type Message = { readonly role: "system" | "user" | "assistant"; readonly content: string };

/** What is sent: whole token ids with the template in them, or turns; `capabilities.takes` says which. */
export type Prompt =
  | { readonly type: "ids"; readonly ids: Uint32Array }
  | { readonly type: "text"; readonly messages: readonly Message[] };

/** How far the endpoint is in reading the prompt; token counts, `processed` includes `cached`. */
export type PrefillProgress = { readonly processed: number; readonly cached: number; readonly total: number };

/** A prompt to answer, greedily. `maxTokens` 0 only reads the prompt into the cache. */
export type GenerateRequest = {
  readonly prompt: Prompt;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  onPrefill(progress: PrefillProgress): void;
  onText(text: string): void;
};

/** What the endpoint answered and what it says it read; milliseconds. Null where the server does not say. */
export type Generation = {
  readonly text: string;
  readonly promptTokens: number;
  readonly cachedTokens: number | null;
  readonly evaluatedTokens: number | null;
  readonly answerTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly isCut: boolean;
};

/**
 * How texts are counted.
 *
 * `exact`: token ids of content, in which control tokens stay plain text. `estimate`: numbers of tokens that are never
 * below the truth (see estimate.ts).
 */
export type Tokenizer =
  | { readonly type: "exact"; tokenize(texts: readonly string[]): Promise<Uint32Array[]> }
  | { readonly type: "estimate"; count(texts: readonly string[]): Promise<number[]> };

/** What was written to or read from disk: tokens, bytes, milliseconds. */
export type KvSaved = { readonly tokens: number; readonly bytes: number; readonly ms: number };
export type KvRestored = { readonly tokens: number; readonly ms: number };

/** The prefix's KV on the endpoint's disk, by name. */
export type KvStore = {
  save(name: string, signal?: AbortSignal): Promise<KvSaved>;
  restore(name: string): Promise<KvRestored>;
  erase?(name: string): Promise<void>;
};

/** A connected endpoint. */
export type Endpoint = {
  readonly description: EndpointDescription;
  /** Where ids are sent. */
  readonly template?: TemplateIds;
  readonly tokenizer: Tokenizer;
  /** Tokens of the template around prefix and tail: its ids, or what the self-test at connect measured. */
  readonly overheadTokens: number;
  generate(request: GenerateRequest): Promise<Generation>;
  /** Present where `capabilities.savesKv`. */
  readonly kv?: KvStore;
  /** Whether it is still what it was when it was opened: running, with the same model and window. */
  isUsable(): Promise<boolean>;
  close(): Promise<void>;
};

/** Tokens that a template adds to prefix and tail. */
export function templateTokens({ head, afterSystem, afterUser }: TemplateIds): number {
  return head.length + afterSystem.length + afterUser.length;
}

/** The ids of a prompt for an endpoint that takes ids. */
export function promptIds(prompt: Prompt): Uint32Array {
  if (prompt.type !== "ids") throw new Error("this endpoint takes token ids");
  return prompt.ids;
}
