/**
 * A day's use with every look-up of a name and every connection of all processes recorded (../fixtures/processes/
 * recording-network.ts): only the endpoint that the owner named is connected to, and the log says so too.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { grantEgress, parseEndpointUrl } from "../../main/core/endpoint/egress.ts";
import { errorCode } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { startFileServer } from "../helpers/file-server.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { type ScriptedServer, startScriptedServer, writeAnswer } from "../helpers/scripted-server.ts";

const EVIL = "http://tracker.invalid";
let scratch: ReturnType<typeof temporaryDirectory>;
let server: ScriptedServer;
beforeAll(async () => {
  scratch = temporaryDirectory();
  server = await startScriptedServer((ids, response) =>
    writeAnswer(response, "It is 48213.", { cached: 0, evaluated: ids.length }),
  );
});
afterAll(async () => {
  await server.close();
  scratch.dispose();
});

/** Runs the command line with the recorder and with proxies in its environment, none of which may be asked. */
async function recorded(record: string, ...args: string[]): Promise<{ code: number | null; err: string }> {
  return recordedWith({}, record, ...args);
}

async function recordedWith(
  more: Readonly<Record<string, string>>,
  record: string,
  ...args: string[]
): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, "main", "cli", "cli.ts"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${path.join(ROOT, "tests", "fixtures", "processes", "recording-network.ts")}`,
      LONGHAND_NETWORK_RECORD: record,
      HTTP_PROXY: "http://127.0.0.1:9",
      HTTPS_PROXY: "http://127.0.0.1:9",
      ALL_PROXY: "socks5://127.0.0.1:9",
      http_proxy: "http://127.0.0.1:9",
      https_proxy: "http://127.0.0.1:9",
      all_proxy: "http://127.0.0.1:9",
      // Node itself would ask them now, wherever its own agent or fetch is used.
      NODE_USE_ENV_PROXY: "1",
      ...more,
    },
  });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    err += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, err };
}

const lines = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];

it("a day with the bundled model makes no connection and looks up no name", async () => {
  const archive = path.join(scratch.path, "archive");
  const record = path.join(scratch.path, "record");
  const box = path.join(scratch.path, "inbox.mbox");
  const html = `<html><body><p>Dear Nora</p><img src="${EVIL}/pixel.png"><link rel="stylesheet" href="${EVIL}/a.css"><a href="${EVIL}/b">bill</a></body></html>`;
  writeFileSync(
    box,
    mboxText([
      mailText({ "Message-ID": "<1@x>", To: "me@example.org", "Content-Type": "text/html", body: html }),
      mailText({ "Message-ID": "<2@x>", To: "me@example.org", body: `The gate code is 48213. See ${EVIL}/c` }),
      mailText({
        "Message-ID": "<3@x>",
        From: "me@example.org",
        To: "alice@example.org",
        body: "Thank you. Regards, me",
      }),
    ]),
  );
  const day: readonly (readonly string[])[] = [
    ["import", box, "--me", "me@example.org"],
    ["show", "m1"],
    ["search", "gate"],
    ["warm"],
    ["ask", "What is the gate code?", "--allow-evict"],
    ["draft", "--reply-to", "m2", "--allow-evict"],
    ["ask", "What is the gate code?", "--sweep", "--allow-evict"],
    ["exam", "--lengths", "512", "--tasks", "mail_single", "--allow-evict"],
    ["corpus"],
    ["voice"],
    ["plan"],
    ["connections"],
    ["history"],
    ["backup"],
    ["export", "--out", path.join(scratch.path, "export")],
    ["import", path.join(scratch.path, "export")],
    ["erase", "m1", "--yes"],
  ];
  for (const command of day) {
    const { code, err } = await recorded(record, ...command, "--archive", archive);
    expect(code, `${command[0]}: ${err}`).toBe(0);
  }
  expect(lines(record)).toEqual([]);
  // The recorder hears: the same question to a server is one connection after another, all to that address.
  const { code, err } = await recorded(
    record,
    "ask",
    "What is the gate code?",
    "--endpoint",
    server.url,
    "--archive",
    archive,
  );
  expect(code, err).toBe(0);
  const { host } = new URL(server.url);
  const heard = lines(record);
  expect(heard.length).toBeGreaterThan(0);
  for (const line of heard)
    expect([`connect "${host}"`, `reached "${host}"`, 'dns "127.0.0.1"', 'connect "localhost:undefined"']).toContain(
      line,
    );
  expect(heard).toContain(`reached "${host}"`);
}, 900_000);

/** Asks a server by a name whose addresses change between look-ups; what was reached, and the error's code. */
async function askByName(answers: readonly (readonly string[])[], name: string) {
  const record = path.join(scratch.path, `record-${name}`);
  const preload = path.join(ROOT, "tests", "fixtures", "processes");
  const options = `--import ${path.join(preload, "rebinding-dns.ts")} --import ${path.join(preload, "recording-network.ts")}`;
  const { port } = new URL(server.url);
  const { code, err } = await recordedWith(
    { NODE_OPTIONS: options, LONGHAND_DNS_ANSWERS: JSON.stringify(answers) },
    record,
    "ask",
    "What is the gate code?",
    "--endpoint",
    `http://rebind.test:${port}`,
    "--archive",
    path.join(scratch.path, "named"),
  );
  const all = lines(record);
  return {
    code,
    err,
    own: `127.0.0.1:${port}`,
    reached: [...new Set(all.flatMap((line) => /^reached "(.*)"$/.exec(line)?.[1] ?? []))],
    tried: all.flatMap((line) => /^connect "(.*)"$/.exec(line)?.[1] ?? []),
  };
}

