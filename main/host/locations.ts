/** Where the program's own files are, in a checkout and in a build, and where the owner's archive is by default. */
import { homedir } from "node:os";
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
