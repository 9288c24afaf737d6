/** A sheet of one list of words: as many as fit its length. How the lists are drawn is ./word-tasks.ts. */
import type { BuiltSheet } from "./build-sheet.ts";
import { type Random, seededRandom } from "./random.ts";
import type { SheetMaterial, SheetSpec } from "./sheet-spec.ts";
import { drawCwe, drawFwe, type WordTask } from "./word-tasks.ts";

/** A sheet of one list: as many words as fit its length. */
export async function buildWordSheet(spec: SheetSpec, material: SheetMaterial, random: Random): Promise<BuiltSheet> {
  const length = Math.max(...spec.lengths);
  const isCommon = spec.tasks[0] === "cwe";
  const seed = String(random.next());
  const draw = (words: number): WordTask =>
    (isCommon ? drawCwe : drawFwe)(length, words, seededRandom(`${material.seed}/${spec.id}/${seed}`));
  const answerTokens = isCommon ? 120 : 50;
  const measure = async (task: WordTask): Promise<number> =>
    (await material.count([task.opening, task.context, task.text + task.answerPrefix])).reduce(
      (sum, tokens) => sum + tokens,
      0,
    ) +
    material.overheadTokens +
    answerTokens;
  // A guess in proportion, made better twice, then down by steps of ten until it fits, as RULER does.
  const fewest = isCommon ? 10 : 0;
  const least = await measure(draw(fewest));
  let words = fewest + Math.floor(length / 6);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const perWord = ((await measure(draw(words))) - least) / Math.max(1, words - fewest);
    words = fewest + Math.max(0, Math.floor((length - least) / Math.max(0.05, perWord)));
  }
  let task = draw(words);
  for (; (await measure(task)) > length && words > fewest; task = draw(words)) {
    words = Math.max(fewest, words - Math.max(10, Math.floor(words / 100)));
  }
  const isWhole = (await measure(task)) <= length;
  return {
    sheet: {
      id: spec.id,
      opening: task.opening,
      units: [task.context],
      questions: isWhole
        ? [
            {
              key: `${spec.id}#0`,
              task: isCommon ? "cwe" : "fwe",
              length,
              evidence: [],
              text: task.text,
              answerPrefix: task.answerPrefix,
              expectation: { rule: "all", references: task.answers },
              answerTokens,
            },
          ]
        : [],
    },
    bodyTokens: () => Number.MAX_SAFE_INTEGER,
  };
}
