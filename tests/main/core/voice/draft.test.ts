/** Drafts through the API on the sample archive and the real model: targets, what is learned from, versions, the way out. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DraftTarget, OutsideMessage } from "../../../../shared/schemas.ts";
import { draftFor, draftReply, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT } from "../../../helpers/paths.ts";

const SCOPE = { since: "2026-09-01" };
const OUTSIDE = `From: Ida Brandt <ida@example.org>
To: Nora <nora@haleworks.example>
Message-ID: <ida-1@example.org>
References: <ida-0@example.org>
Subject: =?utf-8?q?K=C3=A4se?=
Date: Mon, 23 Nov 2026 09:00:00 +0100
Content-Type: text/plain; charset=utf-8

Hi Nora,

will the 14 crates be ready on Thursday?

Ida
`;

let test: TestApi;
beforeAll(async () => {
  test = await openTestApi();
  await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
});
afterAll(() => test.close());

async function pasted(text: string): Promise<DraftTarget> {
  return { type: "outside", message: await test.api.draft.readPasted({ text }) };
}

describe("drafts", () => {
  it("answer a mail of the archive; the second is written from the cached prefix", async () => {
    const first = await draftReply(test.api, "m184", { scope: SCOPE });
    expect(first.draft).not.toBe("");
    expect(first.checks.grounding.every(({ text, start, end }) => first.draft.slice(start, end) === text)).toBe(true);
    const second = await draftReply(test.api, "m184", { scope: SCOPE, variant: 2 });
    expect(second.receipt.cachedTokens).toBeGreaterThan(second.receipt.promptTokens * 0.6);
    const again = await draftReply(test.api, "m184", { scope: SCOPE, variant: 2 });
    expect(again.draft).toBe(second.draft);
  });

  it("answer a message from outside, in a file or pasted, and write new mails", async () => {
    const file = path.join(test.scratch, "ida.eml");
    writeFileSync(file, OUTSIDE);
    const message = await test.api.draft.readPath({ file });
    expect(message).toMatchObject({
      subject: "Käse",
      messageId: "ida-1@example.org",
      references: ["ida-0@example.org"],
    });
    expect(await pasted(`\n${OUTSIDE}`)).toEqual({ type: "outside", message });
    const answer = await draftFor(test.api, { type: "outside", message }, { scope: SCOPE });
    expect(answer.replyTo).toBeNull();
    expect((await test.api.draft.list({ limit: 1 }))[0]?.target).toEqual({ type: "outside", message });
    const bare = await pasted("Could you call me back today?");
    expect(bare).toMatchObject({ message: { from: null, text: "Could you call me back today?" } });
    const to = [{ name: "Tom Ferrand", address: "tom@example.org" }];
    const mail: DraftTarget = { type: "new", to, subject: "Straps" };
    expect((await draftFor(test.api, mail, { scope: SCOPE, points: ["bring the straps"] })).draft).not.toBe("");
    const words = path.join(test.scratch, "words.txt");
    writeFileSync(words, "no mail at all");
    expect(await errorCode(test.api.draft.readPath({ file: words }))).toBe("SOURCE_UNKNOWN");
    expect(await errorCode(test.api.draft.readFile({ ticket: "/etc/passwd" }))).toBe("INVALID_INPUT");
  });

  it("learn from the owner's mail and what it answers where everything is too much, and say so", async () => {
    const endpoint = { windowTokens: 4096 };
    expect(await errorCode(draftReply(test.api, "m184", { endpoint }))).toBe("WINDOW_TOO_SMALL");
    const { fit, receipt } = await draftReply(test.api, "m184", { endpoint, learn: "voice" });
    expect(receipt.promptTokens).toBeLessThanOrEqual(4096);
    const voice = fit?.voice;
    expect(voice?.used).toBeGreaterThan(3);
    expect(voice?.used).toBeLessThan(voice?.examples ?? 0);
    expect(voice).toMatchObject({ person: expect.stringContaining("@"), language: "English" });
    const none = await draftReply(test.api, "m184", { endpoint, learn: 0 });
    expect(none.fit).toMatchObject({ kept: 0, voice: { used: 0 } });
    expect(none.receipt.promptTokens).toBeLessThan(600);
    const twenty = await draftReply(test.api, "m184", { learn: 5 });
    expect(twenty.fit?.voice?.used).toBe(5);
  });

  it("keep variants and versions with a remark in one family", async () => {
    const base = { target: { type: "reply", id: "m184" } as const, points: [], scope: SCOPE, endpoint: {} };
    const idOf = async (more: object): Promise<number> => {
      let id = 0;
      for await (const event of await test.api.draft.run({ ...base, ...more })) {
        if (event.event === "started") id = event.id ?? 0;
      }
      return id;
    };
    const first = await idOf({});
    const second = await idOf({ family: first, variant: 2 });
    const third = await idOf({ family: second, earlier: { text: "Hi Tom, no.", remark: "friendlier" } });
    const family = await test.api.draft.family({ id: third });
    expect(family.map(({ id, family, remark }) => ({ id, family, remark }))).toEqual([
      { id: first, family: first, remark: null },
      { id: second, family: first, remark: null },
      { id: third, family: first, remark: "friendlier" },
    ]);
    const listed = await test.api.draft.list({ limit: 50 });
    expect(listed.filter(({ family }) => family === first).map(({ id }) => id)).toEqual([third]);
  });

  it("check an edited text as they checked the model's", async () => {
    await draftReply(test.api, "m184", { scope: SCOPE });
    const [record] = await test.api.draft.list({ limit: 1 });
    const text = "Hi Tom,\n\nKurt Weber owes us 91,827 euros. The code of the north depot is 48213.\n\nNora";
    const { grounding } = await test.api.draft.check({ id: record?.id ?? 0, text });
    const states = Object.fromEntries(grounding.map((item) => [item.text, item.state]));
    expect(states).toMatchObject({ Tom: "given", "Kurt Weber": "nowhere", "91,827": "nowhere", "48213": "archive" });
    expect(grounding.find((item) => item.text === "48213")?.id).toMatch(/^m\d+$/);
  });
});

describe("a draft's way out", () => {
  const python = spawnSync("python3", ["--version"]).status === 0;

  it.runIf(python)("is an unsent mail that Python's email package reads", async () => {
    const text = "Hallo Ida,\n\nja, am Donnerstag. Grüße an Käthe.\n\nFrom here on it is yours.\n\nNora";
    const { eml, name } = await test.api.draft.export({ target: await pasted(OUTSIDE), text });
    expect(name).toBe("Re Käse.eml");
    const file = path.join(test.scratch, "out.eml");
    writeFileSync(file, Buffer.from(eml, "base64"));
    const script = `
import email, email.policy, json, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(json.dumps({h: str(m[h]) for h in ["X-Unsent", "In-Reply-To", "References", "Subject", "To", "From"]} | {"text": m.get_content(), "defects": len(m.defects)}))`;
    const read = JSON.parse(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }));
    expect(read).toMatchObject({
      "X-Unsent": "1",
      "In-Reply-To": "<ida-1@example.org>",
      References: "<ida-0@example.org> <ida-1@example.org>",
      Subject: "Re: Käse",
      To: "Ida Brandt <ida@example.org>",
      defects: 0,
    });
    expect(read.From).toContain("nora@haleworks.example");
    expect(read.text.trim()).toBe(text);
  });

  it("is an address for the mail program, unless that would be too long for some", async () => {
    const target = await pasted(OUTSIDE);
    const { mailto } = await test.api.draft.export({ target, text: "Ja & gern?\nNora" });
    const address = new URL(mailto ?? "");
    expect(address.protocol).toBe("mailto:");
    expect(address.pathname).toBe("ida@example.org");
    expect(address.searchParams.get("subject")).toBe("Re: Käse");
    expect(address.searchParams.get("body")).toBe("Ja & gern?\r\nNora");
    expect((await test.api.draft.export({ target, text: "lang ".repeat(500) })).mailto).toBeNull();
  });

  it("cannot be given headers by a subject or a name", async () => {
    const message: OutsideMessage = {
      ...((await pasted(OUTSIDE)) as { message: OutsideMessage }).message,
      subject: "Hi\r\nBcc: eve@example.org",
      from: { name: "Eve\r\nBcc: eve@example.org", address: "ida@example.org" },
    };
    const { eml } = await test.api.draft.export({ target: { type: "outside", message }, text: "x" });
    expect(Buffer.from(eml, "base64").toString()).not.toMatch(/^Bcc:/im);
  });
});
