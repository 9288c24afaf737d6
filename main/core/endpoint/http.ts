/**
 * HTTP to one granted endpoint: JSON calls and event streams.
 *
 * Owns connection pinning, limits, the mapping of transport faults to errors, and that every connection is in the log:
 * no other module of the core may open one (.dependency-cruiser.cjs). There is no time limit on an answer:
 * reading a long prompt can take hours, and the caller can always cancel.
 */
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { basename } from "node:path";
import { createParser } from "eventsource-parser";
import type { ConnectionPurpose } from "../../../shared/egress.ts";
import { LonghandError } from "../../../shared/errors.ts";
import type { ConnectionLog, ConnectionNote } from "./connection-log.ts";
import type { Grant } from "./egress.ts";
import { transportError } from "./transport-faults.ts";

/** A reply with its status, parsed body and headers; `text` where the body is no JSON. */
export type HttpReply = {
  readonly status: number;
  readonly body: unknown;
  readonly text?: string;
  readonly headers?: IncomingHttpHeaders;
};

/** A file's reply as it came: a redirect is not followed, a status not judged. */
export type FileReply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body in pieces; throws typed errors. */
  readonly body: AsyncIterable<Buffer>;
  /** Ends the connection without the rest of the body. */
  drop(): void;
};

/** Calls on one endpoint. */
export type HttpClient = {
  json(
    method: "GET" | "POST",
    path: string,
    body?: unknown,
    signal?: AbortSignal,
    headers?: Readonly<Record<string, string>>,
  ): Promise<HttpReply>;
  /**
   * Sends a request and hands over each event's data, or each line; resolves at the end of the stream. A status over
   * 299 comes back as a reply.
   */
  stream(
    path: string,
    body: unknown,
    signal: AbortSignal,
    onData: (data: string) => void,
    format?: "events" | "lines",
  ): Promise<HttpReply | undefined>;
  close(): void;
};

