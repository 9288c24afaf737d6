/**
 * The shapes that cross the API: documents, scopes, endpoints, receipts, citations, progress.
 *
 * Owns the zod schemas of inputs (parsed at the API's edge) and the plain types of outputs (not parsed).
 * The field names are those of the command line's JSON.
 */
import { z } from "zod";
import { type CoverageState, removalSchema } from "./context-map.ts";
import type { ErrorRecord } from "./errors.ts";
import type { SweepReport } from "./sweep.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date like 2024-05-31");

/** One value, or several of which any may hold. */
function anyOf<T extends z.ZodType>(value: T) {
  return z.union([value, z.array(value).min(1).max(50)]);
}

const scopeText = z.string().min(1).max(500);

/**
 * Which documents a question is about; fields combine by "and", several values of one field by "or", an absent field
 * does not restrict.
 *
 * `since` and `until` are inclusive UTC days; `saved` names a saved scope, which must hold as well. The default is
 * everything, drafts and spam too: `without` leaves them out.
 */
export const scopeSchema = z.strictObject({
  person: anyOf(scopeText).optional(),
  since: day.optional(),
  until: day.optional(),
  folder: anyOf(scopeText).optional(),
  label: anyOf(scopeText).optional(),
  kind: anyOf(z.enum(["mail", "pdf", "file"])).optional(),
  thread: anyOf(scopeText).optional(),
  /** Single documents by id, without what belongs to them. */
  document: anyOf(z.string().regex(/^[mpf][1-9]\d{0,14}$/, "a document like m12")).optional(),
  sent: z.boolean().optional(),
  /** Groups of the context map that stay out. */
  except: removalSchema.optional(),
  without: z
    .array(z.enum(["spam", "drafts", "automatic"]))
    .max(3)
    .optional(),
  saved: scopeText.optional(),
});
/** See {@link scopeSchema}. */
export type Scope = z.infer<typeof scopeSchema>;

/** A scope with a name. */
export type SavedScope = { readonly name: string; readonly scope: Scope };

/**
 * Where the model runs: a server's URL or the path of a GGUF file.
 *
 * `address` absent means the one saved in the archive, else the bundled demonstration model.
 * `windowTokens` is the owner's own limit on the window.
 */
export const endpointSchema = z.strictObject({
  address: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  apiKey: z.string().min(1).optional(),
  caFile: z.string().min(1).optional(),
  /** The certificate itself, PEM, where it was pasted or picked. */
  caCertificate: z
    .string()
    .max(200_000)
    .regex(/^-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\s*$/, "this is no certificate in PEM form")
    .optional(),
  /** A GGUF file whose vocabulary counts for a server that has no tokenizer to ask. */
  vocabularyFile: z.string().min(1).optional(),
  windowTokens: z.int().min(256).optional(),
  allowPlainHttp: z.boolean().optional(),
});
/** See {@link endpointSchema}. */
export type EndpointChoice = z.infer<typeof endpointSchema>;

/** A person in a mail; `name` is empty where the mail gave none. */
export type Person = { readonly name: string; readonly address: string };

/** How a machine had a hand in a mail. */
export type AutomaticKind = "bounce" | "receipt" | "reply" | "digest" | "other";

/** How a mail is protected; a signature is never checked, for Longhand has no keys. */
export type MailProtection = "pgp-encrypted" | "pgp-signed" | "smime-encrypted" | "smime-signed";

/** What a mail is besides a letter. */
export type MailFlag = "draft" | "spam" | AutomaticKind | MailProtection;

/** A document as lists show it; `date` is ISO 8601 in UTC, null where the mail has no readable date. */
export type DocumentSummary = {
  readonly id: string;
  readonly kind: "mail" | "pdf" | "file";
  readonly messageId: string | null;
  readonly date: string | null;
  readonly from: Person | null;
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly subject: string;
  readonly folder: string;
  readonly labels: readonly string[];
  readonly sentByMe: boolean;
  readonly threadId: string;
  readonly pages: number | null;
  readonly flags: readonly MailFlag[];
};

