/**
 * Replays recorded exchanges of a server that cannot run here: shapes from its documentation, numbers filled in from
 * the request by a stand-in tokenizer. For the contract of the adapters and for faults, never to show that a model works.
 *
 * `$ids`, `$count`, `$text`: of what is to be tokenised or detokenised; `$prompt`: tokens of the prompt in the request.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { ROOT } from "./paths.ts";

type Response = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly raw?: string;
  readonly events?: readonly unknown[];
  readonly rawEvents?: readonly string[];
  readonly lines?: readonly unknown[];
  readonly cut?: boolean;
  /** The answer begins and never ends. */
  readonly hang?: boolean;
};
/** One recorded exchange. */
export type Exchange = {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: Response;
};
/** A server's recordings. */
export type Recording = { readonly model: string; readonly exchanges: readonly Exchange[] };
/** A fault: an exchange that replaces a good one, and the error that must follow. */
export type Fault = {
  readonly name: string;
  readonly override: Exchange;
  readonly expect: string;
  readonly words?: string;
};

type Body = Readonly<Record<string, unknown>>;
/** What the stand-in was asked: route and body. */
export type Asked = { readonly route: string; readonly body: Body; readonly headers: IncomingMessage["headers"] };
/** A running replay. */
export type Replay = {
  readonly url: string;
  readonly model: string;
  readonly asked: Asked[];
  /** How many answers the other side left before their end. */
  left(): number;
  /** Puts an exchange in place of a good one from now on. */
  override(exchange: Exchange): void;
  close(): Promise<void>;
};

/** A fixture of a server. */
export function readExchanges<T>(server: string, file: string): T {
  return JSON.parse(readFileSync(path.join(ROOT, "tests", "fixtures", "exchanges", server, file), "utf8")) as T;
}

/** Pieces of a few letters, single signs and spaces: about as long as real tokens, and reversible. */
const PIECES = / ?[A-Za-z]{1,5}|\d{1,3}|\s|[^\sA-Za-z\d]/gu;

/** A tokenizer of its own: a piece gets its number when it is first seen. */
function standInTokenizer(): { encode(text: string): number[]; decode(ids: readonly number[]): string } {
  const numbers = new Map<string, number>();
  const pieces: string[] = [];
  return {
    encode: (text) =>
      Array.from(text.matchAll(PIECES), ([piece]) => {
        const known = numbers.get(piece) ?? pieces.push(piece) - 1;
        numbers.set(piece, known);
        return known;
      }),
    decode: (ids) => ids.map((id) => pieces[id] ?? "?").join(""),
  };
}

function render(messages: readonly { readonly role: string; readonly content: string }[]): string {
  return `${messages.map(({ role, content }) => `<${role}>\n${content}\n</${role}>\n`).join("")}<assistant>\n`;
}

/** Starts the replay of one server's recordings. */
export async function startReplay(
  server: string,
  options: { readonly tls?: { readonly cert: string; readonly key: string } } = {},
): Promise<Replay> {
  const recording = readExchanges<Recording>(server, "exchanges.json");
  const exchanges = new Map(recording.exchanges.map((item) => [`${item.request.method} ${item.request.path}`, item]));
  const tokens = standInTokenizer();
  const asked: Asked[] = [];

  function textOf(body: Body): string {
    const messages = body["messages"] as { role: string; content: string }[] | undefined;
    const prompt = body["prompt"] ?? body["content"];
    if (messages !== undefined) return render(messages);
    return typeof prompt === "string" ? prompt : "";
  }

  function fill(value: unknown, body: Body): unknown {
    const promptIds = (body["input_ids"] ?? body["prompt"]) as unknown;
    const count = Array.isArray(promptIds) ? promptIds.length : tokens.encode(textOf(body)).length;
    const values: Readonly<Record<string, unknown>> = {
      $ids: tokens.encode(textOf(body)),
      $count: count,
      $prompt: count,
      $half: Math.floor(count / 2),
      $double: count * 2 + 200,
      $text: tokens.decode((body["tokens"] as number[] | undefined) ?? []),
      $model: recording.model,
      $answer1: "The code ",
      $answer: "The code is 48213.",
    };
    if (typeof value === "string" && value in values) return values[value];
    if (Array.isArray(value)) return value.map((item) => fill(item, body));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, body)]));
    return value;
  }

  function send(response: ServerResponse, { response: recorded }: Exchange, body: Body): void {
    const { status, headers = {}, json, raw, events, rawEvents, lines, cut, hang } = recorded;
    const isStream = events !== undefined || rawEvents !== undefined || lines !== undefined;
    const type =
      isStream && lines === undefined ? "text/event-stream" : json !== undefined ? "application/json" : "text/plain";
    response.writeHead(status, { "content-type": type, ...headers });
    if (!isStream) return void response.end(json === undefined ? (raw ?? "") : JSON.stringify(fill(json, body)));
    for (const event of events ?? [])
      response.write(`data: ${typeof event === "string" ? event : JSON.stringify(fill(event, body))}\n\n`);
    for (const event of rawEvents ?? []) response.write(`data: ${event}\n\n`);
    for (const line of lines ?? []) response.write(`${JSON.stringify(fill(line, body))}\n`);
    if (hang === true) return;
    if (cut === true) setTimeout(() => response.destroy(), 20);
    else response.end();
  }

  let left = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.once("close", () => {
      if (!response.writableEnded) left += 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const body = (text === "" ? {} : JSON.parse(text)) as Body;
    const route = `${request.method} ${(request.url ?? "").split("?")[0]}`;
    asked.push({ route, body, headers: request.headers });
    const exchange = exchanges.get(route);
    if (exchange !== undefined) return send(response, exchange, body);
    // LM Studio answers unknown routes with 200 and an error in words; the others with 404.
    const status = server === "lm-studio" ? 200 : 404;
    response
      .writeHead(status, { "content-type": "application/json" })
      .end(JSON.stringify({ error: "Unexpected endpoint" }));
  };
  const { tls } = options;
  const http = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${(http.address() as AddressInfo).port}`,
    model: recording.model,
    asked,
    left: () => left,
    override: (exchange) => void exchanges.set(`${exchange.request.method} ${exchange.request.path}`, exchange),
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