it("follows no name that changes its mind: it is looked up once a client, and every answer passes the guard", async () => {
  const box = path.join(scratch.path, "named.mbox");
  writeFileSync(box, mboxText([mailText({ "Message-ID": "<1@y>", body: "The gate code is 48213." })]));
  await recorded(
    path.join(scratch.path, "record-import"),
    "import",
    box,
    "--archive",
    path.join(scratch.path, "named"),
  );
  const good = await askByName([["127.0.0.1"]], "good");
  expect(good.code, good.err).toBe(0);
  expect(good.reached).toEqual([good.own]);
  const ELSEWHERE = [
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "fe80::1",
    "10.9.8.7",
    "93.184.216.34",
    "::ffff:5db8:d822",
  ];
  for (const elsewhere of ELSEWHERE) {
    // Right at the first look-up, another afterwards: what was confirmed is asked, or nothing.
    const later = await askByName([["127.0.0.1"], [elsewhere]], `later-${elsewhere}`);
    expect(
      later.reached.filter((address) => address !== later.own),
      elsewhere,
    ).toEqual([]);
    expect(
      later.tried.filter((place) => place.includes(elsewhere)),
      elsewhere,
    ).toEqual([]);
    // Both at once, in either order, and the wrong one alone: refused before anything is connected to.
    for (const [index, first] of [["127.0.0.1", elsewhere], [elsewhere, "127.0.0.1"], [elsewhere]].entries()) {
      const mixed = await askByName([first], `mixed-${index}-${elsewhere}`);
      expect([mixed.code, mixed.tried, mixed.reached], `${first}`).toEqual([1, [], []]);
      expect(mixed.err, `${first}`).toMatch(/never connects|not encrypted/);
    }
  }
}, 900_000);

it("a model's file is fetched from hosts that were named for it, and nothing is looked up before or beside that", async () => {
  const archive = path.join(scratch.path, "fetched");
  const record = path.join(scratch.path, "record-model");
  const content = readFileSync(path.join(ROOT, "resources", "models", "longhand-demo.gguf"));
  const files = await startFileServer(content);
  const other = await startFileServer(content);
  try {
    const url = `${files.origin}/demo.gguf`;
    const sha256 = createHash("sha256").update(content).digest("hex");
    const get = (...more: string[]) => recorded(record, "model", "download", ...more, "--archive", archive);
    expect((await get("llama-3.1-8b")).err).toContain("HOST_NOT_GRANTED");
    expect((await get(url, "--sha256", sha256)).err).toContain("HOST_NOT_GRANTED");
    expect(lines(record)).toEqual([]);
    files.intercept = (_, response) => {
      response.writeHead(302, { location: `${other.origin}/demo.gguf` }).end();
      return true;
    };
    expect((await get(url, "--sha256", sha256, "--allow-host", files.host)).err).toContain("HOST_NOT_GRANTED");
    expect(other.requests).toEqual([]);
    const all = await get(url, "--sha256", sha256, "--allow-host", files.host, "--allow-host", other.host);
    expect(all.code, all.err).toBe(0);
    const named = [files.host, other.host].flatMap((host) => [`connect "${host}"`, `reached "${host}"`]);
    for (const line of lines(record)) expect([...named, 'dns "127.0.0.1"']).toContain(line);
    expect(lines(record)).toContain(`reached "${other.host}"`);
  } finally {
    await files.close();
    await other.close();
  }
}, 300_000);

it("refuses every other way out: addresses in disguise, other schemes, names that lead to forbidden places", async () => {
  const grant = (url: string): Promise<string> =>
    errorCode(Promise.resolve().then(() => grantEgress(parseEndpointUrl(url), { allowPlainHttp: true })));
  for (const url of [
    "http://169.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://0251.0376.0251.0376/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://169.16689662/",
    "http://2852039166/",
    "http://[fe80::1]/",
    "http://[::]/",
    "http://0/",
    "http://255.255.255.255/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://169.254.43518/",
    "http://0xA9FEA9FE/",
    "http://025177524776/",
    "http://169.254.169.254./",
    "http://%31%36%39.254.169.254/",
    "http://１６９.２５４.１６９.２５４/",
    "http://169。254。169。254/",
    "http://[0:0:0:0:0:ffff:169.254.169.254]/",
    "http://[::ffff:0:a9fe:a9fe]/",
    "http://[::]:80/",
    "http://0.0.0.0/",
    "http://0x0/",
    "http://[ff02::1]/",
    "http://224.0.0.251/",
    "http://240.0.0.1/",
    "http://100.100.100.200/",
    "http://[fd00:ec2::254]/",
    "http://168.63.129.16/",
  ])
    expect(await grant(url), url).toBe("ENDPOINT_FORBIDDEN");
  for (const url of [
    "file:///etc/passwd",
    "data:text/plain,x",
    "ftp://127.0.0.1",
    "gopher://127.0.0.1",
    "javascript:alert(1)",
    "http://a:b@127.0.0.1/",
    "unix:/tmp/x",
    "//127.0.0.1",
    "blob:http://127.0.0.1/x",
    "FILE:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "file:/etc/passwd",
    "view-source:http://127.0.0.1/",
    "jar:http://127.0.0.1!/x",
    "about:blank",
    "ws://127.0.0.1/",
    "data:text/html;base64,PGI+",
    "http://user@127.0.0.1/",
    "http://127.0.0.1:99999/",
    "http://",
    "http:// 127.0.0.1/",
  ])
    expect(await grant(url), url).toBe("INVALID_INPUT");
});
