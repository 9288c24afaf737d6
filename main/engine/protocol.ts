/** What the core and the engine process say to each other (structured clone over the process channel). */
import type { ErrorRecord } from "../../shared/errors.ts";

/** What the engine knows of the loaded model. */
export type EngineModelInfo = {
  readonly name: string;
  /** The library and its llama.cpp: states of another build are not loaded. */
  readonly build: string;
  readonly trainContextTokens: number;
  readonly sizeBytes: number;
  readonly chatTemplate: string | null;
  readonly bosToken: string;
  readonly eosToken: string;
};

/** A request; every request is answered by exactly one `done` or `error` with its id. */
export type EngineRequest = { readonly id: number } & (
  | { readonly type: "load"; readonly modelPath: string; readonly scratch?: string; readonly vocabularyOnly?: boolean }
  | { readonly type: "tokenize"; readonly texts: readonly string[]; readonly parseSpecial: boolean }
  | {
      readonly type: "generate";
      readonly ids: Uint32Array;
      readonly maxTokens: number;
      /** Without it the likeliest token is taken each time. */
      readonly sampling?: { readonly temperature: number; readonly seed: number };
    }
  | { readonly type: "abort"; readonly target: number }
  /** Forgets what the sequence holds. */
  | { readonly type: "clear" }
  /** Writes what the sequence holds to a file. */
  | { readonly type: "save"; readonly file: string }
  /** Replaces what the sequence holds by a file's state of `tokens` tokens, in a context with room for `room`. */
  | { readonly type: "restore"; readonly file: string; readonly tokens: number; readonly room: number }
);

/** A state that was written or read: its tokens, the file's bytes, milliseconds. */
export type EngineState = { readonly tokens: number; readonly bytes: number; readonly ms: number };

/** Token counts and milliseconds of a generation. */
export type EngineGeneration = {
  readonly cachedTokens: number;
  readonly evaluatedTokens: number;
  readonly answerTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly isCut: boolean;
};

/** A message of the engine. */
export type EngineReply = { readonly id: number } & (
  | { readonly type: "prefill"; readonly processed: number; readonly cached: number; readonly total: number }
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "done";
      readonly value: EngineModelInfo | readonly Uint32Array[] | EngineGeneration | EngineState | null;
    }
  | { readonly type: "error"; readonly error: ErrorRecord }
);
