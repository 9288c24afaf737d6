/**
 * Finds a model's shape: from its file, from what its server tells, from what its maker published.
 *
 * A server on this machine names the file it runs: its header is read here, which is exact. Other servers tell less
 * (llama-server: parameters and width; vLLM: a name), and then the published shape of that model stands in, named as
 * such. Nothing is guessed from a size.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { ModelFacts } from "../../../shared/plan.ts";
import type { EndpointChoice } from "../../../shared/schemas.ts";
import type { ConnectionLog } from "../endpoint/connection-log.ts";
import { openGuardedHttp } from "../endpoint/guarded-http.ts";
import type { HttpClient } from "../endpoint/http.ts";
import { type Metadata, readGgufHeader } from "./gguf-header.ts";
import { factsFromConfig } from "./model-config.ts";
import { factsFromMetadata } from "./model-facts.ts";
import { publishedByFigures, publishedByName, publishedFacts } from "./published-models.ts";

/** A shape, or null and the reason why nothing tells it. */
export type FoundFacts = { readonly facts: ModelFacts | null; readonly note: string };

const found = (facts: ModelFacts): FoundFacts => ({ facts, note: `Its shape: ${facts.sourceNote}.` });

async function weightsBeside(folder: string): Promise<number | undefined> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".safetensors"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0);
}

async function factsOfConfigFile(file: string): Promise<ModelFacts | undefined> {
  const size = (await stat(file)).size;
  if (size > 4_000_000) return undefined;
  const config: unknown = JSON.parse(await readFile(file, "utf8"));
  return factsFromConfig(config, {
    source: "config",
    sourceNote: "read from its config.json",
    name: path.basename(path.dirname(file)),
    weightBytes: await weightsBeside(path.dirname(file)),
  });
}

/** The shape of a GGUF file, of a `config.json`, or of a folder that holds one; throws the model errors. */
export async function factsOfFile(file: string): Promise<ModelFacts> {
  const info = await stat(file).catch(() => undefined);
  const config = info?.isDirectory() === true ? path.join(file, "config.json") : file;
  if (config.endsWith(".json")) {
    const facts = await factsOfConfigFile(config).catch(() => undefined);
    if (facts !== undefined) return facts;
    throw new LonghandError(
      "MODEL_UNREADABLE",
      `${path.basename(file)} describes no language model that Longhand knows.`,
      "Name a GGUF file, or a model's config.json.",
    );
  }
  const header = await readGgufHeader(file);
  const facts = factsFromMetadata(header.metadata, {
    source: "file",
    sourceNote: "read from its file",
    weightBytes: header.fileBytes,
    parameters: header.parameters,
  });
  if (facts === undefined) {
    throw new LonghandError(
      "MODEL_UNREADABLE",
      `The file ${path.basename(file)} describes no language model.`,
      "Name the GGUF file of a language model.",
    );
  }
  return facts;
}

const propsSchema = z.looseObject({ model_path: z.string().optional(), model_alias: z.string().optional() });
const modelsSchema = z.looseObject({
  data: z
    .array(
      z.looseObject({
        id: z.string(),
        root: z.string().nullish(),
        meta: z
          .looseObject({
            n_params: z.number().optional(),
            n_embd: z.number().optional(),
            n_ctx_train: z.number().optional(),
            size: z.number().optional(),
            ftype: z.string().optional(),
          })
          .nullish(),
      }),
    )
    .min(1),
});
const ollamaSchema = z.looseObject({
  model_info: z.record(z.string(), z.unknown()),
  details: z.looseObject({ quantization_level: z.string().optional() }).optional(),
});
const tagsSchema = z.looseObject({ models: z.array(z.looseObject({ name: z.string(), size: z.number() })) });

async function ask<T>(http: HttpClient, method: "GET" | "POST", where: string, schema: z.ZodType<T>, body?: unknown) {
  const reply = await http.json(method, where, body).catch(() => undefined);
  const parsed = schema.safeParse(reply?.status === 200 ? reply.body : undefined);
  return parsed.success ? parsed.data : undefined;
}

