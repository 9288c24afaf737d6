import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longhand, type Outcome } from "../../helpers/cli.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");
const WHAT = ["--lengths", "512,1024", "--tasks", "mail_single,mail_absent", "--json"];

/** Cells as the command line prints them, so that runs can be compared. */
const cellsOf = (lines: Outcome["lines"]): string[] =>
  lines.filter(({ event }) => event === "cell").map(({ task, length, depth }) => `${task} ${length} ${depth}`);

/** Begins an exam and kills the program with no chance to say good-bye once it has printed `cells` of them. */
async function killedAfter(archive: string, cells: number): Promise<Outcome["lines"]> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, "main", "cli", "cli.ts"), "exam", "--archive", archive, ...WHAT],
    { cwd: ROOT, stdio: ["ignore", "pipe", "ignore"] },
  );
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk;
    if ((out.match(/"event":"cell"/g) ?? []).length >= cells) child.kill("SIGKILL");
  });
  await once(child, "close");
  expect(child.signalCode).toBe("SIGKILL");
  // The last line may have been cut off.
  return out
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("exam on the command line", () => {
  const keep = temporaryDirectory();
  const whole = path.join(keep.path, "whole");
  const killed = path.join(keep.path, "killed");
  let outcome: Outcome;
  beforeAll(async () => {
    for (const archive of [whole, killed]) await longhand("import", SAMPLE, "--archive", archive, "--json");
    outcome = await longhand("exam", "--archive", whole, ...WHAT);
  }, 200_000);
  afterAll(() => keep.dispose());

  it("prints the plan, a line a cell, and a summary with tasks by name", () => {
    expect(outcome.code).toBe(0);
    const { lines } = outcome;
    expect(lines[0]).toMatchObject({ event: "plan", lengths: [512, 1024] });
    const cells = lines.filter(({ event }) => event === "cell");
    expect(cells.length).toBeGreaterThan(10);
    for (const { task, length, depth, score } of cells) {
      expect(["mail_single", "mail_absent"]).toContain(task);
      expect([512, 1024]).toContain(length);
      expect(depth === null || (Number(depth) >= 0 && Number(depth) <= 1)).toBe(true);
      expect(score === 0 || score === 100).toBe(true);
    }
    const summary = lines.at(-1);
    expect(summary).toMatchObject({ event: "summary", threshold: 85.6 });
    expect(Object.keys(summary?.["tasks"] as object)).toEqual(["mail_single", "mail_absent"]);
    expect(summary?.["effective"]).toBeTypeOf("number");
  });

  it("is killed outright, waits as paused, and goes on to the very cells that it would have asked", async () => {
    const before = await killedAfter(killed, 4);
    const listed = await longhand("exam", "--archive", killed, "--list", "--json");
    expect(listed.lines[0]).toMatchObject({ state: "paused" });
    const kept = Number(listed.lines[0]?.["asked"]);
    expect(kept).toBeGreaterThanOrEqual(cellsOf(before).length);
    const after = await longhand("exam", "--archive", killed, "--resume", "--json");
    expect(after.code).toBe(0);
    const all = cellsOf(outcome.lines);
    expect(all.slice(0, cellsOf(before).length)).toEqual(cellsOf(before));
    expect(cellsOf(after.lines)).toEqual(all.slice(kept));
    const { effective, tasks } = after.lines.at(-1) ?? {};
    const { effective: expected, tasks: expectedTasks } = outcome.lines.at(-1) ?? {};
    expect({ effective, tasks }).toEqual({ effective: expected, tasks: expectedTasks });
  }, 200_000);

  it("says so where nothing waits", async () => {
    const nothing = await longhand("exam", "--archive", whole, "--resume", "--json");
    expect(nothing.code).toBe(1);
    expect(nothing.lines.at(-1)).toMatchObject({ event: "error", code: "EXAM_NOT_FOUND" });
  });

  it("knows after one exam how long the next takes", async () => {
    const plan = await longhand("exam", "--archive", whole, "--plan", "--preset", "normal", "--json");
    expect(plan.lines.at(-1)).toMatchObject({ event: "plan", preset: "normal" });
    expect(Number(plan.lines.at(-1)?.["seconds"])).toBeGreaterThan(0);
    expect((await longhand("exam", "--archive", whole, "--plan")).out).toContain("at the measured speed");
  });
});
