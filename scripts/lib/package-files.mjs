// What electron-builder.yml packs, computed from the same file: for `npm run dist -- --list` and for the test that
// starts the core from a copy. A superset: electron-builder leaves out a few more (readmes and tests of packages).
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const picomatch = createRequire(import.meta.url)("picomatch");

/** The configuration; throws where it is not JSON with comment lines. */
export function readConfiguration(root) {
  const text = readFileSync(path.join(root, "electron-builder.yml"), "utf8");
  return JSON.parse(text.replace(/^#.*$/gm, ""));
}

/** The lock file's entry that `name` means for a package in `from`: the nearest one above it. */
function resolved(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (folder === "") return undefined;
  }
}

/** The folders of the packages that the program needs when it runs: the closure of what package.json depends on. */
export function productionPackages(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const found = new Set();
  const visit = (folder) => {
    const { dependencies, optionalDependencies } = packages[folder];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = resolved(packages, folder, name);
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit("");
  return [...found].filter((folder) => existsSync(path.join(root, folder, "package.json")));
}

function* filesBelow(root, folder) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    // A package's own packages are named by the lock file, each for itself.
    if (entry.isDirectory() && entry.name !== "node_modules") yield* filesBelow(root, name);
    else if (entry.isFile()) yield name;
  }
}

/** Every file that is packed: its path in the app, its size, and whether it lies outside the archive. */
export function packedFiles(root) {
  const { files, asarUnpack } = readConfiguration(root);
  const options = { dot: true };
  const wanted = picomatch(
    files.filter((pattern) => !pattern.startsWith("!")),
    options,
  );
  const unwanted = picomatch(
    files.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1)),
    options,
  );
  const unpacked = picomatch(asarUnpack, options);
  const own = ["package.json", ...filesBelow(root, "dist")].filter((file) => wanted(file));
  const packages = productionPackages(root).flatMap((folder) => [...filesBelow(root, folder)]);
  return [...own, ...packages]
    .filter((file) => !unwanted(file))
    .map((file) => ({ file, bytes: statSync(path.join(root, file)).size, isUnpacked: unpacked(file) }));
}
