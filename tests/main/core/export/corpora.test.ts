/** Real mail of every kind of source comes back from an export as it was; skipped where the corpora are not there. */
import path from "node:path";
import { expect, it } from "vitest";
import { importPaths, openTestApi } from "../../../helpers/api.ts";
import { factsOf } from "../../../helpers/archive-facts.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

it.runIf(hasCorpora())(
  "the corpora",
  async () => {
    const one = await openTestApi();
    const two = await openTestApi();
    try {
      await importPaths(one.api, [path.join(CORPORA, "mail"), path.join(CORPORA, "pdf")]);
      const out = path.join(one.scratch, "export");
      let rebuilt = -1;
      for await (const event of await one.api.exports.makeAt({ folder: out }))
        if (event.event === "done") ({ rebuilt } = event);
      // Copies of which two readings differ, or whose own bytes cannot be told for certain, come as the archive holds them.
      expect(rebuilt).toBeLessThan(100);
      await importPaths(two.api, [out]);
      const [before, after] = [one, two].map((test) => factsOf(test.core.context("host").db));
      for (const [name, rows] of Object.entries(before ?? {})) {
        const others = after?.[name] ?? [];
        // The first that differs: all of them would be gigabytes of a message.
        const at = rows.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(others[index]));
        expect([name, rows[at], others[at], others.length]).toEqual([name, undefined, undefined, rows.length]);
      }
      expect(before?.["documents"]?.length).toBeGreaterThan(1000);
    } finally {
      await one.close();
      await two.close();
    }
  },
  600_000,
);
