import { describe, expect, it } from "vitest";
import { LONG_MS, least, README_RATES, ROOM, ratesAtDepths, ratesLine } from "../../../helpers/depths.ts";
import { hasCorpora } from "../../../helpers/paths.ts";

// One seed: the same cases as the first of three before llama-server (tests/server/ask.test.ts).
describe.skipIf(!hasCorpora())(
  "facts at five depths of real mail, the embedded engine (needs ../shared/corpora)",
  () => {
    it.each(README_RATES)(
      "are answered with proof and absent ones refused at $tokens tokens",
      async (readme) => {
        const rates = await ratesAtDepths(readme.tokens, {}, 1);
        console.log(ratesLine(`embedded, ${readme.tokens}`, rates));
        expect(rates.verified).toBeGreaterThanOrEqual(least(readme.answered, rates.count));
        expect(rates.refused).toBeGreaterThanOrEqual(least(readme.refused - ROOM, rates.count));
      },
      LONG_MS,
    );
  },
);