/** Asks a host for files. */
export type FileClient = {
  /** What a reply's status and a redirect mean is the caller's business. */
  file(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FileReply>;
};

/** Kept connections; each of them may have gone stale. */
const MAX_SOCKETS = 8;
/** Attempts of a small call whose connection broke, and the wait between them. */
const JSON_TRIES = 3;
const JSON_WAIT_MS = 150;
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
/** A stream may say one thing in so many bytes; more is no answer of a model. */
const MAX_EVENT_BYTES = 64 * 1024 * 1024;
/**
 * How long a small call may take to its last byte; a server that drips its reply would hold whoever waits for ever.
 * Slow machines may have more: LONGHAND_REPLY_SECONDS.
 */
const REPLY_LIMIT_MS = 1000 * Number(process.env["LONGHAND_REPLY_SECONDS"] ?? 120);
/** Calls that have a model loaded first take as long as its file takes to be read. */
const LOADING = /^\/(?:api\/generate|models\/load|api\/v\d+\/models\/load)$/;
const LOAD_LIMIT_FACTOR = 15;
/** How often the system asks whether the other side is still there while a long prompt is read. */
const HEARTBEAT_MS = 30_000;

function endless(grant: Grant): LonghandError {
  return new LonghandError(
    "ENDPOINT_PROTOCOL",
    `${grant.url.origin} sent an endless reply.`,
    "Check that it is a model server.",
  );
}

function tooSlow(grant: Grant, cause: unknown): LonghandError {
  return new LonghandError(
    "ENDPOINT_DOWN",
    `${grant.url.origin} did not end its reply within ${Math.round(REPLY_LIMIT_MS / 1000)} seconds.`,
    "Check the server; a slow one may have more time with LONGHAND_REPLY_SECONDS.",
    { cause },
  );
}

/** A client for a granted endpoint. */
export function createHttpClient(
  grant: Grant,
  options: {
    readonly apiKey: string | undefined;
    readonly caFile: string | undefined;
    /** A CA certificate itself, PEM; it counts beside the file. */
    readonly caCertificate?: string | undefined;
    readonly log: ConnectionLog;
    readonly purpose: ConnectionPurpose;
  },
): HttpClient & FileClient {
  const isTls = grant.url.protocol === "https:";
  const ca = options.caFile === undefined ? options.caCertificate : readCa(options.caFile);
  const agent = isTls
    ? new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, ...(ca === undefined ? {} : { ca }) })
    : new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const send = isTls ? httpsRequest : httpRequest;
  const notes = new WeakMap<Socket, ConnectionNote>();

  /** The log's entry of a socket; kept connections carry several requests. */
  function noteOf(socket: Socket): ConnectionNote {
    const known = notes.get(socket);
    if (known !== undefined) return known;
    const note = options.log.begin(grant, options.purpose, () => ({
      sentBytes: socket.bytesWritten,
      receivedBytes: socket.bytesRead,
    }));
    let code: string | null = null;
    if (!socket.connecting) note.connected();
    socket.once(isTls ? "secureConnect" : "connect", () => note.connected());
    socket.once("error", (error: NodeJS.ErrnoException) => {
      code = error.code ?? "error";
    });
    socket.once("close", () => note.ended(code));
    notes.set(socket, note);
    return note;
  }

  function start(
    method: string,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
    headers: Readonly<Record<string, string>> = {},
    staleTries = 0,
  ): Promise<IncomingMessage> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const request: ClientRequest = send(
        new URL(grant.url.pathname.replace(/\/$/, "") + path, grant.url),
        {
          method,
          agent,
          // The address is the one that was checked: the name is not resolved again.
          lookup: (_host, lookupOptions, callback) => {
            if (lookupOptions.all === true) callback(null, [{ address: grant.address, family: grant.family }]);
            else callback(null, grant.address, grant.family);
          },
          headers: {
            accept: "application/json, text/event-stream",
            ...(payload === undefined ? {} : { "content-type": "application/json", "content-length": payload.length }),
            ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
            ...headers,
          },
          ...(signal === undefined ? {} : { signal }),
        },
        resolve,
      );
      const timer = setTimeout(
        () => request.destroy(Object.assign(new Error("no connection"), { code: "ETIMEDOUT" })),
        CONNECT_TIMEOUT_MS,
      );
      request.on("socket", (socket) => {
        noteOf(socket).asked();
        socket.setKeepAlive(true, HEARTBEAT_MS);
        if (socket.connecting) socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer));
        else clearTimeout(timer);
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // The server may close a kept connection just as it is used again; that request never arrived.
        const wasStale =
          request.reusedSocket && staleTries <= MAX_SOCKETS && (error.code === "ECONNRESET" || error.code === "EPIPE");
        if (wasStale) resolve(start(method, path, body, signal, headers, staleTries + 1));
        else reject(transportError(grant, error));
      });
      request.end(payload);
    });
  }

  async function readBody(response: IncomingMessage): Promise<Pick<HttpReply, "body" | "text">> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_JSON_BYTES) {
          response.destroy();
          throw endless(grant);
        }
        chunks.push(chunk);
      }
    } catch (error) {
      throw transportError(grant, error);
    }
    const text = Buffer.concat(chunks).toString("utf8");
    if (text.trim() === "") return { body: null };
    try {
      return { body: JSON.parse(text) };
    } catch {
      // Not JSON (a web page, say): the caller sees the status and no fields.
      return { body: null, text };
    }
  }

  async function open(
    method: string,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
    headers?: Readonly<Record<string, string>>,
  ): Promise<IncomingMessage> {
    const response = await start(method, path, body, signal, headers);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      response.destroy();
      throw new LonghandError(
        "ENDPOINT_FORBIDDEN",
        `${grant.url.origin} redirects elsewhere, which Longhand does not follow.`,
        "Name the final address.",
      );
    }
    return response;
  }

  return {
    async json(method, path, body, signal, headers) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const limit = AbortSignal.timeout(LOADING.test(path) ? REPLY_LIMIT_MS * LOAD_LIMIT_FACTOR : REPLY_LIMIT_MS);
          const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
          try {
            const response = await open(method, path, body, either, headers);
            return { status: response.statusCode ?? 0, ...(await readBody(response)), headers: response.headers };
          } catch (error) {
            throw limit.aborted && signal?.aborted !== true ? tooSlow(grant, error) : error;
          }
        } catch (error) {
          // These calls ask and set; done twice they do the same. Servers drop connections under load.
          const isLost = error instanceof LonghandError && error.code === "ENDPOINT_LOST";
          if (!isLost || attempt === JSON_TRIES || signal?.aborted === true) throw error;
          await new Promise((resolve) => setTimeout(resolve, JSON_WAIT_MS));
        }
      }
    },
    async stream(path, body, signal, onData, format = "events") {
      const response = await open("POST", path, body, signal);
      const status = response.statusCode ?? 0;
      if (status > 299) return { status, ...(await readBody(response)) };
      // What a listener throws ends the stream at once: an endless one would never be listened to again.
      let failure: { readonly error: unknown } | undefined;
      let sinceEvent = 0;
      const take = (data: string): void => {
        sinceEvent = 0;
        if (failure !== undefined) return;
        try {
          onData(data);
        } catch (error) {
          failure = { error };
        }
      };
      const parser = format === "events" ? createParser({ onEvent: (event) => take(event.data) }) : lines(take);
      const decoder = new TextDecoder();
      try {
        for await (const chunk of response as AsyncIterable<Buffer>) {
          sinceEvent += chunk.length;
          if (sinceEvent > MAX_EVENT_BYTES) throw endless(grant);
          parser.feed(decoder.decode(chunk, { stream: true }));
          if (failure !== undefined) throw failure.error;
        }
      } catch (error) {
        response.destroy();
        if (failure !== undefined) throw failure.error;
        // An aborted request shows as a broken connection.
        if (signal.aborted) throw new LonghandError("CANCELLED", "The request was cancelled.", "", { cause: error });
        throw transportError(grant, error);
      }
      if (format === "lines") parser.feed("\n");
      if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
      return undefined;
    },
    async file(path, headers, signal) {
      const response = await start("GET", path, undefined, signal, { accept: "*/*", ...headers });
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: pieces(grant, response, signal),
        drop: () => response.destroy(),
      };
    },
    close() {
      agent.destroy();
    },
  };
}

async function* pieces(grant: Grant, response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* response as AsyncIterable<Buffer>;
  } catch (error) {
    if (signal.aborted) throw new LonghandError("CANCELLED", "The request was cancelled.", "", { cause: error });
    throw transportError(grant, error);
  }
}

/** Cuts a stream into lines; empty ones are left out. */
function lines(onLine: (line: string) => void): { feed(text: string): void } {
  let rest = "";
  return {
    feed(text) {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) if (line.trim() !== "") onLine(line);
    },
  };
}

function readCa(file: string): Buffer {
  try {
    const text = readFileSync(file);
    // Node takes a file without a certificate in silence, and then trusts nobody.
    new X509Certificate(text);
    return text;
  } catch (error) {
    throw new LonghandError(
      "INVALID_INPUT",
      `The CA file ${basename(file)} cannot be used.`,
      "It must be a certificate in PEM form.",
      {
        cause: error,
      },
    );
  }
}
