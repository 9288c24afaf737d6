import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { ROOT } from "../../../helpers/paths.ts";

let test: TestApi;
beforeAll(async () => {
  test = await openTestApi();
  await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
});
afterAll(() => test.close());

it("says from which day on a scope comes down to what a model reads well, and that scope does", async () => {
  const newest = await test.api.corpus.newest({ scope: {}, endpoint: {}, tokens: 1500 });
  expect(newest).not.toBeNull();
  const report = await test.api.corpus.report({ scope: { since: newest?.since ?? "" }, endpoint: {} });
  expect(report.documents).toBe(newest?.documents);
  expect(report.tokens).toBeLessThanOrEqual(1500);
  // It is the furthest whole day: with the room of everything, everything dated is in.
  const all = await test.api.corpus.newest({ scope: {}, endpoint: {}, tokens: 1_000_000 });
  expect(all?.documents).toBeGreaterThan(newest?.documents ?? 0);
  expect(all?.since).toBe("2017-03-06");
});

it("keeps what the scope restricts, and is null where one day is too much", async () => {
  const sent = await test.api.corpus.newest({ scope: { sent: true }, endpoint: {}, tokens: 1500 });
  const report = await test.api.corpus.report({ scope: { sent: true, since: sent?.since ?? "" }, endpoint: {} });
  expect(report.documents).toBe(sent?.documents);
  expect(await test.api.corpus.newest({ scope: {}, endpoint: {}, tokens: 20 })).toBeNull();
});
