/** What endpoints were seen to hold and how fast they read; reading ahead as a job; KV kept on disk. */
import type { Migration } from "./index.ts";

export const warm: Migration = {
  version: 70,
  title: "warm",
  up(db) {
    db.exec(`
      -- What a server's slot was last seen to hold. hashes: 8 bytes a block (warm/prompt-chain.ts); traits: JSON.
      CREATE TABLE endpoint_holds (
        endpoint TEXT NOT NULL,
        slot INTEGER NOT NULL,
        model TEXT NOT NULL,
        boot TEXT,
        task INTEGER,
        chain_type TEXT NOT NULL CHECK (chain_type IN ('ids', 'text')),
        hashes BLOB NOT NULL,
        units INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        prefix_tokens INTEGER NOT NULL,
        traits TEXT NOT NULL,
        is_warm INTEGER NOT NULL,
        seen_at_ms INTEGER NOT NULL,
        PRIMARY KEY (endpoint, slot)
      ) STRICT, WITHOUT ROWID;

      -- Stretches of prompts that were read: how fast an endpoint reads, by position.
      CREATE TABLE prefill_samples (
        id INTEGER PRIMARY KEY,
        endpoint TEXT NOT NULL,
        model TEXT NOT NULL,
        from_token INTEGER NOT NULL,
        to_token INTEGER NOT NULL,
        ms REAL NOT NULL
      ) STRICT;
      CREATE INDEX prefill_samples_endpoint ON prefill_samples (endpoint, model, id);

      -- Reading ahead. choice: JSON of the endpoint without its key; scope: JSON.
      CREATE TABLE warm_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled', 'failed')),
        choice TEXT NOT NULL,
        scope TEXT NOT NULL,
        fit TEXT,
        total_tokens INTEGER,
        done_tokens INTEGER NOT NULL DEFAULT 0,
        started_at_ms INTEGER NOT NULL,
        finished_at_ms INTEGER,
        receipt TEXT,
        error_code TEXT,
        error_message TEXT
      ) STRICT;

      -- The manifest of KV on disk. place: 'archive' (a file of ours) or 'server' (one that only the server can reach).
      CREATE TABLE kv_files (
        name TEXT PRIMARY KEY,
        place TEXT NOT NULL CHECK (place IN ('archive', 'server')),
        state TEXT NOT NULL CHECK (state IN ('unproven', 'proven', 'refused')),
        reason TEXT,
        endpoint TEXT NOT NULL,
        model TEXT NOT NULL,
        build TEXT NOT NULL,
        kv_type TEXT NOT NULL,
        tokenizer TEXT NOT NULL,
        chain_type TEXT NOT NULL CHECK (chain_type IN ('ids', 'text')),
        hashes BLOB NOT NULL,
        units INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        prefix_tokens INTEGER NOT NULL,
        traits TEXT NOT NULL,
        state_tokens INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT,
        created_at_ms INTEGER NOT NULL,
        used_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX kv_files_model ON kv_files (model);
    `);
  },
};
