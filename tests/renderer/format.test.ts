import { describe, expect, it } from "vitest";
import { ledgerWords, progressWords } from "../../renderer/features/sources/import-words.ts";
import { toWishes, wishesWords } from "../../renderer/features/write/wishes.ts";
import { countOf, formatBytes, formatDuration, formatListDate, initials, percent } from "../../renderer/format.ts";

describe("numbers and times", () => {
  it("read as people write them", () => {
    expect(countOf(1, "mail")).toBe("1 mail");
    expect(countOf(1200, "match", "matches")).toMatch(/^1.200 matches$/);
    expect(formatBytes(221_691, "en")).toBe("222 kB");
    expect(formatBytes(1, "en")).toBe("1 byte");
    expect(formatDuration(65_000)).toBe("1 min 5 s");
    expect(formatDuration(7_500_000)).toBe("2 h 5 min");
    expect(formatDuration(59_960)).toBe("1 min");
    expect(percent(5, 0)).toBe(0);
  });

  it("shorten dates by how near they are", () => {
    const now = new Date(2026, 10, 23, 12, 0);
    const at = (...parts: [number, number, number, number]) => new Date(...parts).toISOString();
    expect(formatListDate(at(2026, 10, 23, 8), now, "en-GB")).toBe("8:00");
    expect(formatListDate(at(2026, 10, 20, 8), now, "en-GB")).toBe("Friday");
    expect(formatListDate(at(2026, 9, 6, 8), now, "en-GB")).toBe("6 Oct");
    expect(formatListDate(at(2017, 2, 6, 8), now, "en-GB")).toBe("6 Mar 2017");
    expect(formatListDate(at(2027, 2, 6, 8), now, "en-GB")).toBe("6 Mar 2027");
    expect(formatListDate(null, now)).toBe("No date");
  });

  it("stand for people by letters of any script", () => {
    expect(initials({ name: "Alice van Chen", address: "" })).toBe("AC");
    expect(initials({ name: "", address: "nora.hale@x.example" })).toBe("NH");
    expect(initials({ name: "佐藤 恵美", address: "" })).toBe("佐恵");
    expect(initials({ name: "42", address: "" })).toBe("?");
  });
});

describe("an import in words", () => {
  it("leaves out what did not happen", () => {
    expect(ledgerWords({ imported: 1, duplicates: 0, failed: 0, skipped: 0 })).toBe("1 new mail");
    expect(ledgerWords({ imported: 5, duplicates: 2, failed: 1, skipped: 0 })).toBe(
      "5 new mails, 2 duplicates, 1 failed",
    );
  });

  it("gives no time that is not known", () => {
    const progress = {
      imported: 0,
      duplicates: 0,
      failed: 0,
      skipped: 0,
      bytes: 0,
      totalBytes: 10,
      messagesPerSecond: 0,
    };
    expect(progressWords({ ...progress, etaSeconds: null })).not.toContain("left");
    expect(progressWords({ ...progress, etaSeconds: 0 })).toContain("about 1.0 s left");
  });
});

describe("wishes of a draft", () => {
  it("are one point a line, without bullets and blank lines", () => {
    const wishes = toWishes({ points: "- Yes\n\n  * at ten \n5 pounds", language: " ", length: "", formality: "" });
    expect(wishes).toEqual({ points: ["Yes", "at ten", "5 pounds"] });
    expect(wishesWords({ ...wishes, language: "German" })).toBe("Yes; at ten; 5 pounds, German");
  });
});
