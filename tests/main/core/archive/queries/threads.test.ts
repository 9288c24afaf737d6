import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listDocuments } from "../../../../../main/core/archive/queries/documents.ts";
import { baseSubject } from "../../../../../main/core/archive/queries/threads.ts";
import { createTestArchive, importMails, type MailText, type TestArchive } from "../../../../helpers/archive.ts";

describe("baseSubject", () => {
  it.each([
    ["Re: Budget", "budget", true],
    ["RE: AW: Sv: Budget", "budget", true],
    ["Re[2]: Budget", "budget", true],
    ["[r-help] Re: [r-help] Budget", "budget", true],
    ["Fwd: Budget", "budget", true],
    ["Antw: Budget", "budget", true],
    ["回复：预算", "预算", true],
    ["Budget", "budget", false],
    ["Regarding: budget", "regarding: budget", false],
    ["[urgent] Budget", "budget", false],
    ["Re:", "re:", true],
  ])("of %s", (subject, base, isReply) => {
    expect(baseSubject(subject)).toEqual({ base, isReply });
  });
});

describe("threads by subject", () => {
  let archive: TestArchive;
  beforeEach(async () => {
    archive = await createTestArchive();
  });
  afterEach(() => archive.close());

  let count = 0;
  const mail = (subject: string, day: string, more: MailText = {}): MailText => {
    count += 1;
    const body = `words of mail ${count}`;
    return { Subject: subject, Date: `${day} 2021 10:00:00 +0000`, To: "nora@example.org", body, ...more };
  };
  const threads = async (...mails: MailText[]) => {
    await importMails(archive, mails);
    return listDocuments(archive.db, {}, { limit: 99 }).map(({ threadId }) => threadId);
  };
  const fromNora = { From: "nora@example.org", To: "alice@example.org" };

  // Exchange, Notes and many phones once wrote neither References nor In-Reply-To.
  it("join an answer without references to the nearest mail before it", async () => {
    const found = await threads(
      mail("Harbor budget", "1 Mar"),
      mail("Harbor budget", "8 Mar"),
      mail("Re: Harbor budget", "9 Mar", fromNora),
      mail("AW: Re: Harbor budget", "10 Mar"),
    );
    expect(found[0]).not.toBe(found[1]);
    expect(found.slice(1)).toEqual([found[1], found[1], found[1]]);
  });

  it("are found when the answer comes first", async () => {
    const found = await threads(mail("Re: Harbor budget", "9 Mar", fromNora), mail("Harbor budget", "8 Mar"));
    expect(new Set(found).size).toBe(1);
  });

  it("are found below many later mails of the same subject", async () => {
    const later = Array.from({ length: 60 }, (_, index) => mail("Harbor budget", `${1 + (index % 28)} Apr`));
    const found = await threads(mail("Harbor budget", "8 Mar"), ...later, mail("Re: Harbor budget", "9 Mar", fromNora));
    expect(found.at(-1)).toBe(found[0]);
  });

  // A monthly "Invoice" is not one thread, nor is "Re: hello" of two strangers.
  it.each([
    ["the same subject without an answer", [mail("Harbor budget", "1 Mar"), mail("Harbor budget", "2 Mar")]],
    ["an answer before the mail", [mail("Harbor budget", "9 Mar"), mail("Re: Harbor budget", "8 Mar")]],
    ["months between", [mail("Harbor budget", "1 Jan"), mail("Re: Harbor budget", "1 Jun")]],
    [
      "other people",
      [
        mail("Harbor budget", "1 Mar"),
        mail("Re: Harbor budget", "2 Mar", { From: "c@example.org", To: "d@example.org" }),
      ],
    ],
    ["words inside another subject", [mail("The Harbor budget 2", "1 Mar"), mail("Re: Harbor budget", "2 Mar")]],
    ["hardly any subject", [mail("hi", "1 Mar"), mail("Re: hi", "2 Mar")]],
    [
      "references that say otherwise",
      [mail("Harbor budget", "1 Mar"), mail("Re: Harbor budget", "2 Mar", { "In-Reply-To": "<gone@x>" })],
    ],
  ])("leave apart %s", async (_, mails) => {
    expect(new Set(await threads(...mails)).size).toBe(2);
  });

  it("stand a subject that is syntax of the search index", async () => {
    await threads(
      mail('Re: "AND" NEAR(budget) * ^ -', "1 Mar"),
      mail("Re: ''\"; OR 1=1", "1 Mar"),
      mail("Re: ", "1 Mar"),
    );
  });

  it("are not joined by an address where a message id belongs", async () => {
    const found = await threads(
      mail("a plan", "1 Mar", { "Message-ID": "<1@x>" }),
      mail("b plan", "2 Mar", { "Message-ID": "<2@x>", "In-Reply-To": "<alice@example.org>" }),
      mail("c plan", "3 Mar", { "Message-ID": "<3@x>", "In-Reply-To": "<alice@example.org>" }),
    );
    expect(new Set(found).size).toBe(3);
  });
});
