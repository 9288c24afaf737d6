import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCorpus } from "../../../../../main/core/archive/queries/corpus.ts";
import { listDocuments } from "../../../../../main/core/archive/queries/documents.ts";
import { createTestArchive, importMails, type MailText, type TestArchive } from "../../../../helpers/archive.ts";
import { seededRandom } from "../../../../helpers/random.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

const list = () => listDocuments(archive.db, {}, { limit: 1000 });
const count = (sql: string) => Number(archive.db.prepare(sql).pluck().get());

describe("duplicates", () => {
  it("of the same bytes become one document that remembers every place and label", async () => {
    const mail = { Subject: "one", "X-Gmail-Labels": "Sent" };
    await importMails(archive, [mail], "Sent.mbox");
    expect(await importMails(archive, [mail, mail], "All.mbox")).toMatchObject({ imported: 0, duplicates: 2 });
    expect(list()).toMatchObject([{ id: "m1", folder: "Sent" }]);
    expect(count("SELECT count(*) FROM places WHERE document_id = 1")).toBe(3);
  });

  // A list's copy of one's own mail differs in headers, footer wrapping and labels.
  it("of the same Message-ID and own text become one, whatever their headers and quotes; labels add up", async () => {
    const first = { "Message-ID": "<a@x>", Subject: "plan", body: "Meet at\nfive.", "X-Gmail-Labels": "Sent" };
    const second = { ...first, Subject: "[list] plan", body: "Meet at five.\n\n> old words", "X-Gmail-Labels": "List" };
    expect(await importMails(archive, [first, second])).toMatchObject({ imported: 1, duplicates: 1 });
    expect(list()).toMatchObject([{ subject: "plan", labels: ["List", "Sent"] }]);
  });

  it("are not mails that only share a Message-ID, or only their words", async () => {
    const mails: MailText[] = [
      { "Message-ID": "<a@x>", body: "First words." },
      { "Message-ID": "<a@x>", body: "Other words." },
      { "Message-ID": "<b@x>", body: "First words." },
      { body: "First words.", Subject: "without an id" },
      { body: "First words.", Subject: "without an id either" },
    ];
    expect(await importMails(archive, mails)).toMatchObject({ imported: 5, duplicates: 0 });
  });
});

describe("threads", () => {
  const mail = (id: string, references: readonly string[] = []): MailText => ({
    "Message-ID": `<${id}@x>`,
    Subject: id,
    body: `words of ${id}`,
    ...(references.length === 0 ? {} : { References: references.map((reference) => `<${reference}@x>`).join(" ") }),
  });
  /** The subjects of each thread, in order of the threads. */
  const threads = () => {
    const groups = new Map<string, string[]>();
    for (const { threadId, subject } of list()) groups.set(threadId, [...(groups.get(threadId) ?? []), subject]);
    return [...groups.values()];
  };

  it("join a reply to its parent, by References or In-Reply-To", async () => {
    await importMails(archive, [mail("a"), mail("b", ["a"]), { ...mail("c"), "In-Reply-To": "<b@x>" }, mail("z")]);
    expect(threads()).toEqual([["a", "b", "c"], ["z"]]);
  });

  it("are found when the parent comes last, in another file", async () => {
    await importMails(archive, [mail("c", ["a", "b"]), mail("b", ["a"])], "one.mbox");
    await importMails(archive, [mail("z"), mail("a")], "two.mbox");
    expect(threads()).toEqual([["c", "b", "a"], ["z"]]);
  });

  it("join two replies to a mail that never comes", async () => {
    await importMails(archive, [mail("b", ["gone"]), mail("c", ["gone"])]);
    expect(threads()).toEqual([["b", "c"]]);
  });

  it("become one when a mail refers to both", async () => {
    await importMails(archive, [mail("a"), mail("b", ["a"]), mail("c"), mail("d", ["c"]), mail("e", ["b", "d"])]);
    expect(threads()).toEqual([["a", "b", "c", "d", "e"]]);
  });

  // References of broken or hostile mailers point to themselves and in circles.
  it("stand loops", async () => {
    await importMails(archive, [
      mail("a", ["a"]),
      mail("b", ["c"]),
      mail("c", ["b"]),
      mail("d", ["d", "e"]),
      mail("e", ["d"]),
    ]);
    expect(threads()).toEqual([["a"], ["b", "c"], ["d", "e"]]);
  });

  it("are the same in whatever order the mails come", async () => {
    const tree = [mail("a"), mail("b", ["a"]), mail("c", ["a", "b"]), mail("d", ["c"]), mail("e"), mail("f", ["e"])];
    const random = seededRandom(5);
    for (let round = 0; round < 3; round += 1) {
      const fresh = await createTestArchive();
      const shuffled = tree
        .map((item) => ({ item, key: random() }))
        .sort((one, two) => one.key - two.key)
        .map(({ item }) => item);
      await importMails(fresh, shuffled);
      const groups = new Map<string, string[]>();
      for (const { threadId, subject } of listDocuments(fresh.db, {}, { limit: 99 }))
        groups.set(threadId, [...(groups.get(threadId) ?? []), subject].sort());
      await fresh.close();
      expect([...groups.values()].sort()).toEqual([
        ["a", "b", "c", "d"],
        ["e", "f"],
      ]);
    }
  });
});

describe("what is stored of a mail", () => {
  it("comes back for the prompt: recipients To then Cc, references in order, no inline pictures", async () => {
    await importMails(archive, [
      {
        "Message-ID": "<a@x>",
        To: "Bob <bob@example.org>, Carla <carla@example.org>",
        Cc: "Dan <dan@example.org>",
        Bcc: "Secret <s@example.org>",
        References: "<r1@x> <r2@x>",
        "In-Reply-To": "<r3@x>",
        body: "Words.\n\n> quote",
      },
    ]);
    expect(readCorpus(archive.db, {})).toMatchObject([
      {
        number: 1,
        localDate: "2021-03-04",
        from: { name: "Alice Chen", address: "alice@example.org" },
        recipients: [{ name: "Bob" }, { name: "Carla" }, { name: "Dan" }],
        references: ["r1@x", "r2@x", "r3@x"],
        text: "Words.\n\n> quote",
        blocks: [
          ["own", 0, 2],
          ["quoted", 2, 1],
        ],
      },
    ]);
  });

  it("is a page of a list when only a page is asked for", async () => {
    await importMails(
      archive,
      Array.from({ length: 5 }, (_, index) => ({ Subject: `${index}` })),
    );
    expect(listDocuments(archive.db, {}, { limit: 2, after: 2 }).map((document) => document.id)).toEqual(["m3", "m4"]);
  });
});
