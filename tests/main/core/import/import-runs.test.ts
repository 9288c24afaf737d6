import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listDocuments } from "../../../../main/core/archive/queries/documents.ts";
import { interruptedJobs } from "../../../../main/core/archive/queries/jobs.ts";
import { importFiles } from "../../../../main/core/import/import-job.ts";
import { createImportRuns, type ImportRuns } from "../../../../main/core/import/import-runs.ts";
import { createTestArchive, importAll, mailText, mboxText, type TestArchive } from "../../../helpers/archive.ts";

let archive: TestArchive;
let runs: ImportRuns;
beforeEach(async () => {
  archive = await createTestArchive();
  runs = createImportRuns(archive.db, archive.writer, archive.queries);
});
afterEach(async () => {
  await runs.close();
  await archive.close();
});

function source(name: string, count: number): string {
  const file = path.join(archive.scratch, name);
  const mails = Array.from({ length: count }, (_, index) =>
    mailText({ Subject: `${name} ${index}`, body: "words ".repeat(800) }),
  );
  writeFileSync(file, mboxText(mails));
  return file;
}

/** Waits until the runs are as wanted. */
async function until(isSo: (states: readonly string[]) => boolean): Promise<void> {
  const controller = new AbortController();
  for await (const list of runs.watch(controller.signal)) {
    if (isSo(list.map(({ state }) => state))) return controller.abort();
  }
}

const subjects = (): string[] => listDocuments(archive.db, {}, { limit: 1000 }).map(({ subject }) => subject);

describe("import runs", () => {
  it("pause and go on: nothing twice, nothing lost, the numbers in the source's order", async () => {
    const file = source("long.mbox", 2500);
    const id = runs.start([file]);
    await until(() => (runs.list()[0]?.progress?.imported ?? 0) > 0);
    runs.pause(id);
    await until(([state]) => state === "paused");
    const count = Number(archive.db.prepare("SELECT count(*) FROM documents").pluck().get());
    expect(count).toBeLessThan(2500);
    expect(interruptedJobs(archive.db)).toMatchObject([{ state: "paused", path: file }]);
    runs.unpause(id);
    await until(([state]) => state === "done");
    expect(archive.db.prepare("SELECT subject FROM documents ORDER BY id").pluck().all()).toEqual(
      Array.from({ length: 2500 }, (_, index) => `long.mbox ${index}`),
    );
    expect(runs.list()[0]?.summary).toMatchObject({ imported: 2500 - count, duplicates: 0 });
  });

  it("wait for each other in the order in which they were started, and are known before their turn comes", async () => {
    runs.start([source("a.mbox", 300)]);
    runs.start([source("b.mbox", 3)]);
    await until(() => interruptedJobs(archive.db).length === 2);
    await until((states) => states.every((state) => state === "done"));
    expect(subjects()[0]).toBe("a.mbox 0");
    expect(subjects().slice(300)).toEqual(["b.mbox 0", "b.mbox 1", "b.mbox 2"]);
  });

  it("go on after the process died: what ran, what waited, and what rested stays at rest", async () => {
    const [one, two, three] = [source("1.mbox", 2), source("2.mbox", 2), source("3.mbox", 2)];
    for (const file of [one, two, three]) await archive.writer.call("queueSource", { kind: "mbox", path: file });
    await archive.writer.call("beginJob", { jobId: 1 });
    await archive.writer.call("finishJob", { jobId: 3, state: "paused" });
    runs.resume();
    await until((states) => states.join() === "paused,done,done");
    expect(subjects()).toEqual(["1.mbox 0", "1.mbox 1", "2.mbox 0", "2.mbox 1"]);
    runs.unpause(3);
    await until(([state]) => state === "done");
    expect(subjects()).toHaveLength(6);
  });

  it("fail as a whole where one source is not there, and leave the others alone", async () => {
    runs.start([source("ok.mbox", 2), path.join(archive.scratch, "absent")]);
    await until(([state]) => state === "failed");
    expect(runs.list()[0]?.error?.code).toBe("SOURCE_NOT_FOUND");
    expect(subjects()).toEqual([]);
  });
});

describe("an item under which the core dies again and again", () => {
  it("is recorded and left out; the others are imported", async () => {
    const folder = path.join(archive.scratch, "folder");
    mkdirSync(folder);
    for (const name of ["a", "b", "c"]) writeFileSync(path.join(folder, `${name}.eml`), mailText({ Subject: name }));
    const { jobId } = await archive.writer.call("queueSource", { kind: "folder", path: folder });
    // What three deaths of the process leave behind.
    for (let death = 0; death < 3; death += 1) {
      await archive.writer.call("beginJob", { jobId });
      await archive.writer.call("holdItem", { jobId, key: "b.eml" });
    }
    const tasks = [{ file: folder, jobId }];
    for await (const _ of importFiles(archive.writer, tasks, new AbortController().signal));
    expect(subjects()).toEqual(["a", "c"]);
    expect(archive.db.prepare("SELECT item_key, category FROM items WHERE state = 'failed'").raw().all()).toEqual([
      ["b.eml", "poison"],
    ]);
    // A later import, by hand, tries it anew.
    expect(await importAll(archive.writer, [folder])).toMatchObject({ imported: 1, duplicates: 2, failed: 0 });
  });
});
