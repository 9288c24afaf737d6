/** The log of connections that Longhand opened. */
import type { Migration } from "./index.ts";

export const connections: Migration = {
  version: 110,
  title: "connections",
  up(db) {
    db.exec(`
      -- One row a connection, of ConnectionEntry in shared/egress.ts; key is the process's own name for it.
      CREATE TABLE connections (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        host TEXT NOT NULL,
        port INTEGER NOT NULL,
        address TEXT,
        is_local INTEGER NOT NULL,
        is_encrypted INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        requests INTEGER NOT NULL,
        sent_bytes INTEGER NOT NULL,
        received_bytes INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        code TEXT
      ) STRICT;
    `);
  },
};