/** What a run of lines in a mail's text is. */
export type BlockKind = "own" | "quoted" | "forwarded" | "signature";

/** A run of lines of a mail's text, without quote marks in `quoted` blocks of depth one. */
export type TextBlock = { readonly kind: BlockKind; readonly text: string };

/** An attachment by name, type and decoded size. */
export type AttachmentSummary = {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly documentId: string | null;
};

/** Where a document stands in the sealed prompt of a scope; `next` is sealed with the next question. */
export type PromptMark =
  | { readonly state: "in" | "folded"; readonly chars: number; readonly foldedChars: number }
  | { readonly state: "next" | "not-built" | "withdrawn" | "outside" };

/** The bytes of an attachment. */
export type AttachmentBytes = { readonly name: string; readonly type: string; readonly base64: string };

/** A document with its texts. */
export type DocumentDetail = DocumentSummary & {
  readonly text: string;
  readonly ownText: string;
  readonly quoted: readonly string[];
  readonly attachments: readonly AttachmentSummary[];
};

/**
 * What was sent, what was read and how long it took; tokens and milliseconds.
 *
 * `cachedTokens + evaluatedTokens = promptTokens` (both null where the server does not say); `assembledTokens` is what
 * Longhand built and must equal it, or be at least that where it is an estimate (`exact` false).
 */
export type Receipt = {
  readonly endpoint: string;
  readonly model: string;
  readonly windowTokens: number;
  readonly assembledTokens: number;
  readonly exact: boolean;
  readonly promptTokens: number;
  readonly cachedTokens: number | null;
  readonly evaluatedTokens: number | null;
  readonly answerTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  /** True when the answer ended at its length limit and not by itself. */
  readonly answerCut: boolean;
  /** What was predicted and how it came; receipts of older versions have none. */
  readonly reading?: ReadOutcome;
  /** Present where the prompt was longer than the endpoint's exam recommends. */
  readonly exam?: ExamMark;
  /** Present where canaries were asked with the question. */
  readonly canary?: CanaryReport;
};

/** Why an answer carries a mark: its prompt is longer than what the exam found the endpoint to read well. */
export type ExamMark = {
  readonly examId: number;
  readonly recommendedTokens: number;
  readonly promptTokens: number;
  /** The model or the server changed since that exam. */
  readonly isOutdated: boolean;
};

/** What came back of sentences from random depths of a prompt; `depth` is 0 (start) to 1 (end). */
export type CanaryReport = {
  readonly state: "heard" | "faint" | "unclear";
  readonly message: string;
  readonly probes: readonly { readonly depth: number; readonly isHeard: boolean }[];
  readonly evaluatedTokens: number;
};

/** How a quote fared against the documents that were sent. */
export type CitationState = "verified" | "near" | "wrong-id" | "not-found";

/**
 * One quote or reference of an answer, checked.
 *
 * `id` is the document where the words stand (null when nowhere), `claimedId` what the model wrote.
 * `alsoIn` lists further documents that hold the same words.
 */
export type Citation = {
  readonly id: string | null;
  readonly claimedId: string | null;
  readonly quote: string;
  readonly state: CitationState;
  readonly alsoIn: readonly string[];
  /** The words of the source in the place of those that differ; with `near` only. */
  readonly source?: string;
};

/** Which documents a fitted prompt holds and which stayed out. */
export type FitReport = {
  readonly kept: number;
  readonly leftOut: readonly string[];
  /** Where only the owner's mail and what it answers was read: which of it came first. */
  readonly voice?: VoiceFit;
};

/** What a draft learned from: `used` of `examples` mails of the owner, newest first, these before all others. */
export type VoiceFit = {
  readonly used: number;
  readonly examples: number;
  readonly person: string | null;
  readonly language: string | null;
};

/** A cited document that holds words which look like an instruction to the model rather than to a person. */
export type InstructionNotice = { readonly id: string; readonly words: string };

