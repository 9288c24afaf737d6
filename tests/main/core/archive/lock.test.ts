import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openForReading, openForWriting } from "../../../../main/core/archive/open.ts";
import { startWriter } from "../../../../main/core/archive/writer.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let directory: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  scratch = temporaryDirectory();
  directory = path.join(scratch.path, "archive");
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  scratch.dispose();
});

async function holdInAnotherProcess(): Promise<ChildProcess> {
  const script = path.join(ROOT, "tests", "fixtures", "processes", "hold-lock.ts");
  const child = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

const open = () => openForWriting(directory, { create: false, program: "a test" });

describe("the lock of an archive", () => {
  // Two writers would number the same documents twice.
  it("keeps a second process out and names the one that holds it", async () => {
    const child = await holdInAnotherProcess();
    await expect(startWriter({ directory, create: false, program: "a test" })).rejects.toMatchObject({
      code: "ARCHIVE_IN_USE",
      message: expect.stringMatching(
        new RegExp(`written by the other program \\(process ${child.pid} on .+, since 20`),
      ),
    });
    expect(existsSync(path.join(directory, "writer.json"))).toBe(true);
    // Reading goes on.
    openForReading(directory).close();
  });

  // A lock that outlives a crash would shut the owner out of the archive for good.
  it("is free as soon as its holder was killed", async () => {
    await kill(await holdInAnotherProcess());
    const { db, lock } = open();
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    db.close();
    lock.release();
  });

  it("is taken once in a process too, and free after its release", () => {
    const first = openForWriting(directory, { create: true, program: "a test" });
    expect(open).toThrow(expect.objectContaining({ code: "ARCHIVE_IN_USE" }));
    first.db.close();
    first.lock.release();
    const second = open();
    second.db.close();
    second.lock.release();
    expect(existsSync(path.join(directory, "writer.json"))).toBe(false);
  });

  it("is released when opening fails after it was taken", () => {
    expect(() => openForWriting(directory, { create: false, program: "a test" })).toThrow(
      expect.objectContaining({ code: "ARCHIVE_NOT_FOUND" }),
    );
    const { db, lock } = openForWriting(directory, { create: true, program: "a test" });
    db.close();
    lock.release();
  });
});
