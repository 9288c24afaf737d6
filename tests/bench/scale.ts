/**
 * The app with much mail: cold start of the core, pages of the library, search as it is typed, the window's weight.
 *
 * LONGHAND_BENCH_ROWS and LONGHAND_BENCH_COLD_ROWS set the sizes (1,000,000 and 500,000; making them takes minutes, and
 * LONGHAND_BENCH_KEEP names a folder where they stay for the next run). Every figure stands beside its aim and, as a
 * ratio, beside the plain way of doing the same in the same run (an OFFSET from the first row; bm25 over every match).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { createListPages } from "../../main/core/archive/list-pages.ts";
import { createLongQueries, type LongQueries } from "../../main/core/archive/long-queries.ts";
import { openForReading } from "../../main/core/archive/open.ts";
import type { Scope } from "../../shared/schemas.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { inventedWord, writeLargeArchive } from "./large-archive.ts";
import { printTimes, timed } from "./times.ts";

const PAGE = 100;

function archiveOf(folder: string, documents: number): string {
  const directory = path.join(folder, `archive-${documents}`);
  if (existsSync(directory)) return directory;
  const seconds = writeLargeArchive(directory, { documents });
  console.log(`scale: ${documents} documents written in ${seconds.toFixed(0)} s`);
  return directory;
}

/** Takes a file out of the system's cache; false where nothing here can. */
function forget(file: string): boolean {
  return spawnSync("dd", [`if=${file}`, "iflag=nocache", "count=0"]).status === 0;
}

/** `isCold`: the archive's pages are no longer in the system's cache, as after a night. */
function benchCold(directory: string, documents: number, isCold: boolean): void {
  const script = path.join(import.meta.dirname, "scale-cold.ts");
  const built = path.join(ROOT, "dist", "main", "core");
  const runs: { openedMs: number; firstPageMs: number; processorMs: number }[] = [];
  for (let run = 0; run < 5; run += 1) {
    if (isCold && !forget(path.join(directory, "archive.sqlite"))) return;
    const result = spawnSync(process.execPath, [script, directory, built], { encoding: "utf8" });
    if (result.status !== 0) throw new Error(result.stderr);
    runs.push(JSON.parse(result.stdout));
  }
  const state = isCold ? "its file not in the system's cache" : "its file in the system's cache";
  printTimes(
    `scale: a core from its first line to the library's first page, ${documents} documents, ${state}`,
    runs.map(({ firstPageMs }) => firstPageMs),
    "aim: under 1500 ms",
  );
  printTimes(
    "scale: of it until the archive was open",
    runs.map(({ openedMs }) => openedMs),
    "the rest are the status and the page",
  );
  printTimes(
    "scale: of it processor time, with the writer thread's",
    runs.map(({ processorMs }) => processorMs),
    "a busy machine stretches the clock, not this",
  );
}

function listPages(directory: string, queries: LongQueries) {
  const db = openForReading(directory);
  const lists = createListPages(db, {
    dateLandmarks: () => queries.call("dateLandmarks", null),
    scopeNumbers: (scope) => queries.call("scopeNumbers", { scope }),
    ledgerNumbers: (filter) => queries.call("ledgerNumbers", filter),
  });
  return { db, lists };
}

async function benchPages(directory: string, documents: number): Promise<void> {
  const queries = createLongQueries(directory);
  const { db, lists } = listPages(directory, queries);
  const random = seededRandom(5);
  try {
    const offsets = Array.from({ length: 400 }, () => Math.floor(random() * (documents - PAGE)));
    const end = await timed(() => lists.documents({}, { offset: documents - PAGE, limit: PAGE }));
    console.log(`scale: the first jump to the list's end: ${end.toFixed(0)} ms`);
    const middle = await timed(() => lists.documents({}, { offset: documents / 2, limit: PAGE }));
    console.log(`scale: the first jump to its middle: ${middle.toFixed(0)} ms`);
    for (const state of ["its file not in the system's cache before", "again"]) {
      if (state !== "again" && !forget(path.join(directory, "archive.sqlite"))) continue;
      const ours: number[] = [];
      const before = process.cpuUsage();
      for (const offset of offsets) ours.push(await timed(() => lists.documents({}, { offset, limit: PAGE })));
      const { user, system } = process.cpuUsage(before);
      printTimes(`scale: a page of ${PAGE} anywhere in ${documents}, ${state}`, ours, "aim: 95 % under 20 ms");
      console.log(`scale: of it processor time: ${((user + system) / 1000 / offsets.length).toFixed(1)} ms a page`);
    }
    const plain = db.prepare("SELECT id, subject FROM documents ORDER BY date_ms DESC, id DESC LIMIT ? OFFSET ?");
    const peer: number[] = [];
    for (const offset of offsets.slice(0, 60)) peer.push(await timed(() => plain.all(PAGE, offset)));
    printTimes("scale: the same rows by OFFSET, without their people", peer, "the plain way");
    const person = db.prepare("SELECT address FROM addresses WHERE is_me = 0 LIMIT 1").pluck().get() as string;
    const scopes: Scope[] = [
      { folder: "sent" },
      { sent: true },
      { label: "important" },
      { since: "2024-01-01" },
      { person },
      { folder: "inbox", since: "2015-01-01", without: ["automatic"] },
    ];
    for (const scope of scopes) {
      const name = JSON.stringify(scope).replace(person, "somebody");
      const made = await timed(() => lists.documents(scope, { offset: 0, limit: PAGE }));
      const { total } = await lists.documents(scope, { offset: 0, limit: 1 });
      const pages: number[] = [];
      for (const offset of offsets.slice(0, 100))
        pages.push(await timed(() => lists.documents(scope, { offset: offset % total, limit: PAGE })));
      const list = `its list of ${total} was made in ${made.toFixed(0)} ms, beside the API thread`;
      printTimes(`scale: a page of ${name} (${list})`, pages, "aim: 95 % under 20 ms");
    }
    const ledger: number[] = [];
    const made = await timed(() => lists.ledger({ sourceId: 1 }, { offset: 0, limit: PAGE }));
    for (const offset of offsets.slice(0, 100))
      ledger.push(await timed(() => lists.ledger({ sourceId: 1 }, { offset, limit: PAGE })));
    printTimes(`scale: a page of the ledger (its list was made in ${made.toFixed(0)} ms)`, ledger, "20 ms as well");
    const facets: number[] = [];
    for (const words of ["", "b", "ba", "bab"]) facets.push(await timed(() => queries.call("facets", { words })));
    const [counted = 0, ...typed] = facets;
    printTimes(
      `scale: what the scope bar offers (counted in ${counted.toFixed(0)} ms)`,
      typed,
      "beside the API thread",
    );
  } finally {
    await queries.close();
    db.close();
  }
}