/** An answer with its proof. */
export type AskResult = {
  readonly question: string;
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly receipt: Receipt;
  readonly fit: FitReport | null;
  /** With an answer that was read window by window. */
  readonly sweep?: SweepReport;
  /** With an answer to a follow-up on a sweep: how many findings it was asked of, instead of the archive. */
  readonly findings?: number;
  /** What of the cited documents may have tried to steer the answer; nothing was changed because of it. */
  readonly notices: readonly InstructionNotice[];
};

/** Something the owner should look at before using a draft. */
export type DraftWarning = {
  readonly code: "NOT_IN_SOURCES" | "LEAK" | "CUT_SHORT";
  readonly text: string;
  readonly message: string;
};

/**
 * A name, date, amount or promise of a draft and where it comes from.
 *
 * `given`: the message, its thread, the points, or the owner's own name; `archive`: another document that was read;
 * `nowhere`: none of them. `id` is the document, `quote` the words in it; `start` and `end` are offsets in the draft.
 */
export type Grounding = {
  readonly kind: "name" | "date" | "amount" | "promise";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly state: "given" | "archive" | "nowhere";
  readonly source: "message" | "thread" | "points" | "me" | "archive" | null;
  readonly id: string | null;
  readonly quote: string | null;
};

/** Words of a draft that stand in mail with somebody else: in document `id`, and in `alsoIn`. */
export type Leak = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly id: string;
  readonly alsoIn: readonly string[];
};

/** What a draft was checked for. */
export type DraftChecks = { readonly grounding: readonly Grounding[]; readonly leaks: readonly Leak[] };

/** A draft reply. */
export type DraftResult = {
  readonly draft: string;
  readonly replyTo: string | null;
  readonly receipt: Receipt;
  readonly warnings: readonly DraftWarning[];
  readonly checks: DraftChecks;
  readonly fit: FitReport | null;
};

/** The size of a corpus for an endpoint; `tokens` counts the prefix alone, `window` is the endpoint's whole window. */
export type CorpusReport = {
  readonly documents: number;
  readonly in: number;
  readonly folded: number;
  readonly out: number;
  readonly tokens: number;
  readonly exact: boolean;
  readonly window: number;
  readonly fits: boolean;
  readonly segments: number;
  readonly prefixSha256: string;
};

/** Progress of an import: counts so far, bytes read of all bytes, and an estimate of what is left. */
export type ImportProgress = {
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly messagesPerSecond: number;
  readonly etaSeconds: number | null;
};

/** The end of an import. */
export type ImportSummary = {
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly seconds: number;
};

/** An address that is, or may be, the owner's. */
export type MeAddress = { readonly address: string; readonly sent: number; readonly why: string };

/** What an endpoint is asked to read for. */
export type ReadPurpose = "ask" | "draft" | "warm" | "sweep" | "exam" | "backtest" | "other";

/** Why less of a prompt was cached than could be. Words for people: main/core/warm/prediction.ts. */
export type ReadCause =
  | "first-reading"
  | "new-documents"
  | "another-scope"
  | "me-changed"
  | "format-changed"
  | "documents-changed"
  | "server-restarted"
  | "model-swapped"
  | "slot-taken"
  | "engine-started"
  | "restore-refused"
  | "dropped";

/**
 * What a prompt will cost; tokens and milliseconds.
 *
 * `ms` is null while this endpoint's speed was never measured. `fromDisk`: a saved state is loaded first. `evicts` is
 * the prefix that was read on purpose and would be pushed out, with the cost of reading it again.
 */
export type ReadPrediction = {
  readonly cachedTokens: number;
  readonly newTokens: number;
  readonly ms: number | null;
  readonly cause: ReadCause | null;
  readonly fromDisk: boolean;
  readonly evicts: { readonly tokens: number; readonly ms: number | null; readonly isSaved: boolean } | null;
};

