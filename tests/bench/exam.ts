/** What shared prefixes save: the tokens of a normal exam against the naive grid's, on two stand-ins and the real model. */
import path from "node:path";
import { naiveCost } from "../../main/core/exam/cost.ts";
import { PRESETS, scopeOfWork } from "../../main/core/exam/plan.ts";
import { examRequestSchema } from "../../shared/exam.ts";
import { importPaths, openTestApi } from "../helpers/api.ts";
import { examine, KNOWLEDGE } from "../helpers/exam.ts";
import { perfectAnswer, scriptedEndpoint } from "../helpers/oracle.ts";
import { ROOT } from "../helpers/paths.ts";

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)}%`;

/** A reader who overlooks nothing makes the dearest exam: no length is given up. */
async function benchOracle(windowTokens: number): Promise<void> {
  const endpoint = scriptedEndpoint({ answer: (prompt) => perfectAnswer(prompt, KNOWLEDGE), windowTokens });
  const cells = await examine(endpoint, { preset: "normal" });
  const request = examRequestSchema.parse({ endpoint: {}, preset: "normal" });
  const grid = naiveCost(scopeOfWork(request, windowTokens, 0), PRESETS.normal.perTask);
  const { evaluatedTokens: read, promptTokens: sent } = endpoint.usage;
  console.log(
    `exam: a perfect reader with a window of ${windowTokens}: ${cells.length} questions, ${read} tokens read; ${share(read, grid)} of the naive grid's ${grid}, ${share(read, sent)} of the same questions in prompts of their own`,
  );
}

/** Prints shares; decides nothing. */
export async function benchExam(): Promise<void> {
  await benchOracle(16_384);
  await benchOracle(131_072);
  const { api, close } = await openTestApi();
  await importPaths(api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
  let sent = 0;
  for await (const event of await api.exam.run({ endpoint: {}, preset: "normal" })) {
    if (event.event === "cell") sent += event.cell.promptTokens + event.cell.answerTokens;
    if (event.event !== "summary") continue;
    const { tokens, naiveTokens, seconds, effective } = event.summary;
    console.log(
      `exam: the bundled model: effective ${effective}; ${tokens} tokens in ${seconds} s; ${share(tokens, naiveTokens)} of the naive grid's ${naiveTokens}, ${share(tokens, sent)} of the same questions in prompts of their own`,
    );
  }
  await close();
}
