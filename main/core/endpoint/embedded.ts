/**
 * The adapter of the embedded engine: a GGUF file run by the engine process.
 *
 * Owns the requests to it. How the process is started is ./engine-process.ts; the model itself lives in main/engine.
 */
import path from "node:path";
import { fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import type {
  EngineGeneration,
  EngineModelInfo,
  EngineReply,
  EngineRequest,
  EngineState,
} from "../../engine/protocol.ts";
import {
  type Endpoint,
  type GenerateRequest,
  type Generation,
  type KvStore,
  promptIds,
  type TemplateIds,
  type Tokenizer,
  templateTokens,
} from "./endpoint.ts";
import { type EngineLauncher, type EngineProcess, forkEngine } from "./engine-process.ts";
import { fileIdentity } from "./file-identity.ts";
import { renderTemplate, splitTemplate } from "./template.ts";
import { tokenizerIdentity } from "./tokenizer-identity.ts";

type Waiting = {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  onEvent(reply: EngineReply): void;
};

/** Texts in one message to the engine. */
const TOKENIZE_BATCH = 256;

/** `Omit` over each member of a union. */
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

/** Requests to a running engine, matched with their replies. */
type Engine = {
  isAlive(): boolean;
  call(
    request: WithoutId<EngineRequest>,
    onEvent?: Waiting["onEvent"],
  ): { readonly id: number; readonly result: Promise<unknown> };
};

function createEngine(running: EngineProcess): Engine {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let death: LonghandError | undefined;
  running.onReply((reply) => {
    const entry = waiting.get(reply.id);
    if (reply.type === "done" || reply.type === "error") waiting.delete(reply.id);
    if (reply.type === "done") entry?.resolve(reply.value);
    else if (reply.type === "error") entry?.reject(fromErrorRecord(reply.error));
    else entry?.onEvent(reply);
  });
  running.onExit((lastWords) => {
    death = new LonghandError(
      "ENGINE_FAILED",
      "The embedded engine stopped unexpectedly.",
      "Try again; if it happens again, the model may need more memory than this machine has.",
      { cause: lastWords },
    );
    for (const { reject } of waiting.values()) reject(death);
    waiting.clear();
  });
  return {
    isAlive: () => death === undefined,
    call(request, onEvent = () => undefined) {
      const id = nextId++;
      const result = new Promise<unknown>((resolve, reject) => {
        if (death !== undefined) return reject(death);
        waiting.set(id, { resolve, reject, onEvent });
        running.send({ ...request, id } as EngineRequest);
      });
      return { id, result };
    },
  };
}

/** What the engine has read, as files. */
function stateStore(engine: Engine): KvStore {
  return {
    place: "archive",
    save: async (file) => (await engine.call({ type: "save", file }).result) as EngineState,
    restore: async (file, _slot, size) => (await engine.call({ type: "restore", file, ...size }).result) as EngineState,
    async clear() {
      await engine.call({ type: "clear" }).result;
    },
  };
}

/**
 * Starts the engine with a GGUF file. `limitTokens` is the owner's own limit on the window; `scratch` is a private
 * directory for what moves when the context grows.
 */
export async function openEmbedded(
  modelPath: string,
  limitTokens: number | undefined,
  launch: EngineLauncher = forkEngine,
  scratch?: string,
): Promise<Endpoint> {
  const running = await launch();
  const engine = createEngine(running);
  try {
    // The engine's replies are typed by the request: see engine/protocol.ts.
    const info = (await engine.call({
      type: "load",
      modelPath,
      ...(scratch === undefined ? {} : { scratch }),
    }).result) as EngineModelInfo;

    const tokenizeWith = (texts: readonly string[], parseSpecial: boolean) =>
      tokenizeBatches(engine, texts, parseSpecial);

    const pieces = await splitTemplate((messages) =>
      renderTemplate(info.chatTemplate, { bos: info.bosToken, eos: info.eosToken }, messages),
    );
    const head = pieces.head.startsWith(info.bosToken) ? pieces.head : info.bosToken + pieces.head;
    const [headIds, afterSystem, afterUser, afterAnswer] = await tokenizeWith(
      [head, pieces.afterSystem, pieces.afterUser, ...(pieces.afterAnswer === undefined ? [] : [pieces.afterAnswer])],
      true,
    );
    if (headIds === undefined || afterSystem === undefined || afterUser === undefined)
      throw new Error("the engine lost a text");
    const template: TemplateIds = {
      head: headIds,
      afterSystem,
      afterUser,
      ...(afterAnswer === undefined ? {} : { afterAnswer }),
    };
    const tokenize = (texts: readonly string[]) => tokenizeWith(texts, false);

    return {
      description: {
        kind: "embedded",
        // The file's name only: pages see it, and a path of this machine is none of their business.
        address: path.basename(modelPath),
        model: info.name,
        version: info.build,
        windowTokens: Math.min(info.trainContextTokens, limitTokens ?? info.trainContextTokens),
        tokenizer: await tokenizerIdentity(tokenize),
        modelIdentity: `${info.name}|${await fileIdentity(modelPath)}`,
        trainContextTokens: info.trainContextTokens,
        capabilities: {
          takes: "ids",
          counts: "exact",
          reportsCached: true,
          reportsPrefill: true,
          slots: 1,
          savesKv: true,
          keepAlive: "always",
        },
        warnings: [],
      },
      template,
      tokenizer: { type: "exact", tokenize },
      overheadTokens: templateTokens(template),
      generate: (request) => generate(engine, request),
      kv: stateStore(engine),
      isUsable: async () => engine.isAlive(),
      async close() {
        await running.stop();
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** A tokenizer from a GGUF file's vocabulary alone: exact counts for a server that has no tokenizer to ask. */
export async function openVocabulary(
  file: string,
  launch: EngineLauncher = forkEngine,
): Promise<{
  readonly tokenizer: Tokenizer & { readonly type: "exact" };
  readonly identity: string;
  close(): Promise<void>;
}> {
  const running = await launch();
  const engine = createEngine(running);
  try {
    await engine.call({ type: "load", modelPath: file, vocabularyOnly: true }).result;
    const tokenize = (texts: readonly string[]) => tokenizeBatches(engine, texts, false);
    const identity = await tokenizerIdentity(tokenize);
    return { tokenizer: { type: "exact", tokenize }, identity, close: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function tokenizeBatches(
  engine: Engine,
  texts: readonly string[],
  parseSpecial: boolean,
): Promise<Uint32Array[]> {
  const results: Uint32Array[] = [];
  for (let at = 0; at < texts.length; at += TOKENIZE_BATCH) {
    const batch = texts.slice(at, at + TOKENIZE_BATCH);
    results.push(...((await engine.call({ type: "tokenize", texts: batch, parseSpecial }).result) as Uint32Array[]));
  }
  return results;
}

async function generate(engine: Engine, request: GenerateRequest): Promise<Generation> {
  if (request.signal.aborted) throw new LonghandError("CANCELLED", "The request was cancelled.");
  let text = "";
  const { id, result } = engine.call(
    {
      type: "generate",
      ids: promptIds(request.prompt),
      maxTokens: request.maxTokens,
      ...(request.sampling === undefined ? {} : { sampling: request.sampling }),
    },
    (reply) => {
      if (reply.type === "prefill") request.onPrefill(reply);
      if (reply.type === "text") {
        text += reply.text;
        request.onText(reply.text);
      }
    },
  );
  const onAbort = (): void => {
    engine.call({ type: "abort", target: id }).result.catch(() => undefined);
  };
  request.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const done = (await result) as EngineGeneration;
    return { ...done, text, promptTokens: done.cachedTokens + done.evaluatedTokens };
  } finally {
    request.signal.removeEventListener("abort", onAbort);
  }
}
