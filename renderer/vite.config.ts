/** Builds the page that all windows show. One chunk a screen; no inline script, so that `script-src 'self'` holds. */
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pdfAssets } from "./pdf-assets.ts";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: "./",
  plugins: [react(), pdfAssets()],
  build: {
    target: "chrome140",
    outDir: path.join(here, "..", "dist", "renderer"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