/** Only values that GGUF metadata can hold; Ollama leaves long lists out as null. */
function asMetadata(info: Readonly<Record<string, unknown>>): Metadata {
  const isPlain = (value: unknown): boolean => /^(?:string|number|boolean)$/.test(typeof value);
  return Object.fromEntries(
    Object.entries(info).filter(([, value]) => isPlain(value) || (Array.isArray(value) && value.every(isPlain))),
  ) as Metadata;
}

async function factsOfOllama(http: HttpClient, model: string): Promise<ModelFacts | undefined> {
  const shown = await ask(http, "POST", "/api/show", ollamaSchema, { model });
  if (shown === undefined) return undefined;
  const tags = await ask(http, "GET", "/api/tags", tagsSchema);
  const facts = factsFromMetadata(asMetadata(shown.model_info), {
    source: "server",
    sourceNote: "as the server tells it",
    name: model,
    weightBytes: tags?.models.find(({ name }) => name === model || name === `${model}:latest`)?.size,
  });
  return facts === undefined
    ? undefined
    : { ...facts, quantisation: facts.quantisation ?? shown.details?.quantization_level ?? null };
}

/** A path that a server of this machine names, if it is really a model here. */
async function factsOfLocalPath(named: string | null | undefined): Promise<ModelFacts | undefined> {
  if (named === null || named === undefined || !path.isAbsolute(named)) return undefined;
  return await factsOfFile(named).catch(() => undefined);
}

/** The shape of the model behind a server. `isLocal`: it runs on this machine, so the paths that it names are ours. */
export async function factsOfServer(
  http: HttpClient,
  server: { readonly kind: string; readonly model: string; readonly isLocal: boolean },
): Promise<FoundFacts> {
  if (server.kind === "ollama") {
    const facts = await factsOfOllama(http, server.model);
    if (facts !== undefined) return found(facts);
  }
  const props = server.kind === "llama-server" ? await ask(http, "GET", "/props", propsSchema) : undefined;
  const listed = (await ask(http, "GET", "/v1/models", modelsSchema))?.data;
  const entry = listed?.find(({ id }) => id === server.model) ?? listed?.[0];
  if (server.isLocal) {
    const facts = (await factsOfLocalPath(props?.model_path)) ?? (await factsOfLocalPath(entry?.root));
    if (facts !== undefined) return found({ ...facts, sourceNote: "read from the file that the server runs" });
  }
  const meta = entry?.meta ?? undefined;
  const told = {
    name: server.model,
    weightBytes: meta?.size,
    parameters: meta?.n_params,
    quantisation: meta?.ftype,
    trainContextTokens: meta?.n_ctx_train,
  };
  if (meta?.n_params !== undefined && meta.n_embd !== undefined) {
    const model = publishedByFigures(meta.n_params, meta.n_embd);
    if (model !== undefined) return found(publishedFacts(model, told));
  }
  for (const name of [server.model, entry?.id, entry?.root, props?.model_path]) {
    const model = name === undefined || name === null ? undefined : publishedByName(name);
    if (model !== undefined) return found(publishedFacts(model, told));
  }
  return {
    facts: null,
    note: "The server does not tell the shape of this model, and it is none of those that Longhand knows: name its GGUF file or its config.json (plan --model-file).",
  };
}

/** The shape of the model behind a connected endpoint: `choice` with its key, `connected` what it said of itself. */
export async function describeModel(
  choice: EndpointChoice,
  defaultModel: string,
  connected: { readonly kind: string; readonly model: string },
  log: ConnectionLog,
): Promise<FoundFacts> {
  const address = choice.address ?? defaultModel;
  if (connected.kind === "embedded") return found(await factsOfFile(address));
  const { http, grant } = await openGuardedHttp({ ...choice, address }, "describe", log);
  try {
    const isLocal = ipaddr.process(grant.address).range() === "loopback";
    return await factsOfServer(http, { ...connected, isLocal });
  } finally {
    http.close();
  }
}
