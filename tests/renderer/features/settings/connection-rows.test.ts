import { describe, expect, it } from "vitest";
import { connectionRows } from "../../../../renderer/features/settings/connection-rows.ts";
import type { ConnectionEntry } from "../../../../shared/egress.ts";
import { beyondWords, outcomeWords, placeWords } from "../../../../shared/egress-words.ts";

const entry = (second: number, fields: Partial<ConnectionEntry> = {}): ConnectionEntry => ({
  at: new Date(Date.UTC(2026, 10, 23, 10, 0, second)).toISOString(),
  endedAt: null,
  host: "127.0.0.1",
  port: 8080,
  address: "127.0.0.1",
  isLocal: true,
  isEncrypted: false,
  purpose: "look",
  requests: 0,
  sentBytes: 0,
  receivedBytes: 0,
  outcome: "failed",
  code: "ECONNREFUSED",
  ...fields,
});

describe("the log of connections as rows", () => {
  it("shows one look around this machine as one row, two looks as two, and everything else by itself", () => {
    const model = { purpose: "endpoint", outcome: "closed", code: null } as const;
    const rows = connectionRows([
      entry(50, model),
      entry(49, model),
      entry(40),
      entry(40, { port: 1234 }),
      entry(39),
      entry(10),
      entry(9),
      entry(8, model),
      entry(7),
    ]);
    expect(rows.map(({ first, entries }) => [first.purpose, entries.length])).toEqual([
      ["endpoint", 1],
      ["endpoint", 1],
      ["look", 3],
      ["look", 2],
      ["endpoint", 1],
      ["look", 1],
    ]);
  });

  it("says first whether anything left this machine", () => {
    const place = { host: "ai.firm.example", port: 443, connections: 2, sentBytes: 1, receivedBytes: 1, lastAt: "" };
    expect(beyondWords({ since: null, total: 0, beyond: [], connections: [] })).toMatch(/no connection yet/);
    expect(beyondWords({ since: entry(0).at, total: 3, beyond: [], connections: [] })).toBe(
      "3 connections since 2026-11-23, none beyond this machine.",
    );
    expect(beyondWords({ since: entry(0).at, total: 1, beyond: [place], connections: [] })).toContain("one place only");
    expect(placeWords({ host: "::1", port: 8080 })).toBe("[::1]:8080");
    expect(outcomeWords(entry(0))).toBe("nothing answered");
    expect(outcomeWords({ outcome: "refused", code: "ENDPOINT_FORBIDDEN" })).toContain("not tried");
  });
});
