// `npm run notices`: writes THIRD_PARTY_NOTICES, the licences of what Longhand ships; with `--check` it only compares.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { shippedPackages } from "./lib/packages.mjs";
import { ensureInstalled, ROOT } from "./lib/setup.mjs";

ensureInstalled();
const file = path.join(ROOT, "THIRD_PARTY_NOTICES");
const packages = shippedPackages();
const rule = "=".repeat(78);
const text = [
  "Longhand ships these packages of others. Written by scripts/notices.mjs; do not edit.",
  "The bundled demonstration model and the sample mail are Longhand's own (resources/).",
  "",
  ...packages.map(({ name, version, license }) => `${name} ${version}: ${license}`),
  "",
  ...packages.flatMap(({ name, version, license, text: own }) => [
    rule,
    `${name} ${version} (${license})`,
    rule,
    own === "" ? "The package has no licence file of its own; its manifest states the licence above." : own,
    "",
  ]),
].join("\n");
if (process.argv.includes("--check")) {
  const isSame = existsSync(file) && readFileSync(file, "utf8") === text;
  if (!isSame) console.error("THIRD_PARTY_NOTICES is not what is shipped: run npm run notices");
  process.exit(isSame ? 0 : 1);
}
writeFileSync(file, text);
console.log(`THIRD_PARTY_NOTICES: ${packages.length} packages`);
