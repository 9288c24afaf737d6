// `npm run sbom`: writes dist/sbom.cdx.json (CycloneDX) of what is installed, from the lock; asks nothing of the network.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, ROOT } from "./lib/setup.mjs";

ensureInstalled();
const args = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--loglevel", "error"];
const { status, stdout, stderr } = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
if (status !== 0) {
  console.error(stderr);
  process.exit(1);
}
const sbom = JSON.parse(stdout);
mkdirSync(path.join(ROOT, "dist"), { recursive: true });
writeFileSync(path.join(ROOT, "dist", "sbom.cdx.json"), `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`dist/sbom.cdx.json: ${sbom.components.length} components`);
