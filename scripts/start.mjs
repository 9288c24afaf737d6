// `npm start`: the desktop app where Electron can run, else the same window in a browser. Arguments go to `serve`.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, nodeBinary, nodeEnv, ROOT, runNode } from "./lib/setup.mjs";

const ELECTRON = path.join(ROOT, "node_modules", "electron");
/** Behind a firewall a connection may hang for minutes: asking whether there is one must not. */
const PROBE_MS = 5000;
const DOWNLOAD_MS = 240_000;
/** An Electron that ends with a failure sooner could not start at all (a missing system library). */
const START_MS = 10_000;

function electronBinary() {
  try {
    const name = readFileSync(path.join(ELECTRON, "path.txt"), "utf8").trim();
    const file = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(ELECTRON, "dist"), name);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

async function isDownloadReachable() {
  // Behind a proxy only the installer knows the way.
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  try {
    await fetch(mirror ?? "https://github.com/electron/electron/releases", {
      method: "HEAD",
      signal: AbortSignal.timeout(PROBE_MS),
    });
    return true;
  } catch {
    return false;
  }
}

/** Why the desktop app cannot run here; undefined where it can. */
async function obstacle() {
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return "there is no display here";
  }
  if (process.platform === "linux" && process.getuid?.() === 0) return "Electron does not run as root";
  if (electronBinary() !== undefined) return undefined;
  if (!(await isDownloadReachable())) return "Electron's program cannot be downloaded from here";
  console.error("Downloading Electron (about 120 MB, once) ...");
  spawnSync(nodeBinary(), [path.join(ELECTRON, "install.js")], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "ignore"],
    timeout: DOWNLOAD_MS,
    killSignal: "SIGKILL",
  });
  return electronBinary() === undefined ? "Electron's program could not be downloaded" : undefined;
}

/** Runs a program to its end, handing signals on; resolves to its exit code, null when a signal ended it. */
function runToEnd(command, args) {
  const child = spawn(command, args, { cwd: process.env.INIT_CWD ?? process.cwd(), env: nodeEnv(), stdio: "inherit" });
  const handOn = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, handOn);
  return new Promise((resolve) => {
    const end = (code) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, handOn);
      resolve(code);
    };
    child.on("error", () => end(127));
    child.on("exit", end);
  });
}

// npm runs this in the checkout; a relative path is the caller's.
if (process.env.LONGHAND_ARCHIVE) {
  process.env.LONGHAND_ARCHIVE = path.resolve(process.env.INIT_CWD ?? process.cwd(), process.env.LONGHAND_ARCHIVE);
}
ensureInstalled();
const built = runNode(["scripts/build.mjs"]);
if (built !== 0) process.exit(built);

let reason = await obstacle();
if (reason === undefined) {
  const started = performance.now();
  const code = await runToEnd(electronBinary(), [ROOT]);
  if (code === 0 || performance.now() - started > START_MS) process.exit(code ?? 0);
  reason = "Electron could not start";
}
console.error(`The desktop app cannot run (${reason}): Longhand opens in a browser instead.`);
const locations = pathToFileURL(path.join(ROOT, "dist", "main", "host", "locations.js"));
const { defaultArchive } = await import(locations.href);
const cli = path.join(ROOT, "dist", "main", "cli", "cli.js");
const code = await runToEnd(nodeBinary(), [cli, "serve", "--archive", defaultArchive(), ...process.argv.slice(2)]);
process.exit(code ?? 1);
