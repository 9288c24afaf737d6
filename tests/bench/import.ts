/**
 * Import end to end (parsed, told apart, threaded, indexed, stored) against what indexes mail elsewhere: `notmuch new`
 * and `mu index` on the same mails as a Maildir, and a bare parsing pass of Python's email.
 *
 * LONGHAND_BENCH_MAILS sets how many mails (60,000, about 220 MB). All run in processes of their own, one after the other; processor
 * time is printed beside the clock's, which a busy machine stretches. The ratio grows with the archive: at 15,000 mails mu
 * writes its index once, at the end; every program's start counts there too.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { writeMaildir, writeMbox } from "../helpers/generate-mail.ts";
import { temporaryDirectory } from "../helpers/paths.ts";
import type { ImportRun } from "./import-run.ts";

const PYTHON = `
import mailbox, sys
n = 0
for message in mailbox.mbox(sys.argv[1]):
    n += 1
    for part in message.walk():
        if part.get_content_maintype() == "text":
            (part.get_payload(decode=True) or b"").decode(part.get_content_charset() or "utf-8", "replace")
print(n)
`;

type Measured = { readonly name: string; readonly rate: number; readonly seconds: number; readonly cpuSeconds: number };

/** Runs a program under bash's clock; undefined, with a line that says so, where it is not there or fails. */
function measure(
  name: string,
  mails: number,
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Measured | undefined {
  const [program = ""] = command;
  if (spawnSync("which", [program]).status !== 0) {
    console.log(`import: ${name}: skipped, ${program} is not installed here`);
    return undefined;
  }
  const script = `TIMEFORMAT='clock %R %U %S'; time "$@" >/dev/null`;
  const result = spawnSync("bash", ["-c", script, "bash", ...command], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", ...env },
  });
  const clock = /^clock ([\d.]+) ([\d.]+) ([\d.]+)$/m.exec(result.stderr);
  if (result.status !== 0 || clock === null) {
    console.log(`import: ${name}: failed: ${result.stderr.trim().slice(0, 300)}`);
    return undefined;
  }
  const [seconds = 0, user = 0, system = 0] = clock.slice(1).map(Number);
  return { name, seconds, cpuSeconds: user + system, rate: mails / seconds };
}

function importOurs(name: string, archive: string, source: string): Measured & ImportRun {
  const script = path.join(import.meta.dirname, "import-run.ts");
  const result = spawnSync(process.execPath, [script, archive, source], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`the import failed: ${result.stderr}`);
  const run = JSON.parse(result.stdout) as ImportRun;
  return { ...run, name, rate: run.mails / run.seconds };
}

function print({ name, rate, seconds, cpuSeconds }: Measured, more = ""): void {
  const figures = `${Math.round(rate)} mails/s, ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor time`;
  console.log(`import: ${name}: ${figures}${more}`);
}

/** Prints mails a second of all, and our ratios to the others. */
export function benchImport(): void {
  const count = Number(process.env["LONGHAND_BENCH_MAILS"] ?? 60_000);
  const scratch = temporaryDirectory();
  try {
    const at = (...names: string[]): string => path.join(scratch.path, ...names);
    const { messages, bytes } = writeMbox(at("box.mbox"), { messages: count });
    writeMaildir(at("mail", "box"), count);
    const size = Math.round(bytes / 1e6);
    console.log(`import: ${messages} mails of the corpora, ${size} MB, ${availableParallelism()} cores`);

    mkdirSync(at("mu"));
    writeFileSync(
      at("notmuch.cfg"),
      `[database]\npath=${at("mail")}\n[user]\nname=x\nprimary_email=x@example.org\n[new]\ntags=\nignore=\n`,
    );
    const notmuch = measure("notmuch new", messages, ["notmuch", "new", "--quiet"], {
      NOTMUCH_CONFIG: at("notmuch.cfg"),
    });
    spawnSync("mu", ["init", `--muhome=${at("mu")}`, `--maildir=${at("mail")}`]);
    const mu = measure("mu index", messages, ["mu", "index", "--quiet", `--muhome=${at("mu")}`]);
    const python = measure("Python's mailbox + email, parsing only", messages, [
      "python3",
      "-c",
      PYTHON,
      at("box.mbox"),
    ]);
    const ours = [
      importOurs("Longhand, the same Maildir", at("archive-1"), at("mail", "box")),
      importOurs("Longhand, as mbox", at("archive-2"), at("box.mbox")),
    ];
    for (const peer of [notmuch, mu, python]) if (peer !== undefined) print(peer);
    for (const run of ours) {
      const memory = `peak ${Math.round(run.peakMb)} MB`;
      const task = `longest task on the API thread ${run.longestApiTaskMs.toFixed(0)} ms of processor`;
      print(run, `; ${memory}, ${task}, ${run.longestApiDelayMs.toFixed(0)} ms by the clock`);
    }
    for (const run of ours) {
      for (const peer of [notmuch, mu, python]) {
        if (peer === undefined) continue;
        const cpu = peer.cpuSeconds / run.cpuSeconds;
        console.log(
          `import: ${run.name} to ${peer.name}: ${(run.rate / peer.rate).toFixed(2)} by the clock, ${cpu.toFixed(2)} by processor time`,
        );
      }
    }
  } finally {
    scratch.dispose();
  }
}
