import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APPLICATION_ID, openWritable } from "../../../../../main/core/archive/connection.ts";
import { migrate } from "../../../../../main/core/archive/migrations/index.ts";
import { archiveFile } from "../../../../../main/core/archive/open.ts";
import {
  connectionTotals,
  endLostConnections,
  type KeyedConnection,
  MOST_CONNECTIONS,
  placesBeyond,
  putConnections,
  readConnections,
} from "../../../../../main/core/archive/queries/connections.ts";
import { temporaryDirectory } from "../../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  scratch = temporaryDirectory();
});
afterEach(() => scratch.dispose());

const entry = (number: number, fields: Partial<KeyedConnection> = {}): KeyedConnection => ({
  key: `c${number}`,
  at: new Date(1_700_000_000_000 + number).toISOString(),
  endedAt: null,
  host: "ai.firm.example",
  port: 443,
  address: "10.0.0.5",
  isLocal: false,
  isEncrypted: true,
  purpose: "endpoint",
  requests: 1,
  sentBytes: 10,
  receivedBytes: 20,
  outcome: "open",
  code: null,
  ...fields,
});

describe("migration 110", () => {
  it("adds the log to an older archive: entries change as they end, the oldest go, places add up", () => {
    const db = openWritable(archiveFile(scratch.path), () => undefined);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, 105);
    migrate(db);
    expect(connectionTotals(db)).toEqual({ total: 0, since: null });
    putConnections(db, [entry(1), entry(2, { isLocal: true, host: "127.0.0.1", port: 8080 })]);
    putConnections(db, [entry(1, { outcome: "closed", sentBytes: 500, endedAt: entry(9).at })]);
    putConnections(db, [entry(3, { outcome: "refused", host: "evil.example", address: null })]);
    expect(readConnections(db, 10, false).map(({ key, outcome, sentBytes }) => [key, outcome, sentBytes])).toEqual([
      ["c3", "refused", 10],
      ["c2", "open", 10],
      ["c1", "closed", 500],
    ]);
    expect(readConnections(db, 10, true).map(({ key }) => key)).toEqual(["c3", "c1"]);
    expect(placesBeyond(db)).toMatchObject([{ host: "ai.firm.example", connections: 1, sentBytes: 500 }]);
    endLostConnections(db);
    expect(readConnections(db, 10, false).map(({ outcome }) => outcome)).toEqual(["refused", "unknown", "closed"]);
    putConnections(
      db,
      Array.from({ length: MOST_CONNECTIONS }, (_, index) => entry(100 + index)),
    );
    expect(connectionTotals(db)).toEqual({ total: MOST_CONNECTIONS, since: entry(100).at });
    db.close();
  });
});
