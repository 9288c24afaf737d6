import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../../main/core/endpoint/endpoint.ts";
import { findCanaries, runCanaries } from "../../../../main/core/exam/canary.ts";
import { assembleCorpus } from "../../../../main/core/prompt/corpus.ts";
import { type CountedCorpus, countCorpus } from "../../../../main/core/prompt/counting.ts";
import { LonghandError } from "../../../../shared/errors.ts";
import type { CanaryReport } from "../../../../shared/schemas.ts";
import { createTestArchive } from "../../../helpers/archive.ts";
import { corpusDocument } from "../../../helpers/documents.ts";
import { type Cut, cutFront, cutHalf, cutMiddle, scriptedEndpoint } from "../../../helpers/oracle.ts";
import { seededRandom } from "../../../helpers/random.ts";

const WORDS =
  "amber boat cedar dawn ember fern gate harbor inlet juniper kettle lantern meadow notebook orchard pebble".split(" ");

/** Mails whose sentences all begin differently. */
function mails(count: number) {
  const random = seededRandom(5);
  const sentence = (): string => {
    const words = Array.from({ length: 12 }, () => WORDS[Math.floor(random() * WORDS.length)] ?? "");
    const text = words.join(" ");
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  return Array.from({ length: count }, (_, index) =>
    corpusDocument({ number: index + 1, text: Array.from({ length: 6 }, sentence).join("\n") }),
  );
}

/** Repeats the sentence whose beginning the question quotes, if the prompt holds it. */
function repeater(prompt: string): string {
  const start = prompt.lastIndexOf("\u0001user\u0002");
  const beginning = /begins "([^"]+)"/.exec(prompt.slice(start))?.[1] ?? "?";
  const context = prompt.slice(0, start);
  const at = context.indexOf(beginning);
  return at < 0 ? "I could not find that in the archive." : (context.slice(at).split("\n")[0] ?? "");
}

async function corpusOn(endpoint: Endpoint, count = 100): Promise<CountedCorpus> {
  const archive = await createTestArchive();
  try {
    return await countCorpus(assembleCorpus(mails(count), new Set()), endpoint, archive);
  } finally {
    await archive.close();
  }
}

async function report(cut: Cut | undefined, answer = repeater, seed = "s"): Promise<CanaryReport> {
  const endpoint = scriptedEndpoint({ answer, windowTokens: 16_384, ...(cut === undefined ? {} : { cut }) });
  const corpus = await corpusOn(endpoint);
  const plan = { purpose: "ask", traits: {}, allowEvict: false } as const;
  const run = runCanaries({ endpoint, corpus, today: "2026-11-23", seed, plan, signal: new AbortController().signal });
  for (let step = await run.next(); ; step = await run.next()) if (step.done === true) return step.value;
}

const failure = async (cut: Cut, seed: string): Promise<LonghandError> => {
  const error = await report(cut, repeater, seed).catch((thrown: unknown) => thrown);
  if (!(error instanceof LonghandError)) throw new Error(`no error, but ${JSON.stringify(error)}`);
  return error;
};

describe("canaries", () => {
  it("are sentences that begin as no other place does, from all depths", async () => {
    const canaries = findCanaries(await corpusOn(scriptedEndpoint({ answer: repeater })));
    expect(canaries.length).toBeGreaterThan(500);
    expect(new Set(canaries.map(({ beginning }) => beginning)).size).toBe(canaries.length);
    expect(canaries[0]?.depth).toBeLessThan(0.02);
    expect(canaries.at(-1)?.depth).toBeGreaterThan(0.97);
  });

  it("come back from a whole prompt, and cost next to nothing", async () => {
    const heard = await report(undefined);
    expect(heard).toMatchObject({ state: "heard", probes: [{ isHeard: true }, { isHeard: true }, { isHeard: true }] });
    expect(heard.evaluatedTokens).toBeLessThan(300);
  });

  it.each(["1", "2", "3"])("name a cut at the front, in the middle, or to half of the window (%s)", async (seed) => {
    const front = await failure(cutFront(9000), seed);
    expect(front).toMatchObject({ code: "CANARY_FAILED" });
    expect(front.message).toContain("cuts the beginning");
    const middle = await failure(cutMiddle(3000), seed);
    expect(middle.message).toContain("drops the middle");
    // The prompt of about 14,000 tokens exceeds half of 16,384.
    const half = await failure(cutHalf(16_384), seed);
    expect(half.message).toContain("cuts the beginning");
  });

  it("call scattered losses decay, and leave the answer", async () => {
    let asked = 0;
    const faint = await report(undefined, (prompt) => {
      asked += 1;
      return [2, 5, 7].includes(asked) ? "no" : repeater(prompt);
    });
    expect(faint.state).toBe("faint");
    expect(faint.message).toContain("the model loses details at this length");
  });

  it("say nothing where the model cannot repeat a sentence at all", async () => {
    expect(await report(undefined, () => "no")).toMatchObject({ state: "unclear" });
  });
});
