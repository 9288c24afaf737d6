import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT } from "../../../helpers/paths.ts";

const SCOPE = { since: "2026-09-01" };
const OTHER = { since: "2026-05-01", until: "2026-08-31" };
const GATE = "What is the gate code of the north depot?";

describe("a sweep beside a prefix that was read ahead, with the embedded engine", () => {
  let test: TestApi;
  beforeAll(async () => {
    test = await openTestApi();
    await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
    for await (const _ of await test.api.warm.run({ scope: SCOPE, endpoint: {} }));
  });
  afterAll(() => test.close());

  it("asks before anything is read, is kept, and goes on where it may push it out", async () => {
    const seen: string[] = [];
    let id = 0;
    const refused = (async () => {
      for await (const event of await test.api.sweep.run({ question: GATE, scope: OTHER, endpoint: {} })) {
        seen.push(event.event);
        if (event.event === "started") id = event.id;
      }
    })();
    expect(await errorCode(refused)).toBe("WOULD_EVICT");
    expect(seen).not.toContain("window-done");
    expect(seen).not.toContain("window-progress");
    expect(await test.api.warm.status({ endpoint: {} })).toMatchObject({ isWarm: true, lost: null });
    expect(await test.api.ask.get({ id })).toMatchObject({ state: "failed", error: { code: "WOULD_EVICT" } });

    for await (const event of await test.api.sweep.resume({ id, endpoint: {}, allowEvict: true })) {
      if (event.event !== "result") continue;
      expect(event.result.sweep?.read).toBe(event.result.sweep?.documents);
      expect(event.result.sweep?.windows.every(({ error }) => error === null)).toBe(true);
    }
    expect(await test.api.ask.get({ id })).toMatchObject({ state: "done", isSweep: true, error: null });
  });
});
