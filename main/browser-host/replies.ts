/** How the browser host answers: JSON, text, and failures as the types of shared/host-bridge.ts. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { LonghandError, toErrorRecord } from "../../shared/errors.ts";
import type { HostResult } from "../../shared/host-bridge.ts";

/** Answers with text. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, "text/plain; charset=utf-8", `${text}\n`);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, "application/json; charset=utf-8", JSON.stringify(value));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  // The headers alone for HEAD: Node leaves the body out.
  response.end(body);
}

/** Answers with the result of `work`; its failure is an answer too. */
export async function sendResult<T>(response: ServerResponse, work: () => Promise<T>): Promise<void> {
  let result: HostResult<T>;
  try {
    result = { ok: true, value: await work() };
  } catch (error) {
    result = { ok: false, error: toErrorRecord(error) };
  }
  // A failure is a result like any other: the status says only whether the page may ask.
  sendJson(response, 200, result);
}

/** A small JSON body; throws `INVALID_INPUT` for what is none. */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new LonghandError("INVALID_INPUT", "The request is too large.");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    throw new LonghandError("INVALID_INPUT", "The request is not JSON.", "", { cause: error });
  }
}
