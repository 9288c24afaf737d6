import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askAll, errorCode, importPaths, openTestApi, type TestApi } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";

/** Words for about that many tokens of the bundled model. */
const filler = (words: number): string => Array.from({ length: words }, (_, index) => `word${index % 10}`).join(" ");

describe("fit newest", () => {
  let test: TestApi;
  beforeAll(async () => {
    test = await openTestApi();
    const mail = (day: number, body: string): string =>
      mailText({
        Date: `${day} Mar 2021 10:00:00 +0000`,
        Subject: `Day ${day}`,
        "Message-ID": `<${day}@example.org>`,
        body,
      });
    // In the source's order, which is not that of the dates; day 9 is larger than the window.
    const mails = [mail(3, "Three."), mail(8, "Eight."), mail(1, filler(60)), mail(9, filler(900)), mail(5, "Five.")];
    const file = path.join(test.scratch, "fit.mbox");
    writeFileSync(file, mboxText(mails));
    await importPaths(test.api, [file], ["me@example.org"]);
  });
  afterAll(() => test.close());

  it("keeps whole documents, the newest first, in first-seen order, and names what stayed out", async () => {
    const endpoint = { windowTokens: 512 };
    expect(await errorCode(askAll(test.api, ["When?"], { endpoint }))).toBe("WINDOW_TOO_SMALL");
    const [result] = await askAll(test.api, ["When?"], { endpoint, fit: "newest" });
    expect(result?.receipt.assembledTokens).toBeLessThanOrEqual(512);
    // The giant of day 9 is out, and does not keep the older ones out.
    expect(result?.fit?.leftOut).toContain("m4");
    expect(result?.fit?.leftOut).not.toContain("m2");
    expect(result?.fit?.leftOut).not.toContain("m5");
    expect((result?.fit?.kept ?? 0) + (result?.fit?.leftOut.length ?? 0)).toBe(5);
  });

  // Where what fits went by the length of the words, no two questions would share what the model has read.
  it("keeps one prefix for questions of different length: the second re-reads only its tail", async () => {
    const endpoint = { windowTokens: 1024 };
    const [short, long] = await askAll(test.api, ["When?", "When did they say that it would be, and who said it?"], {
      endpoint,
      fit: "newest",
    });
    const [later] = await askAll(test.api, ["Who wrote on the eighth of March, and what did they write about?"], {
      endpoint,
      fit: "newest",
    });
    expect(long?.fit).toEqual(short?.fit);
    expect(later?.fit).toEqual(short?.fit);
    expect(short?.fit?.leftOut).not.toHaveLength(0);
    const { cachedTokens = 0, promptTokens = 0 } = later?.receipt ?? {};
    // The tail has fewer than 150 tokens.
    expect(promptTokens - (cachedTokens ?? 0)).toBeLessThan(150);
    expect(cachedTokens).toBeGreaterThan(150);
  });

  it("is fitted anew when a document is withdrawn", async () => {
    const request = { scope: {}, endpoint: { windowTokens: 1024 } };
    const before = await test.api.corpus.fit(request);
    await test.api.withdrawal.withdraw({ ids: ["m2"] });
    const without = await test.api.corpus.fit(request);
    expect(without.kept).toBe(before.kept - 1);
    await test.api.withdrawal.restore({ ids: ["m2"] });
    expect(await test.api.corpus.fit(request)).toEqual(before);
  });

  it("says that nothing was left out where everything fits", async () => {
    const [result] = await askAll(test.api, ["When?"], { fit: "newest" });
    expect(result?.fit).toEqual({ kept: 5, leftOut: [] });
  });

  it("fails where not even one document fits", async () => {
    expect(
      await errorCode(
        askAll(test.api, ["When?"], { endpoint: { windowTokens: 256 }, fit: "newest", scope: { since: "2021-03-09" } }),
      ),
    ).toBe("WINDOW_TOO_SMALL");
  });
});
