/**
 * What is sent is the scope, and what goes wrong on the way is named. The server is a stand-in, since the prompts
 * themselves are looked at and its faults are wanted: its tokens are bytes.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archiveFile } from "../../../../main/core/archive/open.ts";
import type { AskResult } from "../../../../shared/schemas.ts";
import type { SweepPlan } from "../../../../shared/sweep.ts";
import { type Api, askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";
import { type ScriptedServer, startScriptedServer, writeAnswer } from "../../../helpers/scripted-server.ts";

const QUESTION = "Where is the depot?";
const WINDOW = 1900;
const MAILS = 12;

let test: TestApi;
let prompts: string[];
const servers: ScriptedServer[] = [];
beforeEach(async () => {
  test = await openTestApi();
  prompts = [];
  const mails = Array.from({ length: MAILS }, (_, at) =>
    mailText({
      From: `Sender ${at} <s${at}@test.example>`,
      Date: `Mon, ${at + 1} Mar 2021 10:00:00 +0000`,
      Subject: `Note ${at}`,
      "Message-ID": `<note-${at}@test.example>`,
      body: `This is note number ${at} and it says that things ${at} are as they were. ${"Nothing new here. ".repeat(8)}`,
    }),
  );
  const file = path.join(test.scratch, "notes.mbox");
  writeFileSync(file, mboxText(mails));
  await importPaths(test.api, [file]);
});
afterEach(async () => {
  await test.close();
  for (const server of servers.splice(0)) await server.close();
});

/**
 * A server that answers that there is nothing, or as `answer` says of a prompt: an error status where it is a number,
 * never where it is empty.
 */
async function serve(answer: (prompt: string) => string | number = () => "NOTHING HERE.", windowTokens = 100_000) {
  // A list of its own: a request that was given up may still arrive.
  const own: string[] = [];
  prompts = own;
  const server = await startScriptedServer(
    (ids, response) => {
      const prompt = Buffer.from(ids).toString("utf8");
      own.push(prompt);
      const said = answer(prompt);
      if (said === "") return;
      if (typeof said === "string") return writeAnswer(response, said, { cached: 0, evaluated: ids.length });
      response.writeHead(said, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: said, message: "the script says so", type: "server_error" } }));
    },
    { windowTokens },
  );
  servers.push(server);
  return server;
}

/** The ids whose documents stand in the prompts, in the order in which they were sent. */
const sentIds = (sent: readonly string[]): string[] =>
  sent.flatMap((prompt) => [...prompt.matchAll(/^\[(m\d+)\] /gm)].map(([, id]) => id ?? ""));

const allIds = async (): Promise<string[]> =>
  (await test.api.documents.list({ scope: {}, limit: 1000 }))
    .map(({ id }) => id)
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

type Swept = { id: number; plan?: SweepPlan; result?: AskResult; read: number[] };

async function drain(events: Awaited<ReturnType<Api["sweep"]["run"]>>): Promise<Swept> {
  const swept: Swept = { id: 0, read: [] };
  for await (const event of events) {
    if (event.event === "started") swept.id = event.id;
    if (event.event === "plan") swept.plan = event.plan;
    if (event.event === "window-done") swept.read.push(event.window);
    if (event.event === "result") swept.result = event.result;
  }
  return swept;
}

const runSweep = async (address: string, windowTokens = WINDOW) =>
  drain(await test.api.sweep.run({ question: QUESTION, scope: {}, endpoint: { address, windowTokens } }));

describe("the documents that are sent", () => {
  it("are the scope, each once and in order, by asking and by a sweep, without the search index", async () => {
    const db = new Database(archiveFile(test.directory));
    db.exec("DROP TABLE search");
    db.close();
    // The index is gone: people cannot search any more, and answers do not notice.
    expect(
      await errorCode(Promise.resolve(test.api.documents.search({ words: "note", scope: {}, limit: 5 }))),
    ).not.toBe("no error");
    const { url } = await serve();
    await askAll(test.api, [QUESTION], { endpoint: { address: url } });
    expect(sentIds(prompts)).toEqual(await allIds());
    prompts.length = 0;
    const { plan } = await runSweep(url);
    expect(plan?.windows.length).toBeGreaterThanOrEqual(3);
    expect(prompts).toHaveLength(plan?.windows.length ?? 0);
    expect(sentIds(prompts)).toEqual(await allIds());
    for (const prompt of prompts) expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(WINDOW);
  });
});

