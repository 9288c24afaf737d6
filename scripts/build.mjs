// `npm run build`: main and shared as JavaScript, the preload script, the window; into dist, which keeps the tree.
// A part whose inputs did not change since it was built is left alone.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, packageBin, ROOT, runNode } from "./lib/setup.mjs";

const DIST = path.join(ROOT, "dist");
const STAMPS = path.join(DIST, "build.json");
const TSC = packageBin("typescript", "bin", "tsc");
const VITE = packageBin("vite", "bin", "vite.js");

/** What is built: from which folders, into which file at least, and how. */
const PARTS = [
  {
    name: "main",
    inputs: ["main", "shared"],
    output: "main/main.js",
    // A file that was deleted must not live on in dist.
    clean: ["main", "shared"],
    args: [TSC, "-p", "main/tsconfig.build.json"],
  },
  {
    name: "preload",
    inputs: ["preload", "shared"],
    output: "preload/index.cjs",
    clean: [],
    args: [VITE, "build", "-c", "preload/vite.config.ts", "--logLevel", "warn"],
  },
  {
    name: "renderer",
    inputs: ["renderer", "shared"],
    output: "renderer/index.html",
    clean: [],
    args: [VITE, "build", "-c", "renderer/vite.config.ts", "--logLevel", "warn"],
  },
];

function filesOf(folder) {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function hashOf(inputs) {
  const hash = createHash("sha256");
  const fixed = ["package-lock.json", "scripts/build.mjs"].map((name) => path.join(ROOT, name));
  for (const file of [...fixed, ...inputs.flatMap(filesOf)]) {
    hash.update(`${path.relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, "utf8"));
  } catch {
    // None yet, or half written: everything is built.
    return {};
  }
}

ensureInstalled();
mkdirSync(DIST, { recursive: true });
const stamps = readStamps();
for (const { name, inputs, output, clean, args } of PARTS) {
  const hash = hashOf(inputs);
  if (stamps[name] === hash && existsSync(path.join(DIST, output))) continue;
  console.error(`Building ${name} ...`);
  for (const folder of clean) rmSync(path.join(DIST, folder), { recursive: true, force: true });
  // What the tools say is for people: standard output belongs to what `npm start` prints.
  const status = runNode(args, { stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error(`longhand: building ${name} failed; see the messages above.`);
    process.exit(1);
  }
  stamps[name] = hash;
  writeFileSync(STAMPS, `${JSON.stringify(stamps, null, 2)}\n`);
}
