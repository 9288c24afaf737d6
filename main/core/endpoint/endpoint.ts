/**
 * What every model endpoint can do, whichever server it is.
 *
 * Owns the interface and its words. Adapters are one file each; which one fits is open-endpoint.ts.
 */

/** What an endpoint says of itself; `windowTokens` is the true window, lowered to the owner's limit. */
export type EndpointDescription = {
  readonly kind: "embedded" | "llama-server";
  /** How the endpoint is shown: a URL, or the name of a model file. */
  readonly address: string;
  readonly model: string;
  readonly version: string;
  readonly windowTokens: number;
  /** The tokenizer's identity: equal identities give equal token ids (see tokenizer-identity.ts). */
  readonly tokenizer: string;
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

/** How far the endpoint is in reading the prompt; token counts, `processed` includes `cached`. */
export type PrefillProgress = { readonly processed: number; readonly cached: number; readonly total: number };

/** A prompt to answer, greedily. `maxTokens` 0 only reads the prompt into the cache. */
export type GenerateRequest = {
  readonly ids: Uint32Array;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  onPrefill(progress: PrefillProgress): void;
  onText(text: string): void;
};

/** What the endpoint answered and what it says it read; milliseconds. */
export type Generation = {
  readonly text: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly evaluatedTokens: number;
  readonly answerTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly isCut: boolean;
};

/** A connected endpoint. */
export type Endpoint = {
  readonly description: EndpointDescription;
  readonly template: TemplateIds;
  /** Token ids of texts that are content: control tokens in them stay plain text. */
  tokenize(texts: readonly string[]): Promise<Uint32Array[]>;
  generate(request: GenerateRequest): Promise<Generation>;
  /** Whether it is still what it was when it was opened: running, with the same model and window. */
  isUsable(): Promise<boolean>;
  close(): Promise<void>;
};
