/** Drafting against a real llama-server: the manner of the sent mails, and the prefix that is read once. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { EndpointChoice } from "../../shared/schemas.ts";
import { type LlamaServer, startLlamaServer } from "../helpers/llama-server.ts";
import { hasCorpora } from "../helpers/paths.ts";
import { checkCachedPrefix, checkManners } from "../helpers/planted-styles.ts";

let server: LlamaServer;
let endpoint: EndpointChoice;
beforeAll(async () => {
  server = await startLlamaServer(4096);
  endpoint = { address: server.url };
});
afterAll(() => server.close());

it.runIf(hasCorpora())(
  "drafts carry name, closing and signature at the rate of the model's README, and differ by owner",
  { timeout: 1_200_000 },
  () => checkManners(expect, endpoint),
);

it.runIf(hasCorpora())("the prefix is read once for all drafts, variants too", { timeout: 240_000 }, () =>
  checkCachedPrefix(expect, endpoint),
);
