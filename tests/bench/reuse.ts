/** What a second question costs against the first, on the embedded engine: tokens read and time, as ratios. */
import path from "node:path";
import { askAll, importPaths, openTestApi } from "../helpers/api.ts";
import { ROOT } from "../helpers/paths.ts";

/** Reads the whole sample archive, asks again, and prints both receipts. Answers are ignored: only the cache counts. */
export async function benchReuse(): Promise<void> {
  const { api, close } = await openTestApi();
  await importPaths(api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
  const [first, second] = await askAll(api, ["Who pays the rent?", "When is the regatta?"]);
  await close();
  if (first === undefined || second === undefined) throw new Error("a question was not answered");
  const read = (receipt: typeof first.receipt): string =>
    `${receipt.evaluatedTokens} of ${receipt.promptTokens} tokens read in ${(receipt.prefillMs / 1000).toFixed(2)} s`;
  console.log(`reuse: first question ${read(first.receipt)}; second ${read(second.receipt)}`);
  const ratio = first.receipt.prefillMs / Math.max(1, second.receipt.prefillMs);
  console.log(`reuse: the second question is read ${ratio.toFixed(0)} times as fast`);
}
