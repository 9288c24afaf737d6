import { describe, expect, it } from "vitest";
import { LONG_MS, least, README_RATES, ratesAtDepths } from "../../../helpers/depths.ts";
import { hasCorpora } from "../../../helpers/paths.ts";

describe.skipIf(!hasCorpora())(
  "facts at five depths of real mail, the embedded engine (needs ../shared/corpora)",
  () => {
    it.each(README_RATES)(
      "are answered with proof and absent ones refused at $tokens tokens",
      async (readme) => {
        const rates = await ratesAtDepths(readme.tokens, {});
        const { verified, refused, count, meanTokens } = rates;
        console.log(
          `embedded, ${readme.tokens}: ${verified} of ${count} verified, ${refused} of ${count} refused, ${Math.round(meanTokens)} tokens`,
        );
        expect(verified).toBeGreaterThanOrEqual(least(readme.answered, count));
        expect(refused).toBeGreaterThanOrEqual(least(readme.refused, count));
      },
      LONG_MS,
    );
  },
);
