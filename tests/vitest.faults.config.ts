import path from "node:path";
import { defineConfig } from "vitest/config";

/** The fault tests; scripts/test-faults.mjs starts them and says what LONGHAND_ROUNDS and LONGHAND_SEED do. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, ".."),
    include: ["tests/faults/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // The slowest first: kills and floods wait for real processes.
    // Small replies of servers that drip must end within the tests.
    env: { LONGHAND_REPLY_SECONDS: "6" },
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
