import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCorpus } from "../../../../../main/core/archive/queries/corpus.ts";
import { listDocuments } from "../../../../../main/core/archive/queries/documents.ts";
import { scopeNumbers } from "../../../../../main/core/archive/queries/pages.ts";
import type { Scope } from "../../../../../shared/schemas.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../../helpers/archive.ts";

let archive: TestArchive;
beforeAll(async () => {
  archive = await createTestArchive();
  await archive.writer.call("setMe", { addresses: [{ address: "nora@example.org", why: "a test" }] });
  const nora = "Nora Winter <nora@example.org>";
  const alice = "Alice Chen <alice@example.org>";
  await importMails(
    archive,
    [
      { "Message-ID": "<1@x>", Subject: "1", From: alice, To: nora, Date: "Thu, 4 Mar 2021 23:59:59 +0000" },
      {
        "Message-ID": "<2@x>",
        Subject: "2",
        From: nora,
        To: alice,
        "In-Reply-To": "<1@x>",
        Date: "Fri, 5 Mar 2021 00:00:00 +0000",
      },
      { Subject: "3", From: "100% Deals_Ltd <deals@shop.example>", To: nora, Date: "Sat, 6 Mar 2021 10:00:00 +0000" },
      { Subject: "4", From: "100x DealsALtd <other@shop.example>", To: nora, Date: "" },
    ],
    "Inbox.mbox",
  );
  await importMails(
    archive,
    [
      {
        Subject: "5",
        From: nora,
        To: "Bob <bob@example.org>",
        "X-Gmail-Labels": "Drafts",
        Date: "Sun, 7 Mar 2021 10:00:00 +0000",
      },
      {
        Subject: "6",
        From: nora,
        Cc: "Bob <bob@example.org>",
        "X-Gmail-Labels": "Sent,Work",
        Date: "Sun, 7 Mar 2021 23:30:00 -0500",
      },
    ],
    "Sent.mbox",
  );
});
afterAll(() => archive.close());

const subjects = (scope: Scope) =>
  listDocuments(archive.db, scope, { limit: 99 })
    .map((document) => document.subject)
    .join("");

describe("a scope", () => {
  it.each<[Scope, string]>([
    [{}, "123456"],
    [{ person: "alice@example.org" }, "12"],
    [{ person: "ALICE@Example.org" }, "12"],
    [{ person: "alice" }, "12"],
    [{ person: "chen" }, "12"],
    [{ person: "bob" }, "56"],
    [{ person: "ice@example.org" }, ""],
    // Wildcards of LIKE in a name are text.
    [{ person: "100%" }, "3"],
    [{ person: "Deals_Ltd" }, "3"],
    [{ person: "%" }, "3"],
    [{ person: "_" }, "3"],
    [{ person: "\\" }, ""],
    [{ person: "' OR 1=1 --" }, ""],
    // Days are UTC and inclusive at both ends; a mail without a date is on no day.
    [{ since: "2021-03-05" }, "2356"],
    [{ until: "2021-03-04" }, "1"],
    [{ since: "2021-03-05", until: "2021-03-05" }, "2"],
    [{ since: "2021-03-08" }, "6"],
    [{ folder: "Inbox" }, "1234"],
    [{ folder: "inbox" }, ""],
    [{ label: "Work" }, "6"],
    [{ kind: "mail" }, "123456"],
    [{ kind: "pdf" }, ""],
    [{ thread: "t1" }, "12"],
    [{ thread: "1" }, "12"],
    [{ document: "m2" }, "2"],
    [{ document: ["m1", "m3"] }, "13"],
    [{ document: ["m1", "m2"], sent: true }, "2"],
    [{ document: "m99" }, ""],
    // A draft was never sent.
    [{ sent: true }, "26"],
    [{ sent: false }, "123456"],
    [{ person: "bob", folder: "Sent", sent: true }, "6"],
    [{ person: "alice", until: "2021-03-04" }, "1"],
    [{ label: "Work", folder: "Inbox" }, ""],
    [{ person: "alice", thread: "t1", since: "2021-03-05", kind: "mail", sent: true, folder: "Inbox" }, "2"],
  ])("%j holds %j", (scope, expected) => {
    expect(subjects(scope)).toBe(expected);
    // List, count and prompt must speak of the same documents.
    expect(scopeNumbers(archive.db, scope).length).toBe(expected.length);
    expect(
      readCorpus(archive.db, scope)
        .map((document) => document.subject)
        .join(""),
    ).toBe(expected);
  });

  it.each<[Scope]>([[{ document: "t1" }], [{ thread: "m1" }], [{ thread: "t1 OR 1" }], [{ since: "2021-13-45" }]])(
    "refuses %j",
    (scope) => {
      expect(() => subjects(scope)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
    },
  );
});
