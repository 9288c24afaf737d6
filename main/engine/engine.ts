/**
 * The engine process: one GGUF model run in-process by node-llama-cpp.
 *
 * Owns the model, the context and its one sequence. Uses the raw sequence API with exact prefix reuse; never the
 * chat session, which shifts the context when it is full. Talks {@link EngineRequest} with endpoint/embedded.ts.
 */
import { existsSync } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import {
  getLlama,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from "node-llama-cpp";
import { LonghandError, toErrorRecord } from "../../shared/errors.ts";
import { openEngineChannel } from "./channel.ts";
import type { EngineGeneration, EngineModelInfo, EngineReply, EngineRequest, EngineState } from "./protocol.ts";

/** Small batches, so that a cancel takes effect soon. */
const BATCH_TOKENS = 512;
const CONTEXT_STEP_TOKENS = 4096;

/** Overflow must fail, never shift the context silently. */
const NO_SHIFT = {
  contextShift: {
    strategy(): never {
      throw new LonghandError("WINDOW_TOO_SMALL", "The prompt does not fit the model's window.");
    },
  },
} as const;

/** One thread less than there are cores: more threads than free cores is many times slower. */
const THREADS = Math.max(1, availableParallelism() - 1);

let llama: Llama | undefined;
let model: LlamaModel | undefined;
let context: LlamaContext | undefined;
let sequence: LlamaContextSequence | undefined;
/** A private directory for a state that moves from one context to a larger one. */
let scratch: string | undefined;
const aborted = new Set<number>();
const channel = openEngineChannel();

function loadedModel(): LlamaModel {
  if (model === undefined) throw new LonghandError("ENGINE_FAILED", "No model is loaded.");
  return model;
}

/**
 * Refuses what is no GGUF file before the library sees it: with a broken header it can read for ever.
 *
 * Header: magic "GGUF", version, tensor count, metadata count (llama.cpp, ggml/include/gguf.h).
 */
async function checkHeader(modelPath: string): Promise<void> {
  const file = await open(modelPath, "r");
  try {
    const header = Buffer.alloc(24);
    const { bytesRead } = await file.read(header, 0, header.length, 0);
    const isGguf = bytesRead === header.length && header.toString("latin1", 0, 4) === "GGUF";
    const version = header.readUInt32LE(4);
    const counts = [header.readBigUInt64LE(8), header.readBigUInt64LE(16)];
    if (!isGguf || version < 1 || version > 3 || counts.some((count) => count > 10_000_000n)) {
      throw new Error("it is no GGUF file");
    }
  } finally {
    await file.close();
  }
}

async function load(modelPath: string, vocabularyOnly = false): Promise<EngineModelInfo> {
  if (!existsSync(modelPath)) {
    throw new LonghandError(
      "MODEL_NOT_FOUND",
      `There is no model file ${path.basename(modelPath)}.`,
      "Check the path of the GGUF file.",
    );
  }
  try {
    await checkHeader(modelPath);
    llama ??= await getLlama({ gpu: "auto", build: "never", progressLogs: false, maxThreads: THREADS });
    model = await llama.loadModel({ modelPath, vocabOnly: vocabularyOnly });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new LonghandError(
      "MODEL_UNREADABLE",
      `The file ${modelPath} is not a model that Longhand can run (${reason}).`,
      "Name a complete GGUF file of a Llama-like model.",
      { cause: error },
    );
  }
  const metadata = model.fileInfo.metadata;
  const template: unknown = metadata.tokenizer?.chat_template;
  return {
    name: metadata.general?.name ?? path.basename(modelPath, ".gguf"),
    build: `node-llama-cpp, llama.cpp ${llama.llamaCppRelease.release}`,
    trainContextTokens: model.trainContextSize,
    sizeBytes: model.size,
    chatTemplate: typeof template === "string" ? template : null,
    bosToken: model.tokens.bosString ?? "",
    eosToken: model.tokens.eosString ?? "",
  };
}

/** Less is read again sooner than written and loaded. */
const WORTH_MOVING_TOKENS = 2048;

/**
 * A sequence whose context holds `tokens`.
 *
 * A larger context is a new one: what the old one had read moves into it through a file in the scratch directory, or is
 * read again where there is none.
 */
async function sequenceFor(tokens: number): Promise<LlamaContextSequence> {
  const current = loadedModel();
  if (sequence !== undefined && context !== undefined && context.contextSize >= tokens) return sequence;
  const wanted = Math.ceil((tokens * 1.25) / CONTEXT_STEP_TOKENS) * CONTEXT_STEP_TOKENS;
  const contextSize = Math.max(tokens, Math.min(current.trainContextSize, wanted));
  const moving =
    scratch !== undefined && sequence !== undefined && sequence.nextTokenIndex >= WORTH_MOVING_TOKENS
      ? path.join(scratch, `moving-${process.pid}.kv`)
      : undefined;
  // A full disk only means that everything is read again.
  const isSaved = moving !== undefined && (await saveState(moving).then(Boolean, () => false));
  await context?.dispose();
  sequence = undefined;
  try {
    context = await current.createContext({ contextSize, sequences: 1, batchSize: BATCH_TOKENS, threads: THREADS });
  } catch (error) {
    context = undefined;
    throw new LonghandError(
      "MODEL_TOO_LARGE",
      `This machine has not enough free memory for a context of ${contextSize} tokens with this model.`,
      "Choose a narrower scope, a smaller model, or a server.",
      { cause: error },
    );
  }
  sequence = context.getSequence();
  if (moving !== undefined) {
    try {
      if (isSaved && !(await loadState(sequence, moving))) return sequenceFor(tokens);
    } finally {
      await rm(moving, { force: true });
    }
  }
  return sequence;
}

/** Writes what the sequence holds. The file is made first: it is for this user only, whoever started this process. */
async function saveState(file: string): Promise<EngineState> {
  if (sequence === undefined || sequence.nextTokenIndex === 0) {
    throw new LonghandError("KV_NOT_SAVED", "The engine has read nothing yet that could be kept.");
  }
  const started = performance.now();
  try {
    await (await open(file, "w", 0o600)).close();
    await sequence.saveStateToFile(file);
    const { size } = await stat(file);
    if (size <= sequence.nextTokenIndex * 4) throw new Error("the file is too short");
    return { tokens: sequence.nextTokenIndex, bytes: size, ms: performance.now() - started };
  } catch (error) {
    await rm(file, { force: true });
    throw new LonghandError(
      "KV_NOT_SAVED",
      `What the model has read could not be written to disk (${error instanceof Error ? error.message.split("\n")[0] : String(error)}).`,
      "Free some space; until then it is read again after a restart.",
      { cause: error },
    );
  }
}

/** Fills a sequence from a file; one that cannot be read leaves it empty. */
async function loadState(target: LlamaContextSequence, file: string): Promise<boolean> {
  try {
    await target.loadStateFromFile(file, { acceptRisk: true });
    return true;
  } catch {
    // What the failed attempt left in the context's memory is unknown: a fresh context knows nothing.
    await context?.dispose();
    context = undefined;
    sequence = undefined;
    return false;
  }
}

async function restore(request: Extract<EngineRequest, { type: "restore" }>): Promise<EngineState> {
  const started = performance.now();
  const target = await sequenceFor(request.room);
  const { size } = await stat(request.file);
  if (!(await loadState(target, request.file)) || target.nextTokenIndex !== request.tokens) {
    await context?.dispose();
    context = undefined;
    sequence = undefined;
    throw new LonghandError("KV_REFUSED", "The engine cannot load the saved state.", "It is read anew.");
  }
  return { tokens: target.nextTokenIndex, bytes: size, ms: performance.now() - started };
}

async function generate(
  id: number,
  ids: readonly Token[],
  maxTokens: number,
  sampling: { readonly temperature: number; readonly seed: number } | undefined,
): Promise<EngineGeneration> {
  const current = loadedModel();
  if (ids.length + maxTokens > current.trainContextSize) {
    throw new LonghandError(
      "WINDOW_TOO_SMALL",
      `The prompt of ${ids.length} tokens and its answer exceed the model's window of ${current.trainContextSize} tokens.`,
      "Choose a narrower scope, or use --fit newest.",
    );
  }
  const target = await sequenceFor(ids.length + maxTokens);
  const started = performance.now();
  // At least one token is evaluated, or there is nothing to sample from.
  const cached = Math.min(target.compareContextTokens([...ids]).firstDifferentIndex, ids.length - 1);
  if (cached < target.nextTokenIndex) {
    await target.eraseContextTokenRanges([{ start: cached, end: target.nextTokenIndex }]);
  }
  if (target.nextTokenIndex !== cached)
    throw new LonghandError("ENGINE_FAILED", "The engine lost its place in the prompt.");
  channel.send({ id, type: "prefill", processed: cached, cached, total: ids.length });
  for (let at = cached; at < ids.length - 1; at += BATCH_TOKENS) {
    if (aborted.has(id)) throw new LonghandError("CANCELLED", "Reading was cancelled.");
    const slice = ids.slice(at, Math.min(at + BATCH_TOKENS, ids.length - 1));
    await target.evaluateWithoutGeneratingNewTokens(slice, NO_SHIFT);
    channel.send({
      id,
      type: "prefill",
      processed: Math.min(at + slice.length, ids.length - 1),
      cached,
      total: ids.length,
    });
  }
  const result = { cachedTokens: cached, evaluatedTokens: ids.length - cached };
  if (maxTokens === 0) {
    return { ...result, answerTokens: 0, prefillMs: performance.now() - started, decodeMs: 0, isCut: false };
  }
  const out: Token[] = [];
  let sent = "";
  let prefillEnd = 0;
  let isCut = true;
  const chosen = { temperature: 0, ...sampling };
  const iterator = target.evaluate([...ids.slice(-1)], { ...chosen, yieldEogToken: true, ...NO_SHIFT });
  for await (const token of iterator) {
    if (prefillEnd === 0) {
      prefillEnd = performance.now();
      channel.send({ id, type: "prefill", processed: ids.length, cached, total: ids.length });
    }
    if (aborted.has(id)) throw new LonghandError("CANCELLED", "The answer was stopped.");
    if (current.isEogToken(token)) {
      isCut = false;
      break;
    }
    out.push(token);
    const text = current.detokenize(out);
    // A character of several tokens shows as U+FFFD until it is complete.
    if (!text.endsWith("�") && text.length > sent.length) {
      channel.send({ id, type: "text", text: text.slice(sent.length) });
      sent = text;
    }
    if (out.length >= maxTokens) break;
  }
  const end = performance.now();
  return {
    ...result,
    answerTokens: out.length,
    prefillMs: (prefillEnd === 0 ? end : prefillEnd) - started,
    decodeMs: prefillEnd === 0 ? 0 : end - prefillEnd,
    isCut,
  };
}

/** There is one sequence: a prompt waits until the one before it is done. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

async function answer(request: EngineRequest): Promise<EngineReply> {
  const { id } = request;
  switch (request.type) {
    case "load":
      scratch = request.scratch;
      return { id, type: "done", value: await load(request.modelPath, request.vocabularyOnly) };
    case "tokenize": {
      const current = loadedModel();
      const value = request.texts.map((text) => Uint32Array.from(current.tokenize(text, request.parseSpecial)));
      return { id, type: "done", value };
    }
    case "generate": {
      const ids = Array.from(request.ids, (token) => token as Token);
      return { id, type: "done", value: await inTurn(() => generate(id, ids, request.maxTokens, request.sampling)) };
    }
    case "clear":
      await inTurn(async () => sequence?.clearHistory());
      return { id, type: "done", value: null };
    case "save":
      return { id, type: "done", value: await inTurn(() => saveState(request.file)) };
    case "restore":
      return { id, type: "done", value: await inTurn(() => restore(request)) };
    case "abort":
      aborted.add(request.target);
      return { id, type: "done", value: null };
  }
}

channel.onRequest((request) => {
  answer(request)
    .catch((error: unknown): EngineReply => ({ id: request.id, type: "error", error: toErrorRecord(error) }))
    .then((reply) => {
      aborted.delete(request.id);
      channel.send(reply);
    });
});
