/** Asks for planted facts and absent facts through the API and counts what came back right. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { createCaller } from "../../main/core/api/router.ts";
import { openCore } from "../../main/core/core.ts";
import type { AskResult, EndpointChoice } from "../../shared/schemas.ts";
import { ROOT } from "./paths.ts";
import type { PlantedMailbox } from "./planted-facts.ts";

/** What was answered; `verified` counts right answers whose citation points to the planted mail. */
export type Rates = { verified: number; refused: number; meanTokens: number; wrong: string[] };

/** Imports each mailbox as a folder of its own and asks in that folder's scope. */
export async function measureRates(
  directory: string,
  mailboxes: readonly PlantedMailbox[],
  endpoint: EndpointChoice,
): Promise<Rates> {
  const paths = mailboxes.map((mailbox, index) => {
    const file = path.join(directory, `box-${index}.mbox`);
    writeFileSync(file, mailbox.mbox);
    return file;
  });
  const core = await openCore({
    directory: path.join(directory, "archive"),
    mode: "create",
    program: "a test",
    resources: path.join(ROOT, "resources"),
  });
  const rates: Rates = { verified: 0, refused: 0, meanTokens: 0, wrong: [] };
  try {
    const api = createCaller(core.context("host"));
    for await (const _ of await api.import.run({ paths, me: ["owner@test.example"] }));
    for (const [index, mailbox] of mailboxes.entries()) {
      const scope = { folder: `box-${index}` };
      const results: AskResult[] = [];
      const questions = [mailbox.question, mailbox.absentQuestion];
      for await (const event of await api.ask.run({ questions, scope, endpoint, today: "2026-11-23" })) {
        if (event.event === "result") results.push(event.result);
      }
      const [found, absent] = results;
      if (found === undefined || absent === undefined) throw new Error("a question was not answered");
      const planted = (await api.documents.list({ scope, limit: 100 })).find((item) => item.messageId === mailbox.messageId);
      const proof = found.citations.find((item) => item.state === "verified" && item.quote.includes(mailbox.value));
      if (proof?.id === planted?.id && proof !== undefined) rates.verified += 1;
      else rates.wrong.push(`${mailbox.value}: ${found.answer}`);
      if (absent.answer.startsWith("I could not find that in the archive")) rates.refused += 1;
      rates.meanTokens += found.receipt.assembledTokens / mailboxes.length;
    }
  } finally {
    await core.close();
  }
  return rates;
}
