/** A sweep over real list mail four windows long with a fact planted in each, on whatever endpoint. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { AskResult, EndpointChoice } from "../../shared/schemas.ts";
import type { SweepPlan } from "../../shared/sweep.ts";
import type { Api, TestApi } from "./api.ts";
import { importPaths } from "./api.ts";
import { type PlantedMailbox, plantFacts } from "./planted-facts.ts";

/** One sweep as it came: its number, its plan, the windows in the order in which they were read, its result. */
export type SweepRun = {
  readonly id: number;
  readonly plan: SweepPlan;
  readonly read: readonly number[];
  readonly result: AskResult;
  /** The most windows that were being read at one moment: those that had begun to be read and were not done. */
  readonly most: number;
};

/** Runs a sweep to its end. */
export async function sweep(api: Api, question: string, endpoint: EndpointChoice): Promise<SweepRun> {
  let id = 0;
  let plan: SweepPlan | undefined;
  let result: AskResult | undefined;
  const read: number[] = [];
  const reading = new Set<number>();
  let most = 0;
  for await (const event of await api.sweep.run({ question, scope: {}, endpoint })) {
    if (event.event === "started") id = event.id;
    if (event.event === "plan") plan = event.plan;
    if (event.event === "window-progress") most = Math.max(most, reading.add(event.window).size);
    if (event.event === "window-done") {
      read.push(event.window);
      reading.delete(event.window);
    }
    if (event.event === "result") result = event.result;
  }
  if (plan === undefined || result === undefined) throw new Error("the sweep did not end");
  return { id, plan, read, result, most };
}

/** Four mailboxes of about so many tokens each, imported one after the other; a fact in each. */
export async function importPlanted(test: TestApi, tokens: number, seed: number): Promise<PlantedMailbox[]> {
  const mailboxes = await plantFacts(4, tokens, seed);
  for (const [index, { mbox }] of mailboxes.entries()) {
    const file = path.join(test.scratch, `part-${index}.mbox`);
    writeFileSync(file, mbox);
    await importPaths(test.api, [file], ["owner@test.example"]);
  }
  return mailboxes;
}
