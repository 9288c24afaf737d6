/**
 * Core, host, engine and worker threads are killed at random moments of every kind of work. Afterwards the archive is
 * whole, its ledger adds up, what was begun goes on, nothing came twice, nothing is half, nobody holds the lock.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listBackups } from "../../main/core/archive/backup.ts";
import { APPLICATION_ID, openWritable } from "../../main/core/archive/connection.ts";
import { takeLock } from "../../main/core/archive/lock.ts";
import { migrate, SCHEMA_VERSION } from "../../main/core/archive/migrations/index.ts";
import { archiveFile, openForReading, openForWriting } from "../../main/core/archive/open.ts";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";
import { unsoundness } from "../helpers/soundness.ts";

const ROUNDS = Number(process.env["LONGHAND_ROUNDS"] ?? 24);
const SEED = Number(process.env["LONGHAND_SEED"] ?? 1);
const PROCESSES = path.join(ROOT, "tests", "fixtures", "processes");
const MAILS = 250;
const WORKS = [
  "import",
  "ask",
  "warm",
  "sweep",
  "backtest",
  "backup",
  "migration",
  "restore",
  "erase",
  "export",
] as const;
type Work = (typeof WORKS)[number];

let scratch: ReturnType<typeof temporaryDirectory>;
let directory: string;
beforeAll(async () => {
  scratch = temporaryDirectory();
  directory = path.join(scratch.path, "archive");
  const test = await openTestApi(directory);
  await importPaths(test.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
  for await (const _ of await test.api.backups.make());
  await test.close();
});
afterAll(() => scratch.dispose());

function mailbox(round: number): string {
  const file = path.join(scratch.path, `box-${round}.mbox`);
  const random = seededRandom(SEED * 1000 + round);
  const mails = Array.from({ length: MAILS }, (_, index) =>
    mailText({
      "Message-ID": `<${round}-${index}@kill.example>`,
      Subject: `mail ${index}`,
      body: `${"words of a line\n".repeat(Math.floor(random() * 200))}${round} ${index}`,
    }),
  );
  writeFileSync(file, mboxText(mails));
  return file;
}

/** An archive as an early Longhand left it, large enough that its migrations take a moment. */
function oldArchive(round: number): string {
  const home = path.join(scratch.path, `old-${round}`);
  mkdirSync(home);
  const db = openWritable(archiveFile(home), () => undefined);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(db, 20);
  const insert = db.prepare(
    `INSERT INTO documents (kind, raw_sha256, text_sha256, thread_id, subject, size_bytes) VALUES ('mail', ?, ?, 1, ?, 5)`,
  );
  const body = db.prepare("INSERT INTO bodies (document_id, text, blocks) VALUES (?, ?, '[]')");
  db.transaction(() => {
    for (let index = 0; index < 3000; index += 1) {
      const key = Buffer.from(`${round}-${index}`);
      const { lastInsertRowid } = insert.run(key, key, `Re: subject ${index}`);
      body.run(lastInsertRowid, "words ".repeat(100));
    }
  })();
  db.close();
  return home;
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        const stat = readFileSync(`/proc/${candidate}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
      } catch {
        return false;
      }
    });
}

const isAlive = (pid: number): boolean => {
  try {
    // A process that ended and was not fetched yet by its parent is not alive.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What is wrong with the exports of a round: one that has its name is whole. They are removed. */
function halfExports(box: string): string[] {
  const findings: string[] = [];
  for (const name of readdirSync(path.dirname(box)).filter((one) => one.startsWith(`${path.basename(box)}-out-`))) {
    const folder = path.join(path.dirname(box), name);
    if (!name.endsWith("unfinished-longhand-export")) {
      const { items } = JSON.parse(readFileSync(path.join(folder, "longhand-export.json"), "utf8")) as {
        items: number;
      };
      const lines = readFileSync(path.join(folder, "items.jsonl"), "utf8").trim().split("\n");
      if (lines.length !== items || lines.some((line) => !line.endsWith("}"))) findings.push(`${name} is half`);
    }
    rmSync(folder, { recursive: true });
  }
  return findings;
}

/** Waits for what must come true by itself. */
async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    if (isTrue()) return;
    await pause(100);
  }
  throw new Error(`it never came true: ${what}`);
}

const isFree = (): boolean => {
  try {
    takeLock(directory, "a check").release();
    return true;
  } catch {
    return false;
  }
};

async function start(
  script: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; text(): string; ended: Promise<void> }> {
  const preload = ["--import", path.join(PROCESSES, "breakable-workers.ts")];
  const child = spawn(process.execPath, [...preload, path.join(PROCESSES, script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await until(`${script} is at work: ${text}`, () => text.includes("at work") || child.exitCode !== null);
  // One that could not even start was not killed at its work.
  expect(text, script).toContain("at work");
  return { child, text: () => text, ended };
}

it(
  `${ROUNDS} seeded rounds of killing lose nothing and leave nothing half done`,
  async () => {
    const random = seededRandom(SEED);
    const tally = new Map<string, number>();
    const boxes: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // Every kind of work comes up; what is killed, and when, is drawn.
      const work = WORKS[round % WORKS.length] as Work;
      const canEngine = ["ask", "warm", "sweep", "backtest"].includes(work);
      const isHostRound = round % 6 === 5;
      const victims =
        work === "migration" || work === "restore"
          ? ["core"]
          : canEngine
            ? ["core", "engine", "worker"]
            : ["core", "worker"];
      const target = isHostRound ? "host" : victims[Math.floor(random() * victims.length)];
      const delay = 20 + random() * (canEngine || isHostRound ? 4000 : 1500);
      const box = mailbox(round);
      const kind = `${isHostRound ? "import and ask" : work}: ${target}`;
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      const label = `round ${round}, ${kind} killed after ${Math.round(delay)} ms`;
      if (ROUNDS > 50) console.log(label);

      if (isHostRound) {
        const run = await start("host-at-work.ts", [directory, box]);
        const core = Number(/core (\d+)/.exec(run.text())?.[1]);
        boxes.push(box);
        await pause(delay);
        run.child.kill("SIGKILL");
        await run.ended;
        // The core hears that its host is gone, closes and lets go by itself.
        await until(`${label}: the core ends`, () => !isAlive(core));
      } else if (work === "migration") {
        const old = oldArchive(round);
        const run = await start("core-at-work.ts", [old, "migration"]);
        await pause(random() * 900);
        run.child.kill("SIGKILL");
        await run.ended;
        const db = openForReading(old);
        expect(db.pragma("user_version", { simple: true }), label).toBe(SCHEMA_VERSION);
        expect(db.pragma("integrity_check", { simple: true }), label).toBe("ok");
        expect(
          db.prepare("SELECT count(*) FROM documents d JOIN bodies b ON b.document_id = d.id").pluck().get(),
          label,
        ).toBe(3000);
        db.close();
        // Whenever it was killed: before the first step there was a backup, read back.
        expect(listBackups(old).length, label).toBeGreaterThan(0);
      } else {
        const [backup] = listBackups(directory).filter(({ reason }) => reason === "request");
        const args = work === "restore" ? [path.join(directory, "backups", backup?.name ?? "")] : [box];
        if (work === "import") boxes.push(box);
        const home = work === "restore" ? path.join(scratch.path, `restored-${round}`) : directory;
        if (work === "restore") cpSync(directory, home, { recursive: true });
        const run = await start("core-at-work.ts", [home, work, ...args]);
        const engines = (): number[] => childrenOf(run.child.pid ?? 0);
        await pause(delay);
        if (target === "engine") {
          for (const engine of engines()) process.kill(engine, "SIGKILL");
          // The core lives on; it is ended afterwards, since it would work for ever.
          await pause(400);
        } else if (target === "worker") {
          run.child.kill("SIGUSR2");
          await pause(400);
        }
        const left = engines();
        run.child.kill("SIGKILL");
        await run.ended;
        await until(`${label}: no engine outlives its core`, () => left.every((pid) => !isAlive(pid)));
        if (work === "restore") {
          const { db, lock } = openForWriting(home, { create: false, program: "a test" });
          db.close();
          lock.release();
          expect(unsoundness(home), label).toEqual([]);
          continue;
        }
      }
      expect(halfExports(box), label).toEqual([]);
      expect(isFree(), `${label}: the lock is free`).toBe(true);
      expect(unsoundness(directory), label).toEqual([]);
    }

    // What was begun goes on: every import ends, and nothing is under way that nobody does.
    const test = await openTestApi(directory);
    test.core.resume();
    const db = openForReading(directory);
    await until(
      "all imports end",
      () => db.prepare("SELECT 1 FROM import_jobs WHERE state IN ('running', 'queued')").get() === undefined,
    );
    for (const box of boxes) await importPaths(test.api, [box]);
    const found = db.prepare("SELECT count(*) FROM documents WHERE message_id LIKE '%@kill.example%'").pluck().get();
    expect(found).toBe(boxes.length * MAILS);
    const doubles = db
      .prepare("SELECT message_id FROM documents WHERE message_id IS NOT NULL GROUP BY message_id HAVING count(*) > 1")
      .all();
    expect(doubles).toEqual([]);
    for (const table of ["answers", "drafts", "backtests"])
      expect(db.prepare(`SELECT count(*) FROM ${table} WHERE state = 'running'`).pluck().get(), table).toBe(0);
    // And it answers.
    const events = await test.api.ask.run({
      questions: ["What is the gate code?"],
      scope: { since: "2026-09-01" },
      endpoint: {},
      allowEvict: true,
    });
    let isAnswered = false;
    for await (const event of events) isAnswered ||= event.event === "result";
    expect(isAnswered).toBe(true);
    db.close();
    await test.core.close();
    expect(unsoundness(directory, { atRest: true })).toEqual([]);
    console.log(`${ROUNDS} rounds, seed ${SEED}:`, Object.fromEntries([...tally].sort()));
  },
  Math.max(600_000, ROUNDS * 40_000),
);
