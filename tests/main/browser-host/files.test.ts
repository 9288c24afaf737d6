/** Picking and dropping files: pages name tickets, never paths. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FolderListing, HostResult, PickResult } from "../../../shared/host-bridge.ts";
import { mailText, mboxText } from "../../helpers/archive.ts";
import { openPage, startTestHost, type TestHost } from "./harness.ts";

let host: TestHost;
let cookie: string;
const mbox = mboxText([mailText({ "Message-ID": "<1@example.org>" }), mailText({ "Message-ID": "<2@example.org>" })]);

beforeAll(async () => {
  host = await startTestHost();
  cookie = await host.signIn();
  mkdirSync(path.join(host.home, "Mail"));
  writeFileSync(path.join(host.home, "Mail", "inbox.mbox"), mbox);
  writeFileSync(path.join(host.home, "notes.txt"), "notes");
  writeFileSync(path.join(host.home, ".secret"), "hidden");
  symlinkSync(path.join(host.home, "nowhere"), path.join(host.home, "dangling"));
  await host.supervisor.whenReady(20_000);
});
afterAll(() => host.close());

async function list(folder?: string): Promise<HostResult<FolderListing>> {
  const query = folder === undefined ? "" : `?folder=${encodeURIComponent(folder)}`;
  return (await (
    await fetch(`${host.origin}/files${query}`, { headers: { cookie } })
  ).json()) as HostResult<FolderListing>;
}

async function listed(folder?: string): Promise<FolderListing> {
  const result = await list(folder);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function post(target: string, body: string): Promise<PickResult> {
  const headers = { cookie, origin: host.origin };
  return (await (await fetch(`${host.origin}${target}`, { method: "POST", headers, body })).json()) as PickResult;
}

const codeOf = (result: HostResult<unknown>): string => (result.ok ? "ok" : result.error.code);

it("begins in the home folder and shows names, not paths", async () => {
  const home = await listed();
  expect(home.entries.map(({ name, isFolder, sizeBytes }) => ({ name, isFolder, sizeBytes }))).toEqual([
    { name: "Mail", isFolder: true, sizeBytes: 0 },
    { name: "notes.txt", isFolder: false, sizeBytes: 5 },
  ]);
  expect(home.trail.at(-1)?.name).toBe("home");
  const root = await listed(home.trail[0]?.ticket);
  expect(root.trail).toHaveLength(1);
  expect(JSON.stringify(home.entries)).not.toContain(host.scratch);
});

it("opens what it listed and nothing a page makes up", async () => {
  for (const made of ["/etc", host.archive, "../..", "", "x".repeat(5000)]) {
    expect(codeOf(await list(made)), made).toBe("INVALID_INPUT");
    expect(codeOf(await post("/pick", JSON.stringify({ tickets: [made] }))), made).toBe("INVALID_INPUT");
  }
  for (const body of [
    "",
    "{",
    "[]",
    '{"tickets":[]}',
    '{"tickets":["a"],"paths":["/etc"]}',
    '{"path":"/etc/passwd"}',
  ]) {
    expect(codeOf(await post("/pick", body)), body).toBe("INVALID_INPUT");
  }
  expect(codeOf(await post("/pick", " ".repeat(70_000)))).toBe("INVALID_INPUT");
  const file = (await listed()).entries.find((entry) => entry.name === "notes.txt");
  expect(codeOf(await list(file?.ticket))).toBe("SOURCE_UNREADABLE");
});

it("picks a file that an import then reads", async () => {
  const home = await listed();
  const mail = await listed(home.entries[0]?.ticket);
  const picked = await post("/pick", JSON.stringify({ tickets: mail.entries.map((entry) => entry.ticket) }));
  if (!picked.ok) throw new Error(picked.error.message);
  expect(picked.value).toMatchObject([{ name: "inbox.mbox", isFolder: false, sizeBytes: mbox.length }]);
  const page = openPage(host, cookie);
  try {
    await page.api.import.start.mutate({ tickets: picked.value.map((file) => file.ticket) });
    await expect.poll(async () => (await page.api.archive.status.query()).documents, { timeout: 20_000 }).toBe(2);
    // The picker's own ticket is none of the core's, and a path is no ticket at all.
    for (const ticket of [mail.entries[0]?.ticket ?? "", path.join(host.home, "Mail", "inbox.mbox")]) {
      await expect(page.api.import.start.mutate({ tickets: [ticket] })).rejects.toMatchObject({
        data: { longhand: { code: "INVALID_INPUT" } },
      });
    }
  } finally {
    await page.close();
  }
});

it("keeps a dropped file once, private to the owner", async () => {
  const first = await post("/upload?name=Old%20mail.mbox", mbox);
  const again = await post("/upload?name=Old%20mail.mbox", mbox);
  if (!first.ok || !again.ok) throw new Error("the upload failed");
  expect(first.value).toMatchObject([{ name: "Old mail.mbox", sizeBytes: mbox.length }]);
  const dropped = path.join(host.archive, "dropped");
  const [folder, ...others] = readdirSync(dropped);
  expect(others).toEqual([]);
  const file = path.join(dropped, folder ?? "", "Old mail.mbox");
  expect(readFileSync(file, "utf8")).toBe(mbox);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dropped).mode & 0o777).toBe(0o700);
});

it("refuses names that could leave the folder", async () => {
  const names = ["../a.mbox", "a/b", "a\\b", "..", ".", "", "a\0b", "C:evil", "a\nb", "é".repeat(150)];
  for (const name of names) {
    expect(codeOf(await post(`/upload?name=${encodeURIComponent(name)}`, mbox)), name).toBe("INVALID_INPUT");
  }
  expect(readdirSync(path.join(host.archive, "dropped"))).toHaveLength(1);
});

it("leaves nothing of an upload that breaks off", async () => {
  const headers = { cookie, origin: host.origin, "content-length": "1000000" };
  const outgoing = request({ host: "127.0.0.1", port: host.port, path: "/upload?name=b", method: "POST", headers });
  outgoing.on("error", () => undefined);
  outgoing.write("x".repeat(10_000));
  const dropped = path.join(host.archive, "dropped");
  await expect.poll(() => readdirSync(dropped).length, { timeout: 20_000 }).toBe(2);
  outgoing.destroy();
  await expect.poll(() => readdirSync(dropped).length, { timeout: 20_000 }).toBe(1);
});
