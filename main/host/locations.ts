/** Where the program's own files are, in a checkout and in a build, and where the owner's archive is by default. */
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const isSource = import.meta.url.endsWith(".ts");
const root = isSource ? path.join(here, "..", "..") : path.join(here, "..", "..", "..");

/**
 * In a packaged app the program is in the archive `app.asar`, what must be real files lies beside it in
 * `app.asar.unpacked`, and the resources beside both.
 */
const ARCHIVE = /([\\/])app\.asar(?:\.unpacked)?$/;

/** The folder with the bundled model and sample, for a program whose root is `folder`. */
export function resourcesOf(folder: string): string {
  return path.join(ARCHIVE.test(folder) ? path.dirname(folder) : folder, "resources");
}

/** A module's path outside the archive: processes of their own are started from real files. */
export function unpackedPath(file: string): string {
  return file.replace(/([\\/])app\.asar([\\/])/, "$1app.asar.unpacked$2");
}

/** The folder with the bundled model and sample. */
export const RESOURCES = resourcesOf(root);

/** The built window. */
export const RENDERER = path.join(root, "dist", "renderer");

/** The built preload script. */
export const PRELOAD = path.join(root, "dist", "preload", "index.cjs");

/** The folder of this user's own data, the same for the desktop app and the browser host. */
export function dataDirectory(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  if (platform === "darwin") return path.join(homedir(), "Library", "Application Support", "Longhand");
  if (platform === "win32") return path.join(env["APPDATA"] ?? path.join(homedir(), "AppData", "Roaming"), "Longhand");
  return path.join(env["XDG_DATA_HOME"] || path.join(homedir(), ".local", "share"), "longhand");
}

/** The archive's directory where none is named; `LONGHAND_ARCHIVE` names one. */
export function defaultArchive(env: NodeJS.ProcessEnv = process.env): string {
  const named = env["LONGHAND_ARCHIVE"];
  return named ? path.resolve(named) : path.join(dataDirectory(env), "archive");
}
