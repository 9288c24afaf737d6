/** Who may talk to the browser host: token, cookie, Host, Origin, and what files a browser can reach. */
import { symlinkSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHost, type TestHost, tryUpgrade } from "./harness.ts";

let host: TestHost;
let cookie: string;

beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());

/** A request with full control of its headers and its target, which fetch does not give. */
function send(
  target: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: host.port, path: target, method, headers },
      async (response) => {
        let text = "";
        for await (const chunk of response.setEncoding("utf8")) text += chunk;
        resolve({ status: response.statusCode ?? 0, text });
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}

describe("the token of the address", () => {
  it("is refused when wrong or missing, and a wrong one does not use it up", async () => {
    expect((await send("/")).status).toBe(401);
    expect((await send("/?token=")).status).toBe(403);
    expect((await send(`/?token=${"A".repeat(43)}`)).status).toBe(403);
    expect((await send("/assets/app-1a2b3c.js")).status).toBe(401);
  });

  it("is exchanged once for a cookie that scripts cannot read and other sites cannot send", async () => {
    const response = await fetch(host.url, { redirect: "manual" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    const header = response.headers.get("set-cookie") ?? "";
    expect(header).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    cookie = header.split(";")[0] ?? "";
    expect((await fetch(host.url, { redirect: "manual" })).status).toBe(403);
    expect((await send("/", { cookie })).text).toContain("<title>Longhand</title>");
  });

  it("leads its owner to the page when the address is opened again", async () => {
    const response = await fetch(host.url, { redirect: "manual", headers: { cookie } });
    expect(response.status).toBe(303);
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("is not good at another host", async () => {
    const other = await startTestHost();
    try {
      const mixed = `${other.origin}/?token=${new URL(host.url).searchParams.get("token")}`;
      expect((await fetch(mixed, { redirect: "manual" })).status).toBe(403);
      expect((await fetch(`${other.origin}/state`, { headers: { cookie } })).status).toBe(401);
    } finally {
      await other.close();
    }
  });
});

describe("other sites", () => {
  it("cannot reach it under a name of theirs (DNS rebinding)", async () => {
    for (const name of ["evil.example", `evil.example:${host.port}`, "127.0.0.1", `127.0.0.1:${host.port + 1}`]) {
      expect((await send("/state", { cookie, host: name })).status, name).toBe(403);
      expect(await tryUpgrade(`ws://127.0.0.1:${host.port}/api`, { cookie, host: name, origin: host.origin })).toBe(
        403,
      );
    }
    const local = `localhost:${host.port}`;
    expect((await send("/state", { cookie, host: local })).status).toBe(200);
  });

  it("cannot post with the owner's cookie", async () => {
    for (const origin of ["https://evil.example", "null", `http://localhost:${host.port}`, ""]) {
      const headers: Record<string, string> = { cookie, ...(origin === "" ? {} : { origin }) };
      expect((await send("/pick", headers, "POST")).status, origin).toBe(403);
      expect((await send("/upload?name=a.mbox", headers, "POST")).status, origin).toBe(403);
      expect((await send("/state", headers, "DELETE")).status, origin).toBe(403);
    }
  });

  it("cannot open the API's WebSocket, nor can a page without the cookie", async () => {
    const url = `ws://127.0.0.1:${host.port}/api`;
    expect(await tryUpgrade(url, { cookie, origin: "https://evil.example" })).toBe(403);
    expect(await tryUpgrade(url, { cookie })).toBe(403);
    expect(await tryUpgrade(url, { cookie, origin: "null" })).toBe(403);
    expect(await tryUpgrade(url, { origin: host.origin })).toBe(401);
    expect(await tryUpgrade(`ws://127.0.0.1:${host.port}/state`, { cookie, origin: host.origin })).toBe(404);
    expect(await tryUpgrade(url, { cookie, origin: host.origin })).toBe("open");
  });

  it("cannot load anything of it as a part of their pages", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expect((await send("/files", { cookie, "sec-fetch-site": site })).status).toBe(403);
      expect((await send("/assets/app-1a2b3c.js", { cookie, "sec-fetch-site": site })).status).toBe(403);
    }
  });
});

describe("the page's files", () => {
  it("come with their types, a strict policy and no cache for what changes", async () => {
    const page = await fetch(host.origin, { headers: { cookie } });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("cache-control")).toBe("no-store");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(page.headers.get("access-control-allow-origin")).toBeNull();
    const script = await fetch(`${host.origin}/assets/app-1a2b3c.js`, { headers: { cookie } });
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
  });

  it("are all there is: no way leads out of their folder", async () => {
    symlinkSync(path.join(host.scratch, "secret.txt"), path.join(host.scratch, "renderer", "link.txt"));
    symlinkSync(host.scratch, path.join(host.scratch, "renderer", "out"));
    const targets = [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/assets/%2e%2e/%2e%2e/secret.txt",
      "/..%5csecret.txt",
      "/assets/..\\..\\secret.txt",
      `/${encodeURIComponent(`${host.scratch}/secret.txt`)}`,
      "//127.0.0.1/secret.txt",
      "/secret.txt%00.js",
      "/link.txt",
      "/out/secret.txt",
      "/%",
      "/.hidden.js",
      "/assets",
      "/assets/",
    ];
    for (const target of targets) {
      const { status, text } = await send(target, { cookie });
      expect(status, target).toBe(404);
      expect(text).not.toContain("not for pages");
    }
    expect((await send("/", { cookie, origin: host.origin }, "POST")).status).toBe(405);
  });
});
