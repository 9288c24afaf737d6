/** Finds the adapter for an address: a GGUF file runs on the embedded engine, a URL is asked what it is. */
import { existsSync } from "node:fs";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointChoice, EndpointKind, OfferedModels } from "../../../shared/schemas.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionLog } from "./connection-log.ts";
import { detectServer } from "./detect.ts";
import { isLoopback } from "./egress.ts";
import { openEmbedded, openVocabulary } from "./embedded.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EngineLauncher } from "./engine-process.ts";
import { findExposure } from "./exposure.ts";
import { openGuardedHttp } from "./guarded-http.ts";
import { openLlamaServer, routedModels } from "./llama-server.ts";
import { lmStudioModels, openLmStudio } from "./lm-studio.ts";
import { createMeasurements, type Measurements } from "./measurements.ts";
import { ollamaModels, openOllama } from "./ollama.ts";
import { openAiModelsSchema, openOpenAiCompatible } from "./openai-compatible.ts";
import { openSglang } from "./sglang.ts";
import { openVllm } from "./vllm.ts";

/** What opening an endpoint needs of its surroundings. */
export type Surroundings = {
  /** The host's way to start engines. */
  readonly launch?: EngineLauncher | undefined;
  /** What was measured of endpoints before; without it nothing is remembered. */
  readonly measurements?: Measurements | undefined;
  /** A private directory for the embedded engine. */
  readonly scratch?: string | undefined;
  /** Where connections are noted. */
  readonly log: ConnectionLog;
};

/** A server that answered, and what it is. */
type Reached = { readonly connection: Connection; readonly kind: EndpointKind; readonly isLocal: boolean };

/** Whether an address is a server's and not a file's. */
export function isServerAddress(address: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(address);
}

async function reach(choice: EndpointChoice, measurements: Measurements, log: ConnectionLog): Promise<Reached> {
  const { http, grant } = await openGuardedHttp(choice, "endpoint", log);
  try {
    const kind = await detectServer(http);
    const address = grant.url.href.replace(/\/$/, "");
    return { connection: { http, address, choice, measurements }, kind, isLocal: isLoopback(grant.address) };
  } catch (error) {
    http.close();
    throw error;
  }
}

async function openServer({ connection, kind }: Reached): Promise<Endpoint> {
  const { http, address, choice } = connection;
  switch (kind) {
    case "llama-server":
      return openLlamaServer(http, address, choice.windowTokens, choice.model);
    case "vllm":
      return openVllm(connection);
    case "ollama":
      return openOllama(connection);
    case "lm-studio":
      return openLmStudio(connection);
    case "sglang":
      return openSglang(connection);
    case "openai-compatible":
      return openOpenAiCompatible(connection);
    case "embedded":
      throw new Error("the embedded engine is no server");
  }
}

/** Connects to what the owner chose; `defaultModel` is the bundled model's file. */
export async function openEndpoint(
  choice: EndpointChoice,
  defaultModel: string,
  around: Surroundings,
): Promise<Endpoint> {
  const address = choice.address ?? defaultModel;
  if (!isServerAddress(address)) {
    const file = path.resolve(address);
    if (!existsSync(file)) {
      throw new LonghandError(
        "MODEL_NOT_FOUND",
        `There is no model file ${path.basename(file)}.`,
        "Name a GGUF file, or a server like http://127.0.0.1:8080.",
      );
    }
    return openEmbedded(file, choice.windowTokens, around.launch, around.scratch);
  }
  const reached = await reach(choice, around.measurements ?? createMeasurements(), around.log);
  try {
    const { vocabularyFile } = choice;
    const vocabulary = vocabularyFile === undefined ? undefined : await openVocabulary(vocabularyFile, around.launch);
    const connection = vocabulary === undefined ? reached.connection : { ...reached.connection, vocabulary };
    const endpoint = await openServer({ ...reached, connection });
    const exposure = await findExposure(connection, reached.kind, reached.isLocal);
    const { description } = endpoint;
    return {
      ...endpoint,
      description: { ...description, warnings: [...description.warnings, ...exposure] },
      async close() {
        await vocabulary?.close();
        await endpoint.close();
      },
    };
  } catch (error) {
    reached.connection.http.close();
    throw error;
  }
}

/** What a server is and which models it offers, without connecting to one of them. */
export async function listModels(choice: EndpointChoice, log: ConnectionLog): Promise<OfferedModels> {
  const { connection, kind } = await reach(choice, createMeasurements(), log);
  const { http } = connection;
  try {
    switch (kind) {
      case "ollama":
        return { kind, models: await ollamaModels(connection) };
      case "lm-studio":
        return { kind, models: await lmStudioModels(connection) };
      case "llama-server": {
        const routed = await routedModels(http);
        if (routed !== undefined) return { kind, models: routed };
        break;
      }
      default:
        break;
    }
    const list = openAiModelsSchema.safeParse((await http.json("GET", "/v1/models")).body);
    const models = list.success ? list.data.data : [];
    return {
      kind,
      models: models.map(({ id, max_model_len }) => ({
        name: id,
        ...(typeof max_model_len === "number" ? { windowTokens: max_model_len } : {}),
      })),
    };
  } finally {
    http.close();
  }
}
