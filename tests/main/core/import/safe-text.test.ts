import { describe, expect, it } from "vitest";
import { safeText } from "../../../../main/core/import/safe-text.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("safeText", () => {
  it("shows what would hide, turn or act as a sign", () => {
    expect(safeText(bytes("a\u202egnp.exe\u0000\u001b[31m\u007f"))).toBe("a[U+202E]gnp.exe␀␛[31m␡");
    expect(safeText(bytes("zero\u200bwidth\ufeff"))).toBe("zero[U+200B]width[U+FEFF]");
    expect(safeText(bytes("one\r\ntwo\rthree\tfour\n"))).toBe("one\ntwo\nthree\tfour\n");
  });

  it("reads UTF-8, also where it is cut off inside a character, and anything else byte by byte", () => {
    expect(safeText(bytes("Grüße 日本"))).toBe("Grüße 日本");
    expect(safeText(bytes("Grüße 日本").subarray(0, -1))).toBe("Grüße 日");
    expect(safeText(Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65))).toBe("Grüße");
    expect(safeText(new Uint8Array())).toBe("");
  });
});
