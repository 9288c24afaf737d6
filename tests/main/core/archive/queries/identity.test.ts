import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listDocuments } from "../../../../../main/core/archive/queries/documents.ts";
import { addressEvidence, identityTotals, listMe, readMe } from "../../../../../main/core/archive/queries/identity.ts";
import { proposeIdentity } from "../../../../../main/core/import/identity.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../../helpers/archive.ts";

let archive: TestArchive;
beforeEach(async () => {
  archive = await createTestArchive();
});
afterEach(() => archive.close());

const sentByMe = () =>
  listDocuments(archive.db, {}, { limit: 99 })
    .filter((document) => document.sentByMe)
    .map((document) => document.id);
const setMe = (...addresses: string[]) =>
  archive.writer.call("setMe", { addresses: addresses.map((address) => ({ address, why: `because of ${address}` })) });

describe("setMe", () => {
  // A mail marked as sent by the wrong person is a voice sample of that person.
  it("derives anew which mails are the owner's, before and after an import, and forgets who no longer is", async () => {
    await setMe("nora@example.org");
    await importMails(archive, [
      { From: "Nora <Nora@Example.org>" },
      { From: "n@example.net" },
      { From: "bob@example.org", To: "nora@example.org" },
    ]);
    expect(sentByMe()).toEqual(["m1"]);
    await setMe("N@example.net", "nora@example.org");
    expect(sentByMe()).toEqual(["m1", "m2"]);
    expect(readMe(archive.db)).toEqual(["n@example.net", "nora@example.org"]);
    await setMe("bob@example.org");
    expect(sentByMe()).toEqual(["m3"]);
    expect(listMe(archive.db)).toEqual([{ address: "bob@example.org", sent: 1, why: "because of bob@example.org" }]);
  });

  it("never takes a whole domain", async () => {
    await setMe("nora@example.org");
    await importMails(archive, [{ From: "other@example.org" }, { From: "nora@example.org.evil.example" }]);
    expect(sentByMe()).toEqual([]);
  });
});

describe("the evidence", () => {
  const proposed = () =>
    proposeIdentity(addressEvidence(archive.db), identityTotals(archive.db)).map((item) => item.address);
  const many = (count: number, mail: Readonly<Record<string, string>>) =>
    Array.from({ length: count }, (_, index) => ({ Subject: `${index}`, ...mail }));

  it("of a sent folder and of Gmail's label names the owner", async () => {
    await importMails(archive, many(5, { From: "nora@example.org", To: "bob@example.org" }), "Sent.mbox");
    expect(proposed()).toEqual(["nora@example.org"]);
    await importMails(archive, many(5, { From: "n@example.net", "X-Gmail-Labels": "Sent" }), "All.mbox");
    expect(proposed().sort()).toEqual(["n@example.net", "nora@example.org"]);
  });

  it("counts drafts, knows the sent folder in any language, and leaves spam out", async () => {
    await importMails(
      archive,
      many(3, { From: "nora@example.org", "X-Gmail-Labels": "=?UTF-8?Q?Entw=C3=BCrfe?=" }),
      "a.mbox",
    );
    await importMails(archive, many(2, { From: "n@example.net", "X-Gmail-Labels": "Gesendet" }), "b.mbox");
    await importMails(archive, many(9, { From: "spam@example.com", "X-Gmail-Labels": "Spam" }), "c.mbox");
    const counts = addressEvidence(archive.db).map(({ address, drafts, sentInSentFolder }) => [
      address,
      drafts,
      sentInSentFolder,
    ]);
    expect(counts).toEqual([
      ["n@example.net", 0, 2],
      ["nora@example.org", 3, 0],
    ]);
    expect(proposed()).toEqual(["n@example.net", "nora@example.org"]);
  });

  it("of delivery headers names the owner", async () => {
    await importMails(
      archive,
      many(8, { From: "bob@example.org", To: "list@example.org", "Delivered-To": "nora@example.org" }),
    );
    expect(proposed()).toEqual(["nora@example.org"]);
  });

  it("counts each mail once, whatever roles an address has in it", async () => {
    await importMails(archive, [
      { From: "Nora <nora@example.org>", To: "nora@example.org", Cc: "Nora W. <nora@example.org>" },
    ]);
    expect(addressEvidence(archive.db)).toEqual([
      {
        address: "nora@example.org",
        name: "Nora",
        sent: 1,
        sentInSentFolder: 0,
        drafts: 0,
        delivered: 0,
        documents: 1,
      },
    ]);
  });
});
