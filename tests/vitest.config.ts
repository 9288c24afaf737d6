import path from "node:path";
import { defineConfig } from "vitest/config";

/** The unit and integration tests; those against a real llama-server are in vitest.server.config.ts, faults in vitest.faults.config.ts. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, ".."),
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/server/**", "tests/e2e/**", "tests/faults/**"],
    // Worker threads and child processes are part of what is tested: forks keep them apart.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