describe("a sweep in which something fails", () => {
  it("records the window that failed, reads the others, and reads only that one when it goes on", async () => {
    let isBroken = true;
    const bad = (prompt: string): boolean => prompt.includes("note number 5 and");
    const { url } = await serve((prompt) => (isBroken && bad(prompt) ? 500 : "NOTHING HERE."));
    const first = await runSweep(url);
    const windows = first.result?.sweep?.windows ?? [];
    expect(windows.filter(({ error }) => error !== null)).toHaveLength(1);
    expect(first.read).toEqual(first.plan?.windows.map((_, index) => index));
    const failed = windows.findIndex(({ error }) => error !== null);
    expect(first.result?.sweep?.read).toBe(MAILS - (first.plan?.windows[failed]?.documents.length ?? 0));
    isBroken = false;
    prompts.length = 0;
    const again = await drain(
      await test.api.sweep.resume({ id: first.id, endpoint: { address: url, windowTokens: WINDOW } }),
    );
    expect(again.read).toEqual([failed]);
    expect(prompts).toHaveLength(1);
    expect(again.result?.sweep).toMatchObject({ documents: MAILS, read: MAILS });
  });

  it("says that nothing could be read where every window fails", async () => {
    const { url } = await serve(() => 500);
    expect(await errorCode(runSweep(url))).toBe("SWEEP_FAILED");
  });

  it("goes on with an endpoint of a smaller window: what was read stays, the rest is parted anew", async () => {
    const controller = new AbortController();
    // The second window is never answered: exactly one is read when it is stopped.
    let asked = 0;
    const { url } = await serve(() => (asked++ === 0 ? "NOTHING HERE." : ""));
    let id = 0;
    const stopped = (async () => {
      const input = { question: QUESTION, scope: {}, endpoint: { address: url, windowTokens: WINDOW } };
      for await (const event of await test.withSignal(controller.signal).sweep.run(input)) {
        if (event.event === "started") id = event.id;
        if (event.event === "window-done") controller.abort();
      }
    })();
    expect(await errorCode(stopped)).toBe("CANCELLED");
    const before = sentIds(prompts.slice(0, 1));
    const smaller = await serve(undefined, 1500);
    const again = await drain(await test.api.sweep.resume({ id, endpoint: { address: smaller.url } }));
    for (const prompt of prompts) expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(1500);
    expect(prompts.length).toBeGreaterThan(2);
    expect([...before, ...sentIds(prompts)]).toEqual(await allIds());
    expect(again.result?.sweep).toMatchObject({ documents: MAILS, read: MAILS, tooLarge: [] });
    // What was parted anew is what is kept.
    expect((await test.api.ask.get({ id })).sweep?.windows).toHaveLength(prompts.length + 1);
  });

  it("is marked as stopped when the core dies, and goes on in the next one", async () => {
    const { url } = await serve();
    const endpoint = { address: url, windowTokens: WINDOW };
    // What this process would still do is not awaited: the core is gone under it.
    const events = (await test.api.sweep.run({ question: QUESTION, scope: {}, endpoint }))[Symbol.asyncIterator]();
    let id = 0;
    for (let done = 0; done < 1; ) {
      const { value } = await events.next();
      if (value?.event === "started") id = value.id;
      if (value?.event === "window-done") done += 1;
    }
    expect((await test.api.ask.get({ id })).state).toBe("running");
    const { directory } = test;
    await test.core.close();
    const next = await openTestApi(directory);
    expect((await next.api.ask.get({ id })).state).toBe("stopped");
    const again = await drain(await next.api.sweep.resume({ id, endpoint }));
    expect(again.read).not.toContain(0);
    expect(again.result?.sweep).toMatchObject({ documents: MAILS, read: MAILS });
    await next.core.close();
  });
});
