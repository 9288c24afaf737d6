// What Longhand ships of others: the packages behind `dependencies` and behind what the window's bundle imports.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./setup.mjs";

const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/** The package names that sources of a folder import. */
function importedBy(folder) {
  const names = new Set();
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  for (const entry of files.filter((each) => each.isFile() && /\.(?:tsx?|css)$/.test(each.name))) {
    const text = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), "utf8");
    for (const [, specifier] of text.matchAll(/(?:from|import|@import)\s*\(?["']([^."'/][^"']*)["']/g)) {
      const [scope, name] = specifier.split("/");
      names.add(scope.startsWith("@") ? `${scope}/${name}` : scope);
    }
  }
  return names;
}

/** The lock's key of a package as seen from another one, innermost first, as Node resolves it. */
function resolveFrom(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const key = base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (packages[key] !== undefined) return key;
    if (base === "") return undefined;
  }
}

/** Every shipped package: `{ name, version, license, text }`, by name. Placeholders of other platforms are left out. */
export function shippedPackages() {
  const manifest = readJson(path.join(ROOT, "package.json"));
  const { packages } = readJson(path.join(ROOT, "package-lock.json"));
  const roots = [
    ...Object.keys(manifest.dependencies),
    ...[...importedBy("renderer"), ...importedBy("preload")].filter(
      (name) => manifest.devDependencies[name] !== undefined,
    ),
  ].filter((name) => !["electron", "vite", "@vitejs/plugin-react"].includes(name));
  const seen = new Set();
  const queue = roots.map((name) => resolveFrom(packages, "", name));
  while (queue.length > 0) {
    const key = queue.pop();
    if (key === undefined || seen.has(key)) continue;
    seen.add(key);
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = packages[key];
    const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
    for (const name of [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers]) {
      // Types are erased, and the placeholder has nothing in it.
      if (!name.startsWith("@types/")) queue.push(resolveFrom(packages, key, name));
    }
  }
  const shipped = new Map();
  for (const key of seen) {
    const { os, cpu, version: locked, license: lockedLicense = "not stated" } = packages[key];
    if (os !== undefined || cpu !== undefined) {
      // For one platform only: it may not be installed here, and the list must be the same everywhere.
      const name = packages[key].name ?? key.slice(key.lastIndexOf("node_modules/") + 13);
      if (name !== "empty-npm-package")
        shipped.set(`${name}@${locked}`, { name, version: locked, license: lockedLicense, text: "" });
      continue;
    }
    const folder = path.join(ROOT, key);
    if (!existsSync(folder) || packages[key].name === "empty-npm-package") continue;
    const { name, version, license, licenses } = readJson(path.join(folder, "package.json"));
    const stated =
      typeof license === "string" ? license : (license?.type ?? licenses?.map(({ type }) => type).join(" OR "));
    const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)(?:\.|-|$)/i.test(each));
    const text =
      file === undefined ? "" : readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
    shipped.set(`${name}@${version}`, { name, version, license: stated ?? "not stated", text });
  }
  return [...shipped.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}
