// `npm run test:faults [-- paths]`: what goes wrong on purpose. Seeded.
//   LONGHAND_ROUNDS=200   rounds of killing (24 without it)
//   LONGHAND_SOAK=2000    mixed operations of the soak (60 without it)
//   LONGHAND_FUZZ=100     inputs a procedure of the API (12 without it)
//   LONGHAND_SEED=7       another order of events (1 without it)
import { ensureInstalled, packageBin, runNode } from "./lib/setup.mjs";

ensureInstalled();
process.exit(
  runNode([
    packageBin("vitest", "vitest.mjs"),
    "run",
    "--config",
    "tests/vitest.faults.config.ts",
    ...process.argv.slice(2),
  ]),
);
