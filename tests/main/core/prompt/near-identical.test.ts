import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPrefixes } from "../../../../main/core/prompt/prefixes.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../helpers/archive.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

const invoice = (id: number, amount: string, day: string, more: Record<string, string> = {}) => ({
  "Message-ID": `<${id}@example.org>`,
  From: "Harbour Rent <rent@example.org>",
  Subject: "Your invoice",
  body: [
    "Dear tenant,",
    "",
    "this is your invoice for the north depot, with the thanks of all of us here.",
    `Amount: ${amount}`,
    `Please pay by ${day}.`,
    "",
    "-- ",
    "Harbour Rent, Quay 4",
    `Account 48213, reference ${id}`,
  ].join("\n"),
  ...more,
});

const rendered = async (): Promise<string[]> =>
  (await createPrefixes(archive).assemble({})).documents.map(({ text }) => text);

describe("mails that are nearly the same", () => {
  it("stand whole: each amount, day and reference with its own mail", async () => {
    await importMails(archive, [
      invoice(1, "EUR 1,250.00", "5 March 2021"),
      invoice(2, "EUR 1,350.00", "5 April 2021"),
      invoice(3, "EUR 1,350.00", "5 May 2021"),
    ]);
    const texts = await rendered();
    const facts = [
      ["EUR 1,250.00", "5 March 2021", "reference 1"],
      ["EUR 1,350.00", "5 April 2021", "reference 2"],
      ["EUR 1,350.00", "5 May 2021", "reference 3"],
    ];
    for (const [index, own] of facts.entries()) {
      for (const fact of own) expect(texts[index]).toContain(fact);
      expect(texts[index]).toContain("this is your invoice for the north depot");
    }
    // The line of the signature that is the same stands once.
    expect(texts.join("").split("Harbour Rent, Quay 4")).toHaveLength(2);
  });

  it("are quoted with what differs from the one that is referred to", async () => {
    const second = invoice(2, "EUR 1,350.00", "5 April 2021");
    await importMails(archive, [
      invoice(1, "EUR 1,250.00", "5 March 2021"),
      {
        "Message-ID": "<3@example.org>",
        "In-Reply-To": "<1@example.org>",
        From: "Bob Hale <bob@example.org>",
        Subject: "Re: Your invoice",
        body: `Is this right?\n\n${second.body
          .split("\n")
          .map((line) => `> ${line}`)
          .join("\n")}`,
      },
    ]);
    const [, answer] = await rendered();
    expect(answer).toContain("> [m1]");
    expect(answer).toContain("> Amount: EUR 1,350.00");
    expect(answer).toContain("> Please pay by 5 April 2021.");
    expect(answer).toContain("> Account 48213, reference 2");
    expect(answer).not.toContain("thanks of all of us");
  });
});
