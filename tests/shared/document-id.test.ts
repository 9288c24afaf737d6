import { expect, it } from "vitest";
import { formatDocumentId, parseDocumentId } from "../../shared/document-id.ts";

it.each([
  ["m12", { kind: "mail", number: 12, page: undefined }],
  ["p13.3", { kind: "pdf", number: 13, page: 3 }],
  ["f14", { kind: "file", number: 14, page: undefined }],
])("reads %s", (text, parts) => {
  expect(parseDocumentId(text)).toEqual(parts);
});

// An id that is read where none is would prove a quote by the wrong document.
it.each([
  "",
  "m",
  "m0",
  "m01",
  "12",
  "x12",
  "M12",
  "m12 ",
  "[m12]",
  "m-1",
  "m1.0",
  "m1.",
  "m1e3",
  "m9999999999999999",
  "m12\n",
])("reads no id in %j", (text) => {
  expect(parseDocumentId(text)).toBeUndefined();
});

it("writes what it reads", () => {
  for (const kind of ["mail", "pdf", "file"] as const) {
    expect(parseDocumentId(formatDocumentId(kind, 48_213))).toEqual({ kind, number: 48_213, page: undefined });
  }
});