/** The prediction against what the endpoint said and the clock; `words` is one sentence. */
export type ReadOutcome = {
  readonly prediction: ReadPrediction;
  readonly state: "as-predicted" | "less" | "more" | "unknown";
  readonly cause: ReadCause | null;
  readonly words: string;
};

/** What reading ahead came to: the prefix's tokens, and where its state was saved (or why not). */
export type ReadReceipt = {
  readonly endpoint: string;
  readonly model: string;
  readonly windowTokens: number;
  readonly prefixTokens: number;
  readonly cachedTokens: number;
  readonly evaluatedTokens: number;
  readonly prefillMs: number;
  readonly saved: { readonly bytes: number; readonly place: "archive" | "server" } | null;
  readonly notSaved: string | null;
};

/** How far reading ahead is. */
export type WarmState = "running" | "paused" | "done" | "cancelled" | "failed";

/** A job that reads ahead, as the window shows it; `note` says what it waits for. */
export type WarmJob = {
  readonly id: number;
  readonly state: WarmState;
  readonly scope: Scope;
  readonly fit: "newest" | null;
  readonly doneTokens: number;
  readonly totalTokens: number | null;
  readonly etaMs: number | null;
  readonly note: string | null;
  readonly startedAt: string;
  readonly receipt: ReadReceipt | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** A state on disk; `place` server: only the server can reach the file. */
export type KvFile = {
  readonly name: string;
  readonly place: "archive" | "server";
  readonly state: "unproven" | "proven" | "refused";
  readonly reason: string | null;
  readonly endpoint: string;
  readonly model: string;
  readonly build: string;
  readonly kvType: string;
  readonly prefixTokens: number;
  readonly bytes: number;
  readonly createdAt: string;
  readonly usedAt: string;
};

/** What an endpoint holds and does now, for the place in the window that always shows it. */
export type ReadingStatus = {
  readonly endpoint: string;
  readonly model: string;
  readonly windowTokens: number;
  /** Tokens of the prefix that is read, the most of them where there are several; `lost` says why it is gone. */
  readonly heldTokens: number;
  readonly isWarm: boolean;
  readonly lost: { readonly cause: ReadCause; readonly words: string } | null;
  readonly running: ReadPurpose | null;
  readonly waiting: number;
  readonly savesKv: boolean;
};

/** How far a question or a draft is: `stopped` by the owner or because the program ended. */
export type RunState = "running" | "done" | "failed" | "stopped";

/** A question in the history, with its answer so far. */
export type AnswerRecord = {
  readonly id: number;
  readonly state: RunState;
  readonly askedAt: string;
  readonly question: string;
  readonly scope: Scope;
  readonly endpoint: string;
  readonly model: string;
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly receipt: Receipt | null;
  readonly fit: FitReport | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** The first question of its conversation; null where it is that itself. */
  readonly follows: number | null;
  /** What the owner calls the conversation. */
  readonly title: string | null;
  readonly sweep: SweepReport | null;
  /** Read window by window; `sweep` is there when it ended. */
  readonly isSweep: boolean;
  readonly notices: readonly InstructionNotice[];
};

/**
 * What the owner wishes of a draft.
 *
 * `learn`: what is read before. `everything` is the scope; `voice` the owner's mail and what it answers, as much as
 * fits; a number only so many of them.
 */
export const draftWishesSchema = z.strictObject({
  points: z.array(z.string().max(5000)).max(50),
  language: z.string().max(60).optional(),
  length: z.string().max(60).optional(),
  formality: z.string().max(60).optional(),
  learn: z.union([z.enum(["everything", "voice"]), z.int().min(0).max(100_000)]).optional(),
});
/** See {@link draftWishesSchema}. */
export type DraftWishes = z.infer<typeof draftWishesSchema>;

const personSchema = z.strictObject({ name: z.string().max(500), address: z.string().max(500) });

/** A message from outside the archive, as it was read from a file or pasted. */
export const outsideMessageSchema = z.strictObject({
  from: personSchema.nullable(),
  to: z.array(personSchema).max(500),
  localDate: day.nullable(),
  dateMs: z.number().nullable(),
  subject: z.string().max(2000),
  text: z.string().max(1_000_000),
  messageId: z.string().max(2000).nullable(),
  references: z.array(z.string().max(2000)).max(1000),
});
/** See {@link outsideMessageSchema}. */
export type OutsideMessage = z.infer<typeof outsideMessageSchema>;

/** What a draft is for: an answer to a mail of the archive or to a message from outside, or a new mail. */
export const draftTargetSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("reply"), id: z.string().min(2).max(32) }),
  z.strictObject({ type: z.literal("outside"), message: outsideMessageSchema }),
  z.strictObject({ type: z.literal("new"), to: z.array(personSchema).min(1).max(50), subject: z.string().max(500) }),
]);
/** See {@link draftTargetSchema}. */
export type DraftTarget = z.infer<typeof draftTargetSchema>;

