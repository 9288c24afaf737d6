import { afterEach, beforeEach, expect, it } from "vitest";
import { APPLICATION_ID, openWritable } from "../../../../../main/core/archive/connection.ts";
import { migrate } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile } from "../../../../../main/core/archive/open.ts";
import {
  deleteDownload,
  insertDownload,
  listDownloads,
  updateDownload,
} from "../../../../../main/core/archive/queries/downloads.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
});
afterEach(() => scratch.dispose());

it("migration 150 adds downloads to an older archive: changes keep what they do not name, one row an address", () => {
  const db = openWritable(archiveFile(scratch.path), () => undefined);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(db, 140);
  migrate(db);
  expect(listDownloads(db)).toEqual([]);
  const item = {
    url: "https://models.example/a.gguf",
    name: "a.gguf",
    hosts: ["models.example"],
    bytes: null,
    sha256: "ab",
    sha256From: "owner" as const,
  };
  const id = insertDownload(db, item);
  expect(() => insertDownload(db, { ...item, name: "b.gguf" })).toThrow(/UNIQUE/);
  updateDownload(db, id, { state: "asks", askHost: "store.example", bytes: 900, etag: '"x"' });
  updateDownload(db, id, { state: "failed", error: { code: "CHECKSUM_WRONG", message: "no" } });
  expect(listDownloads(db)).toMatchObject([
    { ...item, id, bytes: 900, askHost: "store.example", etag: '"x"', state: "failed", error: { message: "no" } },
  ]);
  updateDownload(db, 99, { state: "done" });
  deleteDownload(db, id);
  expect(listDownloads(db)).toEqual([]);
  db.close();
});
