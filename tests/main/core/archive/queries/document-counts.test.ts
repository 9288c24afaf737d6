import path from "node:path";
import { expect, it } from "vitest";
import { importPaths, openTestApi } from "../../../../helpers/api.ts";
import { ROOT } from "../../../../helpers/paths.ts";

it("counts every document that an import stores, attachments too, and none twice", async () => {
  const test = await openTestApi();
  try {
    const { db } = test.core.context("host");
    const said = (): unknown => db.prepare("SELECT documents, undated FROM document_counts").get();
    const there = (): unknown =>
      db
        .prepare("SELECT count(*) AS documents, count(*) FILTER (WHERE date_ms IS NULL) AS undated FROM documents")
        .get();
    const sample = path.join(ROOT, "resources", "sample", "archive.mbox");
    await importPaths(test.api, [sample]);
    expect(there()).toMatchObject({ documents: 184 });
    expect(said()).toEqual(there());
    await importPaths(test.api, [sample, path.join(ROOT, "README.md")]);
    expect(there()).toMatchObject({ documents: 185 });
    expect(said()).toEqual(there());
    for (const { id } of await test.api.sources.list()) {
      await test.api.sources.remove({ sourceId: id });
      expect(said()).toEqual(there());
    }
    expect(there()).toMatchObject({ documents: 0 });
  } finally {
    await test.close();
  }
});
