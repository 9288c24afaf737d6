import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatherMaterial, sizeArchive } from "../../../../main/core/exam/material.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../helpers/archive.ts";
import { byteEndpoint } from "../../../helpers/endpoint.ts";
import { ROOT } from "../../../helpers/paths.ts";

describe("the material of an exam", () => {
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await createTestArchive();
    await importMails(
      archive,
      [1, 2, 3].map((id) => ({ "Message-ID": `<${id}@example.org>`, body: `The heron of pond ${id} is grey.` })),
    );
  });
  afterAll(() => archive.close());

  it("has nothing of what was withdrawn", async () => {
    const words = async (): Promise<string> => {
      const { mail, prose } = await gatherMaterial(archive.db, byteEndpoint(), path.join(ROOT, "resources"), {
        seed: 1,
        today: "2026-11-23",
        lastDocument: 3,
        work: { tasks: ["mail_single", "niah_single_1"], mail: [2048], ruler: [2048] },
      });
      return [...mail.map(({ text }) => text), ...prose.map(({ text }) => text)].join("\n");
    };
    const before = await sizeArchive(archive.db, byteEndpoint());
    expect(await words()).toContain("heron of pond 2");
    await archive.writer.call("setWithdrawn", { numbers: [2], isWithdrawn: true, rebuild: [], nowMs: 1 });
    expect(await words()).toContain("heron of pond 1");
    expect(await words()).not.toContain("heron of pond 2");
    expect((await sizeArchive(archive.db, byteEndpoint())).tokens).toBeLessThan(before.tokens);
  });
});
