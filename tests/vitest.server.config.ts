import path from "node:path";
import { defineConfig } from "vitest/config";

/** The tests against a real llama-server; scripts/test-server.mjs builds it and says where it is. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, ".."),
    include: ["tests/server/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
