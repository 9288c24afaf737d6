import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWritable, type WritableDatabase } from "../../../../../main/core/archive/connection.ts";
import { migrate, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let db: WritableDatabase;
beforeEach(() => {
  scratch = temporaryDirectory();
  db = openWritable(path.join(scratch.path, "archive.sqlite"), () => undefined);
  migrate(db, 10);
});
afterEach(() => {
  db.close();
  scratch.dispose();
});

const insert = () =>
  Number(
    db
      .prepare(
        "INSERT INTO documents (kind, raw_sha256, text_sha256, thread_id, subject, size_bytes) VALUES ('mail', x'01', x'02', 1, 's', 1)",
      )
      .run().lastInsertRowid,
  );

describe("migration 10", () => {
  it("brings an empty file to version 10, and a second run changes nothing", () => {
    expect(schemaVersion(db)).toBe(10);
    const schema = db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all();
    insert();
    migrate(db, 10);
    expect(db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all()).toEqual(schema);
    expect(db.prepare("SELECT count(*) FROM documents").pluck().get()).toBe(1);
  });

  // Non-STRICT tables turn "48213" into a number and back into another text.
  it("makes every ordinary table STRICT", () => {
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  // An id in a prompt or a saved answer must never come to mean another document.
  it("never gives a document's number again", () => {
    const last = [insert(), insert()].at(-1) ?? 0;
    db.prepare("DELETE FROM documents WHERE id = ?").run(last);
    expect(insert()).toBe(last + 1);
  });

  it("refuses what is no kind, no role and no state", () => {
    const id = insert();
    db.exec("INSERT INTO addresses (id, address) VALUES (1, 'a@example.org')");
    expect(() => db.prepare("UPDATE documents SET kind = 'page' WHERE id = ?").run(id)).toThrow(/CHECK/);
    expect(() => db.prepare("INSERT INTO participants VALUES (?, 'sender', 0, 1, '')").run(id)).toThrow(/CHECK/);
    expect(() => db.prepare("INSERT INTO participants VALUES (99, 'from', 0, 1, '')").run()).toThrow(/FOREIGN/);
  });

  it("takes everything of a document with it when the document goes", () => {
    const id = insert();
    db.exec("INSERT INTO addresses (id, address) VALUES (1, 'a@example.org')");
    db.exec("INSERT INTO sources (id, kind, path, added_at_ms) VALUES (1, 'mbox', '/x', 0)");
    db.prepare("INSERT INTO bodies VALUES (?, 't', '[]')").run(id);
    db.prepare("INSERT INTO participants VALUES (?, 'from', 0, 1, '')").run(id);
    db.prepare("INSERT INTO labels VALUES (?, 'x')").run(id);
    db.prepare(
      "INSERT INTO places (source_id, document_id, folder, offset_bytes, length_bytes) VALUES (1, ?, 'f', 0, 1)",
    ).run(id);
    db.prepare("DELETE FROM documents WHERE id = ?").run(id);
    for (const table of ["bodies", "participants", "labels", "places"]) {
      expect([table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0]);
    }
  });

  // Without these, an import slows down with every mail that is already there.
  it.each([
    ["duplicates by raw hash", "SELECT id FROM documents WHERE raw_sha256 = x'01'", "documents_raw"],
    ["duplicates by Message-ID", "SELECT id FROM documents WHERE message_id = 'a'", "documents_message_id"],
    ["threads by reference", "SELECT document_id FROM message_refs WHERE message_id = 'a'", "message_refs_message"],
    ["merging threads", "SELECT id FROM documents WHERE thread_id = 1", "documents_thread"],
    [
      "a person's mails",
      "SELECT document_id FROM participants WHERE address_id = 1 AND role = 'from'",
      "participants_address",
    ],
    ["a folder", "SELECT document_id FROM places WHERE folder = 'x'", "places_folder"],
    ["a label", "SELECT document_id FROM labels WHERE label = 'x'", "labels_label"],
    ["dates", "SELECT id FROM documents WHERE date_ms >= 1 AND date_ms < 2", "documents_date"],
  ])("finds %s by an index", (_, sql, index) => {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
    expect(plan.map((step) => step.detail).join("\n")).toContain(index);
  });
});
