// `npm test`: installs what is missing, then every check and every test that needs no built server.
import { ensureInstalled, packageBin, runNode } from "./lib/setup.mjs";

ensureInstalled();
const checks = runNode(["scripts/check.mjs"]);
const tests = runNode([
  packageBin("vitest", "vitest.mjs"),
  "run",
  "--config",
  "tests/vitest.config.ts",
  ...process.argv.slice(2),
]);
process.exit(checks || tests);
