import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APPLICATION_ID, openWritable, type WritableDatabase } from "../../../../../main/core/archive/connection.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile, openForReading } from "../../../../../main/core/archive/open.ts";
import {
  dropHolds,
  insertWarmJob,
  listHolds,
  listSamples,
  listWarmJobs,
  putHold,
  putSamples,
} from "../../../../../main/core/archive/queries/warm.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
  // An archive as the version before wrote it.
  const db = openWritable(archiveFile(scratch.path), () => undefined);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(db, 69);
  db.exec("INSERT INTO settings (key, value) VALUES ('endpoint', '{}')");
  db.close();
});
afterEach(() => scratch.dispose());

function upToDate(): WritableDatabase {
  openForReading(scratch.path).close();
  return openWritable(archiveFile(scratch.path), () => undefined);
}

describe("migration 70", () => {
  it("adds empty tables and leaves the rest as it was; a second time does nothing", () => {
    const db = upToDate();
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    expect(db.prepare("SELECT key, value FROM settings").all()).toEqual([{ key: "endpoint", value: "{}" }]);
    expect([listHolds(db, "x"), listSamples(db, "x", "m"), listWarmJobs(db, 9)]).toEqual([[], [], []]);
    migrate(db);
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    db.close();
  });

  it("keeps holds by slot, the newest samples, and no key of an endpoint", () => {
    const db = upToDate();
    const hold = {
      endpoint: "e",
      slot: 0,
      model: "m",
      boot: null,
      task: 4,
      chain: { type: "ids", hashes: new Uint8Array([1, 2, 3]), units: 64, tokens: 64 },
      prefixTokens: 60,
      traits: { scope: "{}" },
      isWarm: true,
      seenAtMs: 5,
    } as const;
    putHold(db, hold);
    putHold(db, { ...hold, slot: 1 });
    putHold(db, { ...hold, task: 9 });
    expect(listHolds(db, "e")).toEqual([
      { ...hold, task: 9 },
      { ...hold, slot: 1 },
    ]);
    dropHolds(db, "e", 1);
    expect(listHolds(db, "e")).toHaveLength(1);
    dropHolds(db, null, null);
    expect(listHolds(db, "e")).toEqual([]);

    const samples = Array.from({ length: 200 }, (_, at) => ({ from: at, to: at + 100, ms: 1 }));
    putSamples(db, "e", "m", samples);
    expect(listSamples(db, "e", "m").at(0)).toEqual({ from: 80, to: 180, ms: 1 });
    expect(listSamples(db, "e", "m")).toHaveLength(120);

    insertWarmJob(db, { choice: { address: "http://x", apiKey: "secret" }, scope: {}, fit: undefined });
    expect(JSON.stringify(db.prepare("SELECT * FROM warm_jobs").all())).not.toContain("secret");
    db.close();
  });

  it("refuses states that are none, and finds samples by an index", () => {
    const db = upToDate();
    const insert = db.prepare("INSERT INTO warm_jobs (state, choice, scope, started_at_ms) VALUES (?, '{}', '{}', 1)");
    insert.run("paused");
    expect(() => insert.run("perhaps")).toThrow(/CHECK/);
    const plan = db
      .prepare("EXPLAIN QUERY PLAN SELECT ms FROM prefill_samples WHERE endpoint = ? AND model = ?")
      .all("e", "m");
    expect(JSON.stringify(plan)).toContain("prefill_samples_endpoint");
    db.close();
  });
});
