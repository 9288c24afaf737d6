/** An importer that is killed at random moments leaves, in the end, the archive of one that was not. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openForReading } from "../../../../main/core/archive/open.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";
import { seededRandom } from "../../../helpers/random.ts";
import { zipBytes } from "../../../helpers/zip.ts";

const SCRIPT = path.join(ROOT, "tests", "fixtures", "processes", "import-forever.ts");
const KILLS = 50;

let scratch: ReturnType<typeof temporaryDirectory>;
let source: string;

/** A folder with a large mailbox, single mails, a zip, texts and what is skipped. */
function writeSource(): string {
  const root = path.join(scratch.path, "source");
  mkdirSync(path.join(root, "mail", "cur"), { recursive: true });
  mkdirSync(path.join(root, "mail", "new"), { recursive: true });
  const random = seededRandom(4);
  const mail = (index: number): string =>
    mailText({
      "Message-ID": `<${index}@example.org>`,
      ...(index % 3 === 0 ? {} : { "In-Reply-To": `<${index - 1}@example.org>` }),
      Subject: `mail ${index}`,
      body: `${"words of a line\n".repeat(Math.floor(random() * 400))}${index}`,
    });
  const box = (first: number, count: number): string =>
    mboxText(Array.from({ length: count }, (_, index) => mail(first + index)));
  writeFileSync(path.join(root, "a.mbox"), box(0, 1500));
  // Some of these are duplicates of the first.
  writeFileSync(path.join(root, "b.zip"), zipBytes([{ name: "Takeout/Mail/Inbox.mbox", content: box(1400, 600) }]));
  for (let index = 0; index < 200; index += 1) {
    writeFileSync(path.join(root, "mail", "cur", `${1000 + index}.x:2,S`), mail(5000 + index));
    writeFileSync(path.join(root, `note-${index}.txt`), `note ${index}`);
  }
  writeFileSync(path.join(root, "photo.jpg"), Buffer.from([0xff, 0xd8, 0, 0, 1]));
  return root;
}

/** Everything in an archive but times. */
function contents(directory: string): Record<string, unknown[]> {
  const db = openForReading(directory);
  try {
    const all = (sql: string): unknown[] => db.prepare(sql).raw().all();
    return {
      documents: all("SELECT * FROM documents ORDER BY id"),
      bodies: all("SELECT * FROM bodies ORDER BY document_id"),
      participants: all("SELECT * FROM participants ORDER BY 1, 2, 3"),
      addresses: all("SELECT id, address FROM addresses ORDER BY id"),
      references: all("SELECT * FROM message_refs ORDER BY 1, 2"),
      items: all("SELECT * FROM items ORDER BY id"),
      places: all("SELECT * FROM places ORDER BY id"),
      files: all("SELECT file, size_bytes, sample FROM source_files ORDER BY 1"),
      jobs: all("SELECT id, source_id, state, imported, duplicates, failed, skipped, bytes FROM import_jobs"),
      search: all("SELECT rowid FROM search WHERE search MATCH 'words' ORDER BY rowid"),
    };
  } finally {
    db.close();
  }
}

beforeAll(() => {
  scratch = temporaryDirectory();
  source = writeSource();
});
afterAll(() => scratch.dispose());

describe("an importer that is killed", () => {
  it(`at ${KILLS} random moments leaves the archive of an undisturbed one, ids included`, async () => {
    const calm = path.join(scratch.path, "calm");
    const started = performance.now();
    expect(spawnSync(process.execPath, [SCRIPT, calm, source], { encoding: "utf8" }).stdout).toContain("done");
    const runMs = performance.now() - started;

    const harried = path.join(scratch.path, "harried");
    const random = seededRandom(50);
    let kills = 0;
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const child = spawn(process.execPath, [SCRIPT, harried, source], { stdio: ["ignore", "pipe", "inherit"] });
      let out = "";
      child.stdout.on("data", (chunk: Buffer) => {
        out += chunk.toString();
      });
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      // Most of a short run is its start; with the kills spread over it all, the last ones find little left to do.
      const timer =
        kills < KILLS ? setTimeout(() => child.kill("SIGKILL"), 150 + random() * Math.min(900, runMs / 3)) : undefined;
      await ended;
      clearTimeout(timer);
      if (out.includes("done")) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(0);
    console.log(`killed ${kills} times`);
    const [ours, theirs] = [contents(harried), contents(calm)];
    const failed = (ours["items"] ?? []).filter((row) => JSON.stringify(row).includes('"failed"'));
    expect(failed.length).toBe(0);
    // Table by table, each row as a line: what differs is named without printing the archive.
    for (const [table, rows] of Object.entries(theirs)) {
      expect([table, ours[table]?.length]).toEqual([table, rows.length]);
      const differing = rows.filter((row, index) => JSON.stringify(row) !== JSON.stringify(ours[table]?.[index]));
      expect([table, JSON.stringify(differing[0])?.slice(0, 300)]).toEqual([table, undefined]);
    }
  }, 600_000);
});
