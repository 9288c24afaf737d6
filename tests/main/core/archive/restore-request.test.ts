/** A restore that is asked for in the window: done by the next core, or not at all. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createCaller } from "../../../../main/core/api/router.ts";
import { backupFolder } from "../../../../main/core/archive/backup.ts";
import { openCore } from "../../../../main/core/core.ts";
import { errorCode, importPaths } from "../../../helpers/api.ts";
import { mailText, mboxText } from "../../../helpers/archive.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";

async function open(directory: string, restart?: () => void) {
  const options = { directory, mode: "create", program: "a test", resources: path.join(ROOT, "resources") } as const;
  const core = await openCore({ ...options, ...(restart === undefined ? {} : { restart }) });
  const context = core.context("page");
  const count = (): unknown => context.db.prepare("SELECT count(*) FROM documents").pluck().get();
  return { core, page: createCaller(context), host: createCaller(core.context("host")), count };
}

it("is carried out by the core that opens the archive next, once", async () => {
  const scratch = temporaryDirectory();
  const directory = path.join(scratch.path, "archive");
  const box = (name: string): string => {
    const file = path.join(scratch.path, `${name}.mbox`);
    writeFileSync(file, mboxText([mailText({ "Message-ID": `<${name}@x>`, Subject: name })]));
    return file;
  };
  let restarts = 0;
  const first = await open(directory, () => {
    restarts += 1;
  });
  await importPaths(first.host, [box("one")]);
  for await (const _ of await first.host.backups.make());
  const [backup] = await first.page.backups.list();
  await importPaths(first.host, [box("two")]);
  expect(first.count()).toBe(2);
  expect(await first.page.backups.lastRestore()).toBeNull();
  expect(await errorCode(first.page.backups.restore({ name: "../archive.sqlite" }))).toBe("BACKUP_NOT_FOUND");
  expect([restarts, existsSync(path.join(directory, "restore.json"))]).toEqual([0, false]);
  await first.page.backups.restore({ name: backup?.name ?? "" });
  expect(restarts).toBe(1);
  expect(first.count()).toBe(2);
  await first.core.close();

  const second = await open(directory);
  expect(second.count()).toBe(1);
  const outcome = await second.page.backups.lastRestore();
  expect(outcome).toMatchObject({ backup: backup?.name, documents: 1, error: null });
  expect((await second.page.backups.list()).map(({ name }) => name)).toContain(outcome?.replaced);
  // A program that cannot start itself anew does nothing by halves.
  expect(await errorCode(second.page.backups.restore({ name: backup?.name ?? "" }))).toBe("INVALID_INPUT");
  await second.core.close();
  const third = await open(directory);
  expect(await third.page.backups.lastRestore()).toBeNull();
  expect(third.count()).toBe(1);
  await third.core.close();
  scratch.dispose();
});

it("leaves the archive as it is where the backup is damaged or gone, or the note makes no sense, and says so", async () => {
  const scratch = temporaryDirectory();
  const directory = path.join(scratch.path, "archive");
  const first = await open(directory, () => undefined);
  for await (const _ of await first.host.backups.make());
  const [backup] = await first.page.backups.list();
  const file = path.join(scratch.path, "one.mbox");
  writeFileSync(file, mboxText([mailText({ Subject: "one" })]));
  await importPaths(first.host, [file]);
  await first.page.backups.restore({ name: backup?.name ?? "" });
  writeFileSync(path.join(backupFolder(directory), backup?.name ?? ""), Buffer.alloc(9000, 7));
  await first.core.close();
  const second = await open(directory);
  expect(await second.page.backups.lastRestore()).toMatchObject({
    documents: null,
    error: { code: "ARCHIVE_DAMAGED" },
  });
  expect(second.count()).toBe(1);
  await second.core.close();
  for (const note of ['{"backup":"gone.sqlite"}', '{"backup":"../archive.sqlite"}', "no JSON"]) {
    writeFileSync(path.join(directory, "restore.json"), note);
    const third = await open(directory);
    expect((await third.page.backups.lastRestore())?.error, note).not.toBeNull();
    expect(third.count(), note).toBe(1);
    expect(readdirSync(directory), note).not.toContain("restore.json");
    await third.core.close();
  }
  scratch.dispose();
});
