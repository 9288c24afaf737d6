import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchDocuments } from "../../../../../main/core/archive/queries/search.ts";
import { createScopeMembers } from "../../../../../main/core/archive/scope-members.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../../helpers/archive.ts";

let archive: TestArchive;
beforeAll(async () => {
  archive = await createTestArchive();
  await importMails(archive, [
    { Subject: "1", From: "Bob <bob@example.org>", body: "The gate code of the Harbor depot is 48213." },
    { Subject: "2 Harbor", From: "Zoë Müller <zoe@example.org>", body: "Nothing here. NOT a word AND no other." },
    { Subject: "3", body: "A near-miss: price* is (open) OR closed; naïve café, 東京 に行く" },
  ]);
});
afterAll(() => archive.close());

const ids = (words: string) => searchDocuments(archive.db, words, undefined, 10).map((document) => document.id);

describe("search", () => {
  it("wants every word and takes the last one as a beginning", () => {
    expect(ids("gate harbor")).toEqual(["m1"]);
    expect(ids("harb")).toEqual(["m2", "m1"]);
    expect(ids("gat harbor")).toEqual([]);
    expect(ids("48213")).toEqual(["m1"]);
  });

  it("takes one or two Latin letters as a whole word, and a single letter of other scripts as a beginning", () => {
    expect(ids("is")).toEqual(["m3", "m1"]);
    expect(ids("ha")).toEqual([]);
    expect(ids("har")).toEqual(["m2", "m1"]);
    expect(ids("東")).toEqual(["m3"]);
  });

  it("finds people, and words without their accents", () => {
    expect(ids("zoe muller")).toEqual(["m2"]);
    expect(ids("zoe@example.org")).toEqual(["m2"]);
    expect(ids("naive cafe")).toEqual(["m3"]);
  });

  // A query language in the search box turns a quote mark into an error and NOT into a missing mail.
  it.each([
    ["harbor NOT gate", []],
    ["NOT", ["m2"]],
    ["word AND no", ["m2"]],
    ["gate OR nothing", []],
    ['"gate code', ["m1"]],
    ["price*", ["m3"]],
    ["(open)", ["m3"]],
    ["subject:harbor", []],
    ["near-miss", ["m3"]],
    ["NEAR(gate code)", []],
    ["gate^2 - +", []],
    ["'; DROP TABLE documents; --", []],
    ['"', []],
    ["* ( ) ^ :", []],
    ["", []],
    ["\u0000", []],
  ])("takes %j as plain text", (words, expected) => {
    expect(ids(words)).toEqual(expected);
  });

  it("stays in its scope and limit", () => {
    expect(
      searchDocuments(archive.db, "harbor", createScopeMembers(archive.db)({ person: "bob" }), 10).map(
        (document) => document.id,
      ),
    ).toEqual(["m1"]);
    expect(searchDocuments(archive.db, "harbor", undefined, 1)).toHaveLength(1);
  });
});