/**
 * A draft in the history; `edited` is the owner's text, null where it was not touched.
 *
 * Drafts of one family are variants and later versions of the first: `family` is its number. `remark` is what should be
 * different from the version before, null for a variant.
 */
export type DraftRecord = {
  readonly id: number;
  readonly family: number;
  readonly state: RunState;
  readonly createdAt: string;
  readonly editedAt: string | null;
  readonly replyTo: string | null;
  /** Null for a draft of an older version whose message was not kept. */
  readonly target: DraftTarget | null;
  readonly remark: string | null;
  readonly wishes: DraftWishes;
  readonly scope: Scope;
  readonly endpoint: string;
  readonly model: string;
  readonly draft: string;
  readonly edited: string | null;
  readonly warnings: readonly DraftWarning[];
  readonly checks: DraftChecks;
  readonly receipt: Receipt | null;
  readonly fit: FitReport | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** The archive in numbers; dates are ISO 8601 in UTC. */
export type ArchiveStatus = {
  /** Names the archive in links; null in one that could never be written since links are known. */
  readonly id: string | null;
  readonly documents: number;
  readonly sources: number;
  readonly failed: number;
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** The owner's addresses; what each sent is counted where that is shown. */
  readonly me: readonly string[];
  /** False where another process holds the archive: reading and asking work, importing and saving do not. */
  readonly canWrite: boolean;
};

/** What became of an item of a source; every item is in exactly one of these states. */
export type ItemState = "imported" | "duplicate" | "skipped" | "failed";

/** A source with the counts of its ledger and of its last import; the ledger's counts add up to the items seen. */
export type SourceRecord = {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly addedAt: string;
  readonly documents: number;
  readonly failed: number;
  readonly ledger: Readonly<Record<ItemState, number>>;
  readonly lastJob: {
    readonly id: number;
    readonly state: "queued" | "running" | "paused" | "done" | "cancelled" | "failed";
    readonly startedAt: string;
    readonly imported: number;
    readonly duplicates: number;
    readonly failed: number;
    readonly skipped: number;
  };
};

/**
 * An item in the ledger: what it is called in its source, what became of it, and why.
 *
 * `documentId` is the document it became, or the one it is a duplicate of; `title` is that one's subject or name.
 */
export type LedgerItem = {
  readonly id: number;
  readonly key: string;
  readonly state: ItemState;
  readonly documentId: string | null;
  readonly title: string | null;
  readonly category: string | null;
  readonly message: string | null;
  readonly offset: number;
  readonly length: number;
  /** The import that brought it; null where that was undone or is older than the ledger. */
  readonly importId: number | null;
};

/** Which items of a source: of one state, one reason, one import. */
export const ledgerFilterSchema = z.strictObject({
  sourceId: z.int().positive(),
  state: z.enum(["imported", "duplicate", "skipped", "failed"]).optional(),
  category: z.string().min(1).max(40).optional(),
  importId: z.int().positive().optional(),
});
/** See {@link ledgerFilterSchema}. */
export type LedgerFilter = z.infer<typeof ledgerFilterSchema>;

/** One import of a source; its counts are of what it saw, `items` of what it brought and what is still there. */
export type SourceImport = {
  readonly id: number;
  readonly state: "queued" | "running" | "paused" | "done" | "cancelled" | "failed";
  readonly startedAt: string;
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly items: number;
};

/** The counts of a source's ledger by state and reason, and its imports. */
export type LedgerSummary = {
  readonly counts: readonly { readonly state: ItemState; readonly category: string | null; readonly items: number }[];
  readonly imports: readonly SourceImport[];
};

/** What an undoing would take: documents that go, and documents that stay because something else brought them too. */
export type RemovalPreview = {
  readonly items: number;
  readonly goes: number;
  readonly stays: number;
  /** The titles of a few of them. */
  readonly goesExamples: readonly string[];
  readonly staysExamples: readonly string[];
};

/** The beginning of an item's bytes as text that is safe to show, and how many bytes there are. */
export type RawText = { readonly text: string; readonly sizeBytes: number; readonly isCut: boolean };

/**
 * An address that may be the owner's, with what speaks for it; `why` is null where nothing does but that it occurs.
 */
export type IdentityCandidate = {
  readonly address: string;
  readonly name: string;
  readonly why: string | null;
  readonly isMe: boolean;
  readonly sent: number;
  readonly sentInSentFolder: number;
  readonly drafts: number;
  readonly delivered: number;
  readonly documents: number;
};

/** One import as the window shows it: several files, one after the other. */
export type ImportRun = {
  readonly id: number;
  readonly names: readonly string[];
  readonly state: "running" | "paused" | "done" | "cancelled" | "failed";
  readonly progress: ImportProgress | null;
  readonly summary: ImportSummary | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** A file that the host let the owner pick; pages name it by its ticket and never see its path. */
export type PickedFile = {
  readonly ticket: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly isFolder: boolean;
};

/** The servers that Longhand can speak to; `embedded` is its own engine. */
export type EndpointKind =
  | "embedded"
  | "llama-server"
  | "vllm"
  | "ollama"
  | "lm-studio"
  | "sglang"
  | "openai-compatible";

/** What an endpoint can do. */
export type EndpointCapabilities = {
  /** What is sent: token ids with the template in them, or turns of text. */
  readonly takes: "ids" | "text";
  readonly counts: "exact" | "estimate";
  /** Its receipts name the tokens that came from its cache. */
  readonly reportsCached: boolean;
  /** It tells how far it has read. */
  readonly reportsPrefill: boolean;
  /** Requests at once without evicting one another; 1 where unknown. */
  readonly slots: number;
  readonly savesKv: boolean;
  /** How long the model and what it read stay in memory. */
  readonly keepAlive: "always" | "timed" | "unknown";
};

/** Something about a connected server that the owner should know. */
export type EndpointWarning = { readonly code: string; readonly message: string };

/** A model that a server offers; `windowTokens` where it says so before it is used. */
export type OfferedModel = {
  readonly name: string;
  readonly isLoaded?: boolean;
  readonly windowTokens?: number;
};

/** What a server is and what it offers. */
export type OfferedModels = { readonly kind: EndpointKind; readonly models: readonly OfferedModel[] };

/** A model server that was found on this machine. */
export type LocalServer = {
  readonly address: string;
  readonly kind: EndpointKind;
  readonly state: "ready" | "loading" | "key";
  readonly models: readonly string[];
};

/** What a connected endpoint says of itself, for the settings screen. */
export type EndpointReport = {
  readonly kind: EndpointKind;
  readonly address: string;
  readonly model: string;
  readonly version: string;
  readonly windowTokens: number;
  readonly isBundled: boolean;
  readonly trainContextTokens?: number;
  readonly quantisation?: string;
  readonly capabilities: EndpointCapabilities;
  readonly warnings: readonly EndpointWarning[];
};

/** One line of the coverage list; `reason` says why it is out or what is special, `refersTo` what it was folded to. */
export type CoverageEntry = {
  readonly id: string;
  readonly state: CoverageState;
  readonly reason: string | null;
  /** Tokens in the prompt; null where no endpoint was asked. A page's are its share of the document's. */
  readonly tokens: number | null;
  readonly chars: number;
  readonly refersTo: readonly string[];
  readonly date: string | null;
  readonly subject: string;
};

/** A page of the coverage list; totals are of the whole scope, in documents and pages. */
export type CoverageList = {
  readonly total: Readonly<Record<CoverageState, number>>;
  readonly entries: readonly CoverageEntry[];
};

/** Progress of putting a corpus together: documents rendered, or characters counted, of all. */
export type CorpusProgress = {
  readonly phase: "render" | "count";
  readonly done: number;
  readonly total: number;
  readonly etaSeconds: number | null;
};

/**
 * A sealed prefix and what building it anew would mean. `tokens` is null where the endpoint has not counted it;
 * `leaves` counts documents that the next rebuild leaves out: withdrawn, or no longer in the scope.
 */
export type PrefixReport = {
  readonly scope: string;
  readonly documents: number;
  readonly chars: number;
  readonly tokens: number | null;
  /** How long the endpoint would read it, by its measured speed. */
  readonly readMs: number | null;
  readonly builtAt: string;
  readonly leaves: number;
  /** True where "me" has changed since: it is built anew at its next use. */
  readonly isOutdated: boolean;
};

/** What withdrawing documents would do: which are hidden at once, and which need a rebuild because others quote them. */
export type WithdrawPlan = {
  readonly hidden: readonly string[];
  readonly needRebuild: readonly { readonly id: string; readonly quotedBy: readonly string[] }[];
  /** The prefixes that would be built anew. */
  readonly rebuild: readonly PrefixReport[];
};

/** What erasing documents would take along, and where they would still be. */
export type EraseReport = {
  readonly documents: readonly string[];
  readonly answers: number;
  readonly drafts: number;
  /** Backups in the archive's folder, which hold the words too and go with them. */
  readonly backups: number;
  readonly rebuild: readonly PrefixReport[];
  /** Places that Longhand cannot erase from: the files that the mail came from, backups elsewhere, servers. */
  readonly remains: readonly string[];
};

/** A value that a scope can restrict by, and how many documents have it. */
export type Facet = { readonly value: string; readonly label: string; readonly documents: number };

/** What the scope bar offers. */
export type ScopeFacets = {
  readonly folders: readonly Facet[];
  readonly labels: readonly Facet[];
  readonly kinds: readonly Facet[];
  readonly people: readonly Facet[];
};

/** Why a backup was made: on request, before a format update, of a file that was removed, of what a restore replaced. */
export type BackupReason = "request" | "update" | "rescued" | "replaced";

/** A copy of the archive in its own folder. */
export type Backup = {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly bytes: number;
  readonly reason: BackupReason;
};

/** How a restore ended that was asked for in the window; `error` says why the archive is as it was. */
export type RestoreOutcome = {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly backup: string;
  readonly documents: number | null;
  /** The name that what it replaced has among the backups. */
  readonly replaced: string | null;
  readonly error: ErrorRecord | null;
};

/** What an export holds; `rebuilt` are places whose own bytes were gone, so that what the archive held was written. */
export type ExportReport = {
  readonly documents: number;
  readonly items: number;
  readonly rebuilt: number;
  readonly bytes: number;
};

/** How an export goes: items written, then what it holds and the name of its folder. */
export type ExportEvent =
  | { readonly event: "progress"; readonly done: number; readonly total: number }
  | ({ readonly event: "done"; readonly name: string } & ExportReport);

/** How a backup goes: pages copied, then what it holds once it was read back. */
export type BackupEvent =
  | { readonly event: "progress"; readonly done: number; readonly total: number }
  | { readonly event: "done"; readonly name: string; readonly documents: number };
