/**
 * An archive of any size, its rows written straight into SQLite through the production schema.
 *
 * Owns invented mail whose words are distributed as in a language (Zipf): few words stand everywhere, most hardly
 * anywhere, which is what makes searching hard. For measuring lists and searches only; nothing here was parsed.
 */
import { createHash } from "node:crypto";
import path from "node:path";
import type { WritableDatabase } from "../../main/core/archive/connection.ts";
import { openForWriting } from "../../main/core/archive/open.ts";
import { createDocumentCounter } from "../../main/core/archive/queries/document-counts.ts";
import { seededRandom } from "../helpers/random.ts";

const SYLLABLES =
  "ba be bi bo bu da de di do du fa fe fi ga ge go ha he hi ka ke ki ko la le li lo lu ma me mi mo".split(" ");
const ENDINGS = "n r s t l m nd rt st ng sh ch".split(" ");
const VOCABULARY = 60_000;
const FIRST_DAY_MS = Date.UTC(2004, 0, 5);

/** A word of the invented language; the number is its rank. */
export function inventedWord(rank: number): string {
  let word = "";
  let rest = rank + SYLLABLES.length;
  while (rest > 0) {
    word += SYLLABLES[rest % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  }
  return word + (ENDINGS[rank % ENDINGS.length] ?? "");
}

/** What an archive is made of. */
export type LargeArchive = { readonly documents: number; readonly seed?: number; readonly wordsEach?: number };

/** Creates the archive in `directory` and returns the seconds it took. */
export function writeLargeArchive(directory: string, { documents, seed = 7, wordsEach = 60 }: LargeArchive): number {
  const started = performance.now();
  const { db, lock } = openForWriting(directory, { create: true, program: "a bench" });
  try {
    db.pragma("synchronous = OFF");
    db.transaction(() => fill(db, documents, seed, wordsEach))();
    db.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    db.close();
    lock.release();
  }
  return (performance.now() - started) / 1000;
}

function fill(db: WritableDatabase, documents: number, seed: number, wordsEach: number): void {
  const random = seededRandom(seed);
  const words = Array.from({ length: VOCABULARY }, (_, rank) => inventedWord(rank));
  // Rank by the inverse of Zipf's law's integral: a few words make up most of every text.
  const word = (): string => words[Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** random()) - 1)] ?? "";
  const text = (count: number): string => Array.from({ length: count }, word).join(" ");

  const source = path.join("bench", "generated.mbox");
  db.prepare("INSERT INTO sources (id, kind, path, added_at_ms) VALUES (1, 'mbox', ?, ?)").run(source, FIRST_DAY_MS);
  db.prepare(
    `INSERT INTO import_jobs (id, source_id, state, started_at_ms, finished_at_ms, imported, bytes)
     VALUES (1, 1, 'done', ?, ?, ?, ?)`,
  ).run(FIRST_DAY_MS, FIRST_DAY_MS, documents, documents * 4000);
  const people = Math.max(50, Math.round(documents / 200));
  const address = db.prepare("INSERT INTO addresses (id, address, is_me) VALUES (?, ?, ?)");
  for (let id = 1; id <= people; id += 1) address.run(id, `${inventedWord(id * 7)}@example.org`, id === 1 ? 1 : 0);

  const document = db.prepare(
    `INSERT INTO documents (id, kind, raw_sha256, text_sha256, message_id, thread_id, date_ms, local_date, subject,
       is_sent_by_me, size_bytes) VALUES (?, 'mail', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const countIn = createDocumentCounter(db);
  const body = db.prepare("INSERT INTO bodies (document_id, text, blocks) VALUES (?, ?, ?)");
  const item = db.prepare(
    `INSERT INTO items (id, source_id, item_key, job_id, state, document_id, file, offset_bytes, length_bytes)
     VALUES (?, 1, ?, 1, 'imported', ?, '', ?, ?)`,
  );
  const place = db.prepare(
    `INSERT INTO places (source_id, item_id, document_id, folder, offset_bytes, length_bytes) VALUES (1, ?, ?, ?, ?, ?)`,
  );
  const participant = db.prepare(
    "INSERT INTO participants (document_id, role, position, address_id, name) VALUES (?, ?, 0, ?, ?)",
  );
  const label = db.prepare("INSERT INTO labels (document_id, label) VALUES (?, ?)");
  const search = db.prepare("INSERT INTO search (rowid, subject, people, text) VALUES (?, ?, ?, ?)");
  const folders = ["inbox", "sent", "archive", "lists/dev", "lists/ops", "projects", "receipts", "travel"];

  const stepMs = (Date.UTC(2026, 10, 1) - FIRST_DAY_MS) / documents;
  for (let id = 1; id <= documents; id += 1) {
    const other = 2 + Math.floor(random() * (people - 1));
    const isMine = random() < 0.15;
    // Mail is imported nearly in the order of its dates; one in 500 has none.
    const dateMs = random() < 0.002 ? null : Math.round(FIRST_DAY_MS + stepMs * (id + 400 * (random() - 0.5)));
    const threadId = random() < 0.4 && id > 40 ? id - 1 - Math.floor(random() * 30) : id;
    const subject = text(5);
    const letter = text(Math.max(8, Math.round(wordsEach * (0.3 + 1.4 * random()))));
    const hash = createHash("sha256").update(String(id)).digest();
    const localDate = dateMs === null ? null : new Date(dateMs).toISOString().slice(0, 10);
    // Raw hashes in rising order: their index is not what is measured, and random ones would take most of the time.
    const raw = Buffer.alloc(32);
    raw.writeUInt32BE(id, 0);
    const messageId = `<${String(id).padStart(9, "0")}@example.org>`;
    countIn(dateMs);
    document.run(id, raw, hash, messageId, threadId, dateMs, localDate, subject, isMine ? 1 : 0, letter.length);
    body.run(id, letter, '[["own",0,1]]');
    const offset = id * 4000;
    item.run(id, String(offset), id, offset, 4000);
    place.run(id, id, isMine ? "sent" : (folders[Math.floor(random() ** 2 * folders.length)] ?? "inbox"), offset, 4000);
    const name = inventedWord(other * 7);
    participant.run(id, "from", isMine ? 1 : other, isMine ? "Robin" : name);
    participant.run(id, "to", isMine ? other : 1, isMine ? name : "Robin");
    if (random() < 0.1) label.run(id, "important");
    search.run(id, subject, `${name} ${name}@example.org\nRobin`, letter);
  }
}
