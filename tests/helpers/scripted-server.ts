/**
 * A scripted stand-in for a llama-server, for faults only: cutting, lying, breaking off. Never used to show that a
 * feature works.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the stand-in answers a completion; `ids` are the prompt's token ids. */
export type Script = (ids: readonly number[], response: ServerResponse, body: Record<string, unknown>) => void;

/** A running stand-in. */
export type ScriptedServer = { readonly url: string; readonly requests: string[]; close(): Promise<void> };

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** Writes the events of a whole answer, as llama-server does. */
export function writeAnswer(
  response: ServerResponse,
  text: string,
  counts: { readonly cached: number; readonly evaluated: number; readonly answer?: number; readonly stopType?: string },
): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const total = counts.cached + counts.evaluated;
  const event = (value: unknown): void => void response.write(`data: ${JSON.stringify(value)}\n\n`);
  event({ content: "", stop: false, prompt_progress: { total, cache: counts.cached, processed: total } });
  event({ content: text, stop: false });
  event({
    content: "",
    stop: true,
    stop_type: counts.stopType ?? "eos",
    timings: {
      cache_n: counts.cached,
      prompt_n: counts.evaluated,
      prompt_ms: 1,
      predicted_n: counts.answer ?? 5,
      predicted_ms: 1,
    },
  });
  response.end();
}

/** Starts the stand-in. A token is a byte of UTF-8; the template is ChatML-like. */
export async function startScriptedServer(
  script: Script,
  options: { readonly windowTokens?: number; readonly status?: number; readonly props?: unknown } = {},
): Promise<ScriptedServer> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const body = await readBody(request);
    if (options.status !== undefined) {
      return sendJson(response, options.status, {
        error: { code: options.status, message: "no", type: "unavailable_error" },
      });
    }
    switch (request.url) {
      case "/props":
        return sendJson(
          response,
          200,
          // A function is asked anew each time: a server that was started with another build.
          (typeof options.props === "function" ? options.props() : options.props) ?? {
            default_generation_settings: { n_ctx: options.windowTokens ?? 100_000 },
            model_alias: "scripted",
            build_info: "stand-in",
          },
        );
      case "/apply-template": {
        const messages = body["messages"] as { readonly role: string; readonly content: string }[];
        const prompt = messages.map((message) => `<${message.role}>${message.content}</${message.role}>`).join("");
        return sendJson(response, 200, { prompt: `${prompt}<assistant>` });
      }
      case "/tokenize":
        return sendJson(response, 200, { tokens: [...Buffer.from(String(body["content"]))] });
      case "/completion":
        return script(body["prompt"] as number[], response, body);
      default:
        return sendJson(response, 404, { error: { code: 404, message: "not found", type: "not_found_error" } });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
