/** Real inference: drafts carry the manner of the sent mails at the rate of the model's README, on the embedded engine. */
import { expect, it } from "vitest";
import { hasCorpora } from "../../../helpers/paths.ts";
import { checkCachedPrefix, checkManners } from "../../../helpers/planted-styles.ts";

it.runIf(hasCorpora())(
  "takes over name, closing and signature as often as the model can, and differs by owner",
  { timeout: 1_200_000 },
  () => checkManners(expect, {}),
);

it.runIf(hasCorpora())("reads the prefix once for all drafts", { timeout: 240_000 }, () =>
  checkCachedPrefix(expect, {}),
);
