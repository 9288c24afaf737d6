/** Model files that are fetched from elsewhere. */
import type { Migration } from "./index.ts";

export const downloads: Migration = {
  version: 150,
  title: "downloads",
  up(db) {
    db.exec(`
      -- One row a file; what lies on the disk says how far it is, done_bytes is for showing. hosts: JSON.
      CREATE TABLE downloads (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL,
        hosts TEXT NOT NULL,
        ask_host TEXT,
        bytes INTEGER,
        done_bytes INTEGER NOT NULL DEFAULT 0,
        sha256 TEXT,
        sha256_from TEXT,
        etag TEXT,
        error_code TEXT,
        error_message TEXT,
        started_at_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
