/**
 * Mutated mails and PDFs: no crash, no hang, no item lost.
 *
 * Seeded. `LONGHAND_FUZZ=10000` runs the long form (npm test runs a short one).
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deserialize } from "node:v8";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ParsedItem } from "../../../../main/core/archive/parsed-mail.ts";
import { createParsePool, type ParsePool } from "../../../../main/core/import/parse-pool.ts";
import { mailText, parseTask } from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";
import { seededRandom } from "../../../helpers/random.ts";

const ROUNDS = Number(process.env["LONGHAND_FUZZ"] ?? 600);
const BATCH = 32;
const SEED = Number(process.env["LONGHAND_FUZZ_SEED"] ?? 20_261_123);

/** Files of the corpora to start from, small enough to mutate thousands of times. */
function seeds(): { readonly mails: Buffer[]; readonly pdfs: Buffer[] } {
  const mails = [Buffer.from(mailText({ Subject: "seed", "Content-Type": "multipart/mixed; boundary=b" }))];
  const pdfs = [Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n")];
  if (!hasCorpora()) return { mails, pdfs };
  const files = (folder: string): Buffer[] =>
    readdirSync(path.join(CORPORA, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => readFileSync(file))
      .filter((bytes) => bytes.length < 40_000);
  return { mails: [...mails, ...files("mail/eml")], pdfs: [...pdfs, ...files("pdf/pdfjs")] };
}

const TOKENS = [
  "\0",
  "\r",
  "\n\n",
  "--",
  "=?utf-8?B?",
  "=?x?Q?",
  ";;;",
  '"',
  "<<",
  ">>",
  "stream\n",
  "%%EOF",
  "(",
  "\xff\xfe",
];

function mutate(seed: Buffer, other: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(seed);
  for (let change = 1 + Math.floor(random() * 8); change > 0; change -= 1) {
    const at = Math.floor(random() * bytes.length);
    const length = Math.floor(random() ** 3 * bytes.length);
    const kind = Math.floor(random() * 6);
    if (kind === 0 && bytes.length > 0) bytes[at] = Math.floor(random() * 256);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    else if (kind === 3) bytes = bytes.subarray(0, Math.max(1, at));
    else if (kind === 4) {
      const token = Buffer.from(TOKENS[Math.floor(random() * TOKENS.length)] ?? "", "latin1");
      bytes = Buffer.concat([bytes.subarray(0, at), token, bytes.subarray(at)]);
    } else bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(Math.floor(random() * other.length))]);
    if (bytes.length > 200_000) bytes = bytes.subarray(0, 200_000);
  }
  return bytes;
}

describe("mutated items", () => {
  let pool: ParsePool;
  beforeAll(() => {
    pool = createParsePool({ size: 2 });
  });
  afterAll(() => pool.close());

  it(`come back, ${ROUNDS} of them, as documents or as recorded failures, none after more than 10 s`, async () => {
    const random = seededRandom(SEED);
    const { mails, pdfs } = seeds();
    const pick = (all: readonly Buffer[]): Buffer => all[Math.floor(random() * all.length)] ?? Buffer.alloc(1);
    const outcomes = new Map<string, number>();
    for (let done = 0; done < ROUNDS; done += BATCH) {
      const isPdf = Math.floor(done / BATCH) % 4 === 3;
      const raws = Array.from({ length: BATCH }, () =>
        isPdf ? mutate(pick(pdfs), pick(pdfs), random) : mutate(pick(mails), pick(mails), random),
      );
      const ends: number[] = [];
      for (const raw of raws) ends.push((ends.at(-1) ?? 0) + raw.length);
      const tasks = raws.map((raw, index) =>
        parseTask({
          key: `${done + index}`,
          length: raw.length,
          form: isPdf ? "pdf" : random() < 0.5 ? "mbox" : "mail",
        }),
      );
      const batch = { bytes: new Uint8Array(Buffer.concat(raws)), ends, tasks, passwords: [] };
      const items = (await pool.parse(batch)).flatMap((piece) => deserialize(piece) as ParsedItem[]);
      expect(items.map(({ key }) => key)).toEqual(tasks.map(({ key }) => key));
      for (const item of items) {
        const outcome = item.ok ? "document" : item.category;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    console.log(`fuzz: ${JSON.stringify(Object.fromEntries(outcomes))}`);
    expect([outcomes.get("crash") ?? 0, outcomes.get("timeout") ?? 0]).toEqual([0, 0]);
  }, 3_600_000);
});
