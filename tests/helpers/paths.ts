/** Where tests find the checkout's parts and the shared corpora beside it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, "..", "..");

/** The bundled model, a copy of the demonstration model. */
export const DEMO_MODEL = path.join(ROOT, "resources", "models", "longhand-demo.gguf");

/** Real mail and PDFs beside the checkout; tests that use it skip where it is absent. */
export const CORPORA = path.resolve(ROOT, "..", "shared", "corpora");

/** Whether the corpora are there; says so once where they are not. */
export function hasCorpora(): boolean {
  const isThere = existsSync(path.join(CORPORA, "README.md"));
  if (!isThere) console.warn("skipped: no corpora beside the checkout (../shared/corpora)");
  return isThere;
}

/** A directory that is gone when `dispose` was called. */
export function temporaryDirectory(): { readonly path: string; dispose(): void } {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longhand-test-"));
  return { path: directory, dispose: () => rmSync(directory, { recursive: true, force: true }) };
}
