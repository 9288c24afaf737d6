// `npm run test:server`: the integration tests against a real llama-server, which is built once.
import { ensureLlamaServer } from "./lib/llama-server.mjs";
import { ensureInstalled, packageBin, runNode } from "./lib/setup.mjs";

ensureInstalled();
const { server, vocabulary } = ensureLlamaServer();
process.exit(
  runNode(
    [packageBin("vitest", "vitest.mjs"), "run", "--config", "tests/vitest.server.config.ts", ...process.argv.slice(2)],
    { env: { LONGHAND_LLAMA_SERVER: server, LONGHAND_LLAMA_VOCABULARY: vocabulary } },
  ),
);
