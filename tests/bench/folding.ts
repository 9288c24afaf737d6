/** How much folding saves: characters and tokens of the prompt against the plain text bodies, over real mailboxes. */
import path from "node:path";
import { endpointFor } from "../../main/core/api/archive.ts";
import { openForReading } from "../../main/core/archive/open.ts";
import { countTexts } from "../../main/core/endpoint/count.ts";
import type { Endpoint } from "../../main/core/endpoint/endpoint.ts";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { CORPORA } from "../helpers/paths.ts";

const SETS = [
  {
    name: "r-devel, two months",
    files: ["mail/mbox/pipermail/r-devel-2005-April.mbox", "mail/mbox/pipermail/r-devel-2011-August.mbox"],
  },
  { name: "voice, list", files: ["voice/list-ben-bolker/received.mbox", "voice/list-ben-bolker/sent.mbox"] },
  { name: "voice, business", files: ["voice/enron-steven-kean/received.mbox", "voice/enron-steven-kean/sent.mbox"] },
];

async function countTokens(endpoint: Endpoint, texts: readonly string[]): Promise<number> {
  let tokens = 0;
  for (let at = 0; at < texts.length; at += 256) {
    for (const counted of await countTexts(endpoint, texts.slice(at, at + 256))) tokens += counted.tokens;
  }
  return tokens;
}

/**
 * Prints a line a set; the line of the first is 65 %. Bodies are the decoded texts of the mails as they were sent, with
 * quotes and signatures; none of these mailboxes holds HTML.
 */
export async function benchFolding(): Promise<void> {
  for (const { name, files } of SETS) {
    const { api, core, directory, close } = await openTestApi();
    await importPaths(
      api,
      files.map((file) => path.join(CORPORA, file)),
    );
    const { tokens, documents, folded } = await api.corpus.report({ scope: {}, endpoint: {} });
    const { text } = await api.corpus.prompt({ scope: {} });
    const db = openForReading(directory);
    const bodies = db
      .prepare("SELECT b.text FROM bodies b JOIN documents d ON d.id = b.document_id WHERE d.kind = 'mail'")
      .pluck()
      .all() as string[];
    db.close();
    const bodyTokens = await countTokens(await endpointFor(core.context("host"), {}), bodies);
    await close();
    const chars = bodies.reduce((sum, body) => sum + body.length, 0);
    const share = ((text.length / chars) * 100).toFixed(1);
    console.log(
      `folding: ${name}: ${documents} documents, ${folded} folded; ${text.length} characters of ${chars} in the bodies (${share} %), ${tokens} tokens of ${bodyTokens} (${((tokens / bodyTokens) * 100).toFixed(1)} %)`,
    );
  }
}
