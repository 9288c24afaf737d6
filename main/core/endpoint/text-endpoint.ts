/**
 * Endpoints that take turns of text and put their own template around them: what all of them share.
 *
 * Owns counting (the server's tokenizer, a vocabulary of the owner, or the estimator), the self-test that measures the
 * template's overhead, and learning from what the server reports. The adapters bring how a request is sent.
 */
import { createHash } from "node:crypto";
import { LonghandError } from "../../../shared/errors.ts";
import type { EndpointCapabilities, EndpointKind, EndpointWarning } from "../../../shared/schemas.ts";
import { type Connection, generateWithRetry } from "./connection.ts";
import type { Endpoint, GenerateRequest, Generation, Message, Tokenizer } from "./endpoint.ts";
import { createEstimator, type Estimator } from "./estimate.ts";
import type { Measurement } from "./measurements.ts";
import { selfTest } from "./self-test.ts";
import { tokenizerIdentity } from "./tokenizer-identity.ts";

/** What an adapter knows of its server. */
export type TextServer = {
  readonly kind: EndpointKind;
  readonly address: string;
  readonly model: string;
  readonly version: string;
  readonly modelIdentity: string;
  readonly trainContextTokens?: number;
  readonly quantisation?: string;
  readonly warnings: readonly EndpointWarning[];
  /** The server's window; undefined where it does not say. */
  readonly serverWindow: number | undefined;
  /** The server's own tokenizer, where it has one. */
  readonly tokenize?: (texts: readonly string[]) => Promise<Uint32Array[]>;
  readonly keepAlive: EndpointCapabilities["keepAlive"];
  readonly slots: number;
  send(messages: readonly Message[], request: GenerateRequest): Promise<Generation>;
  isUsable(): Promise<boolean>;
};

/** The window to plan with, in tokens; throws where neither server nor owner names one. */
function windowOf(server: TextServer, limit: number | undefined): number {
  const { serverWindow } = server;
  if (serverWindow !== undefined) return Math.min(serverWindow, limit ?? serverWindow);
  if (limit !== undefined) return limit;
  throw new LonghandError(
    "ENDPOINT_UNKNOWN",
    `The server does not say how large the window of ${server.model} is.`,
    "Name it: --window N, or in Settings.",
  );
}

/** The estimator as a tokenizer. */
function estimating(estimator: Estimator): Tokenizer {
  return { type: "estimate", count: async (texts) => estimator.count(texts) };
}

/** Connects: chooses how to count, measures once what was never measured, and puts the endpoint together. */
export async function openTextEndpoint(connection: Connection, server: TextServer): Promise<Endpoint> {
  const { choice, measurements, vocabulary, http } = connection;
  const windowTokens = windowOf(server, choice.windowTokens);
  const tokenize = server.tokenize ?? vocabulary?.tokenizer.tokenize;
  const key = createHash("sha256")
    .update(
      JSON.stringify([
        server.address,
        server.model,
        server.version,
        server.modelIdentity,
        server.tokenize === undefined ? (vocabulary?.identity ?? "estimate") : "server",
      ]),
    )
    .digest("hex");

  const sendOnce = (messages: readonly Message[], request: GenerateRequest): Promise<Generation> =>
    generateWithRetry(request, (watched) => server.send(messages, watched));
  const known = measurements.get(key);
  const estimator = tokenize === undefined ? createEstimator(known?.estimator) : undefined;
  const report = async (messages: readonly Message[]): Promise<number> => {
    const request: GenerateRequest = {
      prompt: { type: "text", messages },
      maxTokens: 0,
      signal: new AbortController().signal,
      onPrefill: () => undefined,
      onText: () => undefined,
    };
    return (await sendOnce(messages, request)).promptTokens;
  };
  let measured: Measurement;
  if (known !== undefined) measured = known;
  else {
    const overheadTokens = await selfTest(server.kind, report, tokenize, estimator, windowTokens);
    measured = { overheadTokens, ...(estimator === undefined ? {} : { estimator: estimator.state() }) };
    await measurements.set(key, measured);
  }
  const tokenizer: Tokenizer =
    tokenize !== undefined ? { type: "exact", tokenize } : estimating(estimator ?? createEstimator(undefined));
  const { overheadTokens } = measured;
  // No server says beforehand whether it will tell; the first answer shows it.
  let reportsCached = false;

  return {
    description: {
      kind: server.kind,
      address: server.address,
      model: server.model,
      version: server.version,
      windowTokens,
      tokenizer:
        tokenize === undefined
          ? `estimate:${server.address}|${server.model}`
          : server.tokenize === undefined
            ? (vocabulary?.identity ?? "")
            : await tokenizerIdentity(tokenize),
      modelIdentity: server.modelIdentity,
      ...(server.trainContextTokens === undefined ? {} : { trainContextTokens: server.trainContextTokens }),
      ...(server.quantisation === undefined ? {} : { quantisation: server.quantisation }),
      capabilities: {
        takes: "text",
        counts: tokenize === undefined ? "estimate" : "exact",
        get reportsCached() {
          return reportsCached;
        },
        reportsPrefill: false,
        slots: server.slots,
        savesKv: false,
        keepAlive: server.keepAlive,
      },
      warnings: server.warnings,
    },
    tokenizer,
    overheadTokens,
    async generate(request) {
      const { prompt } = request;
      if (prompt.type !== "text") throw new Error("this endpoint takes turns of text");
      const generation = await sendOnce(prompt.messages, request);
      reportsCached ||= generation.cachedTokens !== null;
      if (estimator !== undefined) {
        estimator.learn(
          prompt.messages.map((message) => message.content),
          generation.promptTokens - overheadTokens,
        );
        await measurements.set(key, { overheadTokens, estimator: estimator.state() });
      }
      return generation;
    },
    isUsable: server.isUsable,
    close: async () => http.close(),
  };
}