/** What is asked at each key while words of all ranks are typed, alone and behind another. */
function typed(): string[] {
  const queries: string[] = [];
  for (const rank of [0, 1, 3, 10, 40, 150, 600, 2500, 10_000, 40_000]) {
    const word = inventedWord(rank);
    for (let length = 1; length <= word.length; length += 1) {
      queries.push(word.slice(0, length), `${inventedWord(rank % 7)} ${word.slice(0, length)}`);
    }
  }
  return queries;
}

async function benchSearch(directory: string, documents: number): Promise<void> {
  const queries = createLongQueries(directory);
  const db = openForReading(directory);
  try {
    const states = typed();
    const search = (words: string, scope: Scope): Promise<unknown> =>
      queries.call("search", { words, scope, limit: 200 });
    await search("nothing", {});
    const person = db.prepare("SELECT address FROM addresses WHERE is_me = 0 LIMIT 1").pluck().get() as string;
    const scopes: readonly (readonly [string, Scope])[] = [
      ["", {}],
      [" in the mail that was sent", { sent: true }],
      [" in one folder", { folder: "travel" }],
      [" under one label", { label: "important" }],
      [" in the last years", { since: "2024-01-01" }],
      [" in the mail of one person", { person }],
    ];
    for (const [where, scope] of scopes) {
      const ms: number[] = [];
      for (const words of states) ms.push(await timed(() => search(words, scope)));
      printTimes(
        `scale: search as it is typed${where}, ${states.length} states of the box, ${documents} documents`,
        ms,
        "aim: 95 % under 50 ms",
      );
    }
    const weigh = db.prepare("SELECT rowid FROM search WHERE search MATCH ? ORDER BY bm25(search, 4, 2, 1) LIMIT 200");
    const sample = states.filter((_, index) => index % 12 === 0);
    const match = (words: string): string =>
      `${words
        .split(" ")
        .map((word) => `"${word}"`)
        .join(" ")}*`;
    const peer: number[] = [];
    for (const words of sample) peer.push(await timed(() => weigh.all(match(words))));
    printTimes("scale: the same weighed by bm25", peer, "the plain way");
  } finally {
    await queries.close();
    db.close();
  }
}

/** The window's files as they travel, without pdfjs, which comes with the first PDF. */
function benchWindow(): void {
  const assets = path.join(ROOT, "dist", "renderer", "assets");
  if (!existsSync(assets)) {
    console.log("scale: the window is not built; npm run build, then its weight is told here");
    return;
  }
  const files = readdirSync(assets).filter((name) => /\.(?:js|css|mjs)$/.test(name));
  const weights = files
    .filter((name) => !/pdf/i.test(name))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(path.join(assets, name)), { level: 9 }).length }))
    .sort((a, b) => b.bytes - a.bytes);
  const sum = weights.reduce((total, { bytes }) => total + bytes, 0);
  const largest = weights.slice(0, 3).map(({ name, bytes }) => `${name} ${(bytes / 1e3).toFixed(0)} kB`);
  console.log(
    `scale: the window without pdfjs: ${(sum / 1e3).toFixed(0)} kB gzipped in ${weights.length} files, largest ${largest.join(", ")} (aim: under 1200 kB)`,
  );
}

const PARTS = ["cold", "search", "pages", "window"] as const;

/** Prints all of it, or the parts named. */
export async function benchScale(parts: readonly string[] = PARTS): Promise<void> {
  const rows = Number(process.env["LONGHAND_BENCH_ROWS"] ?? 1_000_000);
  const coldRows = Number(process.env["LONGHAND_BENCH_COLD_ROWS"] ?? 500_000);
  const kept = process.env["LONGHAND_BENCH_KEEP"];
  const scratch = temporaryDirectory();
  try {
    const folder = kept ?? scratch.path;
    if (parts.includes("cold")) {
      const cold = archiveOf(folder, coldRows);
      benchCold(cold, coldRows, true);
      benchCold(cold, coldRows, false);
    }
    if (parts.includes("search")) await benchSearch(archiveOf(folder, coldRows), coldRows);
    if (parts.includes("pages")) await benchPages(archiveOf(folder, rows), rows);
    if (parts.includes("window")) benchWindow();
  } finally {
    scratch.dispose();
  }
}

// By itself: `node_modules/.bin/node tests/bench/scale.ts [part...]`.
if (process.argv[1] === import.meta.filename) await benchScale(process.argv.length > 2 ? process.argv.slice(2) : PARTS);
