/**
 * What every model endpoint can do, whichever server it is.
 *
 * Owns the interface and its words. Adapters are one file each; which one fits is open-endpoint.ts.
 */
import type {
  EndpointCapabilities,
  EndpointKind,
  EndpointWarning,
  ReadOutcome,
  ReadPrediction,
  ReadPurpose,
} from "../../../shared/schemas.ts";

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
 * `head`, prefix, `afterSystem`, tail, `afterUser`, and then the answer. A follow-up goes on behind the answer with
 * `afterAnswer`, its tail, and `afterUser` again; a template without `afterAnswer` knows no second turn.
 */
export type TemplateIds = {
  readonly head: Uint32Array;
  readonly afterSystem: Uint32Array;
  readonly afterUser: Uint32Array;
  readonly afterAnswer?: Uint32Array;
};

/** One turn of a prompt that is sent as text; the server puts its own template around it. */
export type Message = { readonly role: "system" | "user" | "assistant"; readonly content: string };

/** What is sent: whole token ids with the template in them, or turns; `capabilities.takes` says which. */
export type Prompt =
  | { readonly type: "ids"; readonly ids: Uint32Array }
  | { readonly type: "text"; readonly messages: readonly Message[] };

/** How far the endpoint is in reading the prompt; token counts, `processed` includes `cached`. */
export type PrefillProgress = { readonly processed: number; readonly cached: number; readonly total: number };

/**
 * What whoever takes care of the cache must know of a prompt (warm/reader.ts); adapters ignore it.
 *
 * `tokens` is the whole prompt, `prefixTokens` what other prompts share of it; `traits` say what the prefix was made of.
 */
export type ReadPlan = {
  readonly purpose: ReadPurpose;
  readonly tokens: number;
  readonly prefixTokens: number;
  readonly traits: Readonly<Record<string, string>>;
  /** Whether a prefix that was read on purpose may be pushed out for this. */
  readonly allowEvict: boolean;
  onWait?(place: { readonly ahead: number; readonly running: ReadPurpose }): void;
  onPrediction?(prediction: ReadPrediction): void;
};

/** How tokens are chosen where a second way of saying it is wanted; equal seeds give equal answers on one build. */
export type Sampling = { readonly temperature: number; readonly seed: number };

/** A prompt to answer, greedily without `sampling`. `maxTokens` 0 only reads the prompt into the cache. */
export type GenerateRequest = {
  readonly prompt: Prompt;
  readonly maxTokens: number;
  readonly sampling?: Sampling;
  /** The slot to use, of a server that has several. */
  readonly slot?: number;
  readonly plan?: ReadPlan;
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
  /** The slot that was used, where the server says so. */
  readonly slot?: number;
  /** What was predicted and how it came, where somebody took care of the cache. */
  readonly reading?: ReadOutcome;
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

/**
 * What a slot holds, on disk. `place` says whose disk: `archive` targets are paths of ours, `server` targets are names
 * that only the server can reach. Throws `KV_NOT_SAVED` and `KV_REFUSED`; a slot whose restore was refused is empty.
 */
export type KvStore = {
  readonly place: "archive" | "server";
  save(target: string, slot: number, signal?: AbortSignal): Promise<KvSaved>;
  /** `tokens` is what the file should hold, `room` what the context must hold afterwards. */
  restore(target: string, slot: number, size: { readonly tokens: number; readonly room: number }): Promise<KvRestored>;
  /** Empties a slot in memory. */
  clear(slot: number): Promise<void>;
};

/**
 * What an endpoint shows of its cache at a moment; `boot` changes when the server is started anew, `task` with every
 * request of any client. Null where it does not say.
 */
export type CacheProbe = {
  readonly boot: string | null;
  readonly slots: readonly {
    readonly id: number;
    readonly task: number | null;
    readonly tokens: number | null;
    readonly isBusy: boolean;
  }[];
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
  /** Looks at the cache without touching it; undefined where the server does not show it. */
  probe?(): Promise<CacheProbe | undefined>;
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
