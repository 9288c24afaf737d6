import { describe, expect, it } from "vitest";
import { ERROR_CODES, fromErrorRecord, LonghandError, toErrorRecord } from "../../shared/errors.ts";

describe("errors between threads", () => {
  // Structured clone keeps only an error's message: the code, which decides exit and screen, would be lost.
  it("keep code, message and remedy over a clone", () => {
    const error = new LonghandError("DISK_FULL", "The disk is full.", "Free some space.", {
      cause: new Error("inner"),
    });
    const back = fromErrorRecord(structuredClone(toErrorRecord(error)));
    expect(back).toMatchObject({ code: "DISK_FULL", message: "The disk is full.", remedy: "Free some space." });
    expect(back.sentence).toBe("The disk is full. Free some space.");
    expect(back).toBeInstanceOf(LonghandError);
  });

  it("make INTERNAL of whatever else is thrown", () => {
    expect(toErrorRecord(new TypeError("x is not a function"))).toMatchObject({
      code: "INTERNAL",
      message: expect.stringMatching(/^Something unforeseen went wrong \(TypeError at errors\.test\.ts:\d+\)\.$/),
    });
    // What the message of an unforeseen error holds may be mail or a path.
    const secret = Object.assign(new Error("ENOENT: /home/nora/mail, near Dear Alice"), { code: "ENOENT" });
    expect(toErrorRecord(secret).message).not.toMatch(/nora|Alice|\//);
    expect(toErrorRecord(secret).message).toContain("ENOENT");
    expect(toErrorRecord("a string").code).toBe("INTERNAL");
    expect(toErrorRecord(undefined).code).toBe("INTERNAL");
  });

  it("are a sentence without a remedy too", () => {
    expect(new LonghandError("CANCELLED", "It was cancelled.").sentence).toBe("It was cancelled.");
  });

  it("have each code once", () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });
});
