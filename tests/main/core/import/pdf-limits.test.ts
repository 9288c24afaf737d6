import { deserialize } from "node:v8";
import { deflateSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import type { ParsedItem } from "../../../../main/core/archive/parsed-mail.ts";
import { createParsePool, type ParsePool } from "../../../../main/core/import/parse-pool.ts";
import { parseTask } from "../../../helpers/archive.ts";

let pool: ParsePool | undefined;
afterEach(() => pool?.close());

/** A PDF whose page unfolds to `megabytes` of spaces. */
function bomb(megabytes: number): Buffer {
  const packed = deflateSync(deflateSync(Buffer.alloc(megabytes << 20, 0x20), { level: 9 }), { level: 9 });
  return Buffer.concat([
    Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj
4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length ${packed.length}>>stream
`),
    packed,
    Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R>>\n"),
  ]);
}

// A few kilobytes that unfold to more than the machine has.
it("stops a PDF bomb by memory or by the clock, records it, and reads the next", async () => {
  pool = createParsePool({ size: 1, limits: { timeoutMs: 8000, memoryMb: 256, externalMb: 128 } });
  const read = async (bytes: Buffer): Promise<ParsedItem[]> => {
    const tasks = [parseTask({ form: "pdf", length: bytes.length })];
    const batch = { bytes: new Uint8Array(bytes), ends: [bytes.length], tasks, passwords: [] };
    return ((await pool?.parse(batch)) ?? []).flatMap((piece) => deserialize(piece) as ParsedItem[]);
  };
  const [stopped] = await read(bomb(900));
  expect(stopped).toMatchObject({
    ok: false,
    state: "failed",
    category: expect.stringMatching(/^(bomb|timeout|crash)$/),
  });
  expect(await read(bomb(1))).toMatchObject([{ ok: true, parsedFile: { pages: 1, text: "" } }]);
}, 60_000);
