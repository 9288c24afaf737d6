/** Puts beside the page what pdfjs loads when a PDF needs it: character maps, standard fonts, decoders, profiles. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "vite";

/** Folders of pdfjs-dist, under `pdfjs/` in the built page. Without the engine that runs a PDF's scripts: none is run. */
const FOLDERS = ["cmaps", "standard_fonts", "wasm", "iccs"] as const;

/** The plugin; it only acts when the page is built. */
export function pdfAssets(): Plugin {
  const root = path.dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  return {
    name: "longhand-pdf-assets",
    apply: "build",
    generateBundle() {
      for (const folder of FOLDERS) {
        for (const name of readdirSync(path.join(root, folder))) {
          if (/^quickjs|^LICENSE_(?:PDFJS_)?QUICKJS/i.test(name)) continue;
          const source = readFileSync(path.join(root, folder, name));
          this.emitFile({ type: "asset", fileName: `pdfjs/${folder}/${name}`, source });
        }
      }
    },
  };
}
