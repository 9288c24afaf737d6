/** Finds the window's own files for a host that serves them: nothing outside the folder, nothing hidden. */
import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  // What pdfjs loads beside its worker: character maps, fonts that a PDF may take for granted, colour profiles.
  ".bcmap": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".icc": "application/octet-stream",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".pfb": "application/octet-stream",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** A file of the window, ready to be sent. */
export type PageFile = { readonly bytes: Buffer<ArrayBuffer>; readonly type: string; readonly cache: string };

/** Reads the file behind the path of a URL (still percent-encoded); undefined for anything that is none. */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | undefined> {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (name.includes("\0") || name.includes("\\")) return undefined;
  const segments = (name === "/" ? "/index.html" : name).split("/").slice(1);
  if (segments.some((segment) => segment === "" || segment.startsWith("."))) return undefined;
  const type = TYPES[path.extname(name === "/" ? "index.html" : name).toLowerCase()];
  if (type === undefined) return undefined;
  try {
    // A link in the folder must not lead out of it either.
    const base = await realpath(folder);
    const file = await realpath(path.join(base, ...segments));
    if (!file.startsWith(base + path.sep) || !(await stat(file)).isFile()) return undefined;
    // Files under assets carry a hash of their content in their names.
    const cache = segments[0] === "assets" ? "private, max-age=31536000, immutable" : "no-store";
    return { bytes: await readFile(file), type, cache };
  } catch {
    // Not there, or not readable: for a browser that is the same.
    return undefined;
  }
}
