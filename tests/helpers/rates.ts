/** Asks for planted facts and absent facts through the API and counts what came back right. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { EndpointChoice } from "../../shared/schemas.ts";
import { askAll, importPaths, openTestApi } from "./api.ts";
import type { PlantedMailbox } from "./planted-facts.ts";

/**
 * What was answered; `verified` counts right answers whose verified citation points to the planted mail, `misled` those
 * to absent facts that are neither a refusal nor shown as unproven: all their citations are verified.
 */
export type Rates = { verified: number; refused: number; misled: number; meanTokens: number; wrong: string[] };

/** Imports each mailbox as a folder of its own and asks in that folder's scope. */
export async function measureRates(mailboxes: readonly PlantedMailbox[], endpoint: EndpointChoice): Promise<Rates> {
  const rates: Rates = { verified: 0, refused: 0, misled: 0, meanTokens: 0, wrong: [] };
  const { api, scratch, close } = await openTestApi();
  try {
    const paths = mailboxes.map((mailbox, index) => {
      const file = path.join(scratch, `box-${index}.mbox`);
      writeFileSync(file, mailbox.mbox);
      return file;
    });
    await importPaths(api, paths, ["owner@test.example"]);
    for (const [index, mailbox] of mailboxes.entries()) {
      const scope = { folder: `box-${index}` };
      const [found, absent] = await askAll(api, [mailbox.question, mailbox.absentQuestion], { scope, endpoint });
      if (found === undefined || absent === undefined) throw new Error("a question was not answered");
      const documents = await api.documents.list({ scope, limit: 100 });
      const planted = documents.find((item) => item.messageId === mailbox.messageId);
      const proof = found.citations.find(
        (item) => item.state === "verified" && item.quote.includes(`${mailbox.value}.`),
      );
      if (proof !== undefined && proof.id === planted?.id) rates.verified += 1;
      else rates.wrong.push(`${mailbox.value}: ${found.answer.slice(0, 80)}`);
      if (absent.answer.startsWith("I could not find that in the archive")) rates.refused += 1;
      else if (absent.citations.length > 0 && absent.citations.every(({ state }) => state === "verified")) {
        rates.misled += 1;
      }
      rates.meanTokens += found.receipt.assembledTokens / mailboxes.length;
    }
  } finally {
    await close();
  }
  return rates;
}
