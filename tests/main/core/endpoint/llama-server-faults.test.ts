import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT } from "../../../helpers/paths.ts";
import {
  type Script,
  type ScriptedServer,
  startScriptedServer,
  writeAnswer,
} from "../../../helpers/scripted-server.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const SCOPE = { since: "2026-09-01" };

describe("a llama-server that misbehaves (scripted stand-in)", () => {
  let test: TestApi;
  let server: ScriptedServer | undefined;

  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [SAMPLE]);
  });
  afterAll(() => test.close());
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function askWith(script: Script, options: Parameters<typeof startScriptedServer>[1] = {}): Promise<string> {
    server = await startScriptedServer(script, options);
    return errorCode(askAll(test.api, ["What is the gate code?"], { scope: SCOPE, endpoint: { address: server.url } }));
  }

  it("passes when the server read everything", async () => {
    const code = await askWith((ids, response) =>
      writeAnswer(response, "An answer.", { cached: 0, evaluated: ids.length }),
    );
    expect(code).toBe("no error");
  });

  it("catches a prompt that was cut at half the window, although the status is 200", async () => {
    const code = await askWith((ids, response) =>
      writeAnswer(response, "Invented.", { cached: 0, evaluated: Math.floor(ids.length / 2) }),
    );
    expect(code).toBe("PROMPT_TRUNCATED");
  });

  it("catches a server that loses a single token", async () => {
    expect(
      await askWith((ids, response) => writeAnswer(response, "A.", { cached: 10, evaluated: ids.length - 11 })),
    ).toBe("PROMPT_TRUNCATED");
  });

  it("catches a server that adds to the prompt", async () => {
    expect(
      await askWith((ids, response) => writeAnswer(response, "A.", { cached: 0, evaluated: ids.length + 30 })),
    ).toBe("RECEIPT_MISMATCH");
  });

  it("calls an empty answer an error", async () => {
    expect(await askWith((ids, response) => writeAnswer(response, "  ", { cached: 0, evaluated: ids.length }))).toBe(
      "ANSWER_EMPTY",
    );
  });

  it("names an answer that breaks off, and keeps its partial text in the history", async () => {
    const code = await askWith((_ids, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify({ content: "The code is ", stop: false })}\n\n`);
      setTimeout(() => response.destroy(), 50);
    });
    expect(code).toBe("ENDPOINT_LOST");
    const [record] = await test.api.ask.history({ limit: 1 });
    expect(record).toMatchObject({ state: "failed", answer: "The code is ", error: { code: "ENDPOINT_LOST" } });
  });

  it("names a stream that ends without its end, broken events, and errors in the stream", async () => {
    const send =
      (data: string): Script =>
      (_ids, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" }).end(`data: ${data}\n\n`);
      };
    expect(await askWith(send('{"content":"half"}'))).toBe("ENDPOINT_LOST");
    await server?.close();
    expect(await askWith(send("{not json"))).toBe("ENDPOINT_PROTOCOL");
    await server?.close();
    const full = '{"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}';
    expect(await askWith(send(full))).toBe("WINDOW_TOO_SMALL");
  });

  it("tries again where the connection broke before anything was written, as often as makes sense", async () => {
    let attempts = 0;
    const breaking =
      (times: number): Script =>
      (ids, response) => {
        attempts += 1;
        if (attempts > times) return writeAnswer(response, "An answer.", { cached: 0, evaluated: ids.length });
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write('data: {"content":"","prompt_progress":{"total":100,"cache":0,"processed":50}}\n\n');
        setTimeout(() => response.destroy(), 10);
      };
    expect(await askWith(breaking(2))).toBe("no error");
    expect(attempts).toBe(3);
    await server?.close();
    attempts = 0;
    expect(await askWith(breaking(9))).toBe("ENDPOINT_LOST");
    expect(attempts).toBe(3);
  });

  it("turns the server's overflow into WINDOW_TOO_SMALL", async () => {
    const code = await askWith((ids, response) => {
      const error = {
        code: 400,
        message: "too long",
        type: "exceed_context_size_error",
        n_prompt_tokens: ids.length,
        n_ctx: 256,
      };
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    });
    expect(code).toBe("WINDOW_TOO_SMALL");
  });

  it("refuses before sending when the window is known to be too small", async () => {
    expect(await askWith(() => undefined, { windowTokens: 512 })).toBe("WINDOW_TOO_SMALL");
    expect(server?.requests).not.toContain("POST /completion");
  });

  it("tells loading, locked, redirecting and foreign servers apart", async () => {
    expect(await askWith(() => undefined, { status: 503 })).toBe("ENDPOINT_LOADING");
    await server?.close();
    expect(await askWith(() => undefined, { status: 401 })).toBe("ENDPOINT_KEY");
    await server?.close();
    expect(await askWith(() => undefined, { status: 302 })).toBe("ENDPOINT_FORBIDDEN");
    await server?.close();
    expect(await askWith(() => undefined, { props: { hello: "world" } })).toBe("ENDPOINT_UNKNOWN");
  });

  it("says that nothing answers at a closed port, and works once something does", async () => {
    server = await startScriptedServer((ids, response) =>
      writeAnswer(response, "Yes.", { cached: 0, evaluated: ids.length }),
    );
    const { url } = server;
    await server.close();
    const ask = () => errorCode(askAll(test.api, ["Anything?"], { scope: SCOPE, endpoint: { address: url } }));
    expect(await ask()).toBe("ENDPOINT_DOWN");
  });

  it("stops at once when the owner cancels, and says so in the history", async () => {
    server = await startScriptedServer((_ids, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify({ content: "Endless", stop: false })}\n\n`);
    });
    const controller = new AbortController();
    const api = test.withSignal(controller.signal);
    const asked = errorCode(
      (async () => {
        const events = await api.ask.run({
          questions: ["Anything?"],
          scope: SCOPE,
          endpoint: { address: server?.url ?? "" },
        });
        for await (const event of events) if (event.event === "text") controller.abort();
      })(),
    );
    expect(await asked).toBe("CANCELLED");
    expect((await test.api.ask.history({ limit: 1 }))[0]).toMatchObject({ state: "stopped", answer: "Endless" });
  });
});
