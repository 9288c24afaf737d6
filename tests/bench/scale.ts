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
import { openForReading } from "../../main/core/archive/open.ts";
import { pageDocuments } from "../../main/core/archive/queries/pages.ts";
import { searchDocuments } from "../../main/core/archive/queries/search.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { inventedWord, writeLargeArchive } from "./large-archive.ts";

const PAGE = 100;

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function print(name: string, ms: readonly number[], aim: string): void {
  const [p50, p95, worst] = [percentile(ms, 0.5), percentile(ms, 0.95), Math.max(...ms)];
  console.log(
    `scale: ${name}: median ${p50.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms, worst ${worst.toFixed(1)} ms (${aim})`,
  );
}

function archiveOf(folder: string, documents: number): string {
  const directory = path.join(folder, `archive-${documents}`);
  if (existsSync(directory)) return directory;
  const seconds = writeLargeArchive(directory, { documents });
  console.log(`scale: ${documents} documents written in ${seconds.toFixed(0)} s`);
  return directory;
}

function benchCold(directory: string, documents: number): void {
  const script = path.join(import.meta.dirname, "scale-cold.ts");
  const built = path.join(ROOT, "dist", "main", "core");
  const runs = Array.from({ length: 5 }, () => {
    const result = spawnSync(process.execPath, [script, directory, built], { encoding: "utf8" });
    if (result.status !== 0) throw new Error(result.stderr);
    return JSON.parse(result.stdout) as { openedMs: number; firstPageMs: number; processorMs: number };
  });
  print(
    `cold core to the library's first page, ${documents} documents`,
    runs.map(({ firstPageMs }) => firstPageMs),
    "aim: under 1500 ms",
  );
  print(
    "of it processor time, with the writer thread's",
    runs.map(({ processorMs }) => processorMs),
    "a busy machine stretches the clock, not this",
  );
}

function benchPages(directory: string, documents: number): void {
  const db = openForReading(directory);
  const random = seededRandom(5);
  try {
    const offsets = Array.from({ length: 400 }, () => Math.floor(random() * (documents - PAGE)));
    const first = timed(() => pageDocuments(db, {}, { offset: documents - PAGE, limit: PAGE }));
    console.log(`scale: the first jump to the list's end: ${first.toFixed(0)} ms`);
    const ours = offsets.map((offset) => timed(() => pageDocuments(db, {}, { offset, limit: PAGE })));
    print(`a page of ${PAGE} anywhere in ${documents}`, ours, "aim: 95 % under 20 ms");
    const plain = db.prepare("SELECT id, subject FROM documents ORDER BY date_ms DESC, id DESC LIMIT ? OFFSET ?");
    const peer = offsets.slice(0, 60).map((offset) => timed(() => plain.all(PAGE, offset)));
    print("the same rows by OFFSET, without their people", peer, "the plain way");
    for (const scope of [{ folder: "sent" }, { label: "important" }, { since: "2024-01-01" }]) {
      const name = JSON.stringify(scope);
      const made = timed(() => pageDocuments(db, scope, { offset: 0, limit: PAGE }));
      const pages = offsets
        .slice(0, 100)
        .map((offset) => timed(() => pageDocuments(db, scope, { offset: offset % 10_000, limit: PAGE })));
      print(`a page of ${name} (its list was made in ${made.toFixed(0)} ms)`, pages, "aim: 95 % under 20 ms");
    }
  } finally {
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

function benchSearch(directory: string, documents: number): void {
  const db = openForReading(directory);
  try {
    const queries = typed();
    print(
      `search as it is typed, ${queries.length} states of the box, ${documents} documents`,
      queries.map((words) => timed(() => searchDocuments(db, words, {}, 200))),
      "aim: 95 % under 50 ms",
    );
    const weigh = db.prepare("SELECT rowid FROM search WHERE search MATCH ? ORDER BY bm25(search, 4, 2, 1) LIMIT 200");
    const sample = queries.filter((_, index) => index % 12 === 0);
    const match = (words: string): string =>
      `${words
        .split(" ")
        .map((word) => `"${word}"`)
        .join(" ")}*`;
    print(
      "the same weighed by bm25",
      sample.map((words) => timed(() => weigh.all(match(words)))),
      "the plain way",
    );
  } finally {
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

/** Prints all of it. */
export function benchScale(): void {
  const rows = Number(process.env["LONGHAND_BENCH_ROWS"] ?? 1_000_000);
  const coldRows = Number(process.env["LONGHAND_BENCH_COLD_ROWS"] ?? 500_000);
  const kept = process.env["LONGHAND_BENCH_KEEP"];
  const scratch = temporaryDirectory();
  try {
    const folder = kept ?? scratch.path;
    const cold = archiveOf(folder, coldRows);
    benchCold(cold, coldRows);
    benchSearch(cold, coldRows);
    benchPages(archiveOf(folder, rows), rows);
    benchWindow();
  } finally {
    scratch.dispose();
  }
}
