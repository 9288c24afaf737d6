/** Builds the preload script: one CommonJS file, because a sandboxed preload can require nothing but Electron's part. */
import path from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  build: {
    target: "chrome140",
    outDir: path.join(here, "..", "dist", "preload"),
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    lib: { entry: path.join(here, "preload.ts"), formats: ["cjs"], fileName: () => "index.cjs" },
    rolldownOptions: { external: ["electron"], output: { codeSplitting: false } },
  },
});
