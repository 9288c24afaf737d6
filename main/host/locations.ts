/** Where the program's own files are, in a checkout and in a build. */
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const isSource = import.meta.url.endsWith(".ts");
const root = isSource ? path.join(here, "..", "..") : path.join(here, "..", "..", "..");

/** The folder with the bundled model and sample. */
export const RESOURCES = path.join(root, "resources");

/** The built window. */
export const RENDERER = path.join(root, "dist", "renderer");

/** The built preload script. */
export const PRELOAD = path.join(root, "dist", "preload", "index.cjs");
