/**
 * What the planner says: a model's shape, the memory it needs for an archive, what would fit, how long reading takes.
 *
 * Plain output types of the API, shared by the core, the command line and the window. Sizes are bytes, counts tokens.
 */

/** How keys and values are stored: llama.cpp's names; `fp8` is vLLM's. */
export type KvType = "f16" | "q8_0" | "q4_0" | "fp8";

/** Layers that keep the same keys and values. `windowTokens` null: they keep every token, else only the last ones. */
export type LayerGroup = {
  readonly layers: number;
  readonly kvHeads: number;
  readonly keyLength: number;
  readonly valueLength: number;
  readonly windowTokens: number | null;
};

/** Where a model's shape is known from. */
export type FactsSource = "file" | "server" | "published" | "config";

/** How a model stretches its positions. */
export type RopeFacts = {
  readonly base: number | null;
  readonly scaling: string | null;
  readonly factor: number | null;
  readonly originalContextTokens: number | null;
};

/** A model's shape, as far as it decides memory. Null where nothing says it. */
export type ModelFacts = {
  readonly name: string;
  readonly architecture: string;
  readonly source: FactsSource;
  /** Where the figures come from, in words. */
  readonly sourceNote: string;
  readonly parameters: number | null;
  readonly weightBytes: number | null;
  readonly quantisation: string | null;
  readonly trainContextTokens: number | null;
  readonly layers: number;
  readonly groups: readonly LayerGroup[];
  /** What recurrent layers keep, whatever the length. */
  readonly stateBytes: number;
  readonly vocabulary: number | null;
  readonly embeddingLength: number | null;
  readonly feedForwardLength: number | null;
  readonly rope: RopeFacts;
};

/** Where a model can be had as one GGUF file. */
export type ModelFile = {
  readonly url: string;
  /** Its size, where that is known without asking the host. */
  readonly bytes: number | null;
  /** Its checksum, where Longhand knows one; else the host is asked for it. */
  readonly sha256: string | null;
};

/** A long-context model that can be had, with what it would need for an archive. */
export type RecommendedModel = {
  readonly id: string;
  readonly name: string;
  readonly repository: string;
  readonly licence: string;
  /** What its makers claim, in tokens. */
  readonly claimedTokens: number | null;
  /** What RULER's table gives as effective; null where the table does not have it. */
  readonly effectiveTokens: number | null;
  /** Its weights at about five bits each. */
  readonly fileBytes: number;
  /** Weights, keys and values at eight bits, and buffers for this archive. */
  readonly memoryBytes: number;
  readonly fitsThisMachine: boolean;
  readonly holdsArchive: boolean;
  /** Null where Longhand knows no single file of it. */
  readonly file: ModelFile | null;
};

/** The list, for an archive of so many tokens; an example where there is no mail yet. */
export type RecommendedModels = {
  readonly tokens: number;
  readonly isExample: boolean;
  readonly models: readonly RecommendedModel[];
};

/** What an archive of so many tokens needs in memory. */
export type MemoryNeed = {
  readonly kv: KvType;
  /** What each further token costs. */
  readonly bytesPerToken: number;
  readonly weightBytes: number;
  readonly kvBytes: number;
  readonly computeBytes: number;
  readonly totalBytes: number;
};

/** What a machine's or a card's memory holds with one way of storing keys and values. */
export type Fit = {
  readonly kv: KvType;
  /** 0 where not even the weights fit. */
  readonly maxTokens: number;
  readonly limitedBy: "memory" | "training";
  readonly holdsArchive: boolean;
  /** Cards of this size that hold the archive together; null where even many do not. */
  readonly cardsNeeded: number | null;
};

/** A memory size and what fits it. */
export type MachineFit = {
  readonly name: string;
  readonly memoryBytes: number;
  readonly isThisMachine: boolean;
  readonly fits: readonly Fit[];
};

/** A command to start a server with, ready to copy; a string a shell line, continued with a backslash. */
export type LaunchCommand = {
  readonly server: "llama-server" | "vllm";
  readonly title: string;
  readonly command: string;
  readonly notes: readonly string[];
};

/** What to do with this archive on this endpoint. */
export type Advice = {
  readonly state: "fits" | "too-large";
  /** One plain sentence. */
  readonly sentence: string;
  /** How many windows a sweep would read. */
  readonly windows: number;
};

/** Seconds to read; null where this endpoint's speed was not measured yet. */
export type ReadingTime = {
  readonly archiveSeconds: number | null;
  readonly windowSeconds: number | null;
  /** How it is known, in words. */
  readonly basis: string;
};

/** The whole plan. */
export type PlanReport = {
  readonly archive: { readonly documents: number; readonly tokens: number; readonly exact: boolean };
  readonly endpoint: {
    readonly kind: string;
    readonly address: string;
    readonly model: string;
    readonly windowTokens: number;
    /** What a window leaves for documents, beside rules, template, question and answer. */
    readonly roomTokens: number;
  };
  /** Null where nothing tells the model's shape; `modelNote` says what was tried. */
  readonly model: ModelFacts | null;
  readonly modelNote: string;
  readonly memory: readonly MemoryNeed[];
  readonly machines: readonly MachineFit[];
  readonly time: ReadingTime;
  readonly advice: Advice;
  readonly launch: readonly LaunchCommand[];
};
