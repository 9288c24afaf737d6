// `npm test`: installs what is missing, then every check and every test that needs no built server.
// Arguments go to Vitest alone and leave the rest out: `npm test -- tests/main/core/prompt`.
import { ensureInstalled, packageBin, runNode } from "./lib/setup.mjs";

ensureInstalled();
const chosen = process.argv.slice(2);
const vitest = () =>
  runNode([packageBin("vitest", "vitest.mjs"), "run", "--config", "tests/vitest.config.ts", ...chosen]);

if (chosen.length > 0) process.exit(vitest());
const steps = [
  () => runNode(["scripts/check.mjs"]),
  vitest,
  // The browser tests build the window first and see it as it ships.
  () => runNode(["tests/e2e/run.ts"]),
];
process.exit(Math.max(...steps.map((step) => step())));
