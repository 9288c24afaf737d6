// `npm run dist [-- --linux|--mac|--win]`: the installers of this system, or of the one that is named, into release/.
// `-- --list` only lists what would be packed, with sizes. electron-builder and the engine's binaries of the platform
// are fetched now, in exact versions (docs/decisions/0004): what tests install stays small.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packedFiles } from "./lib/package-files.mjs";
import { ensureInstalled, ROOT, runNode } from "./lib/setup.mjs";

/** The schema that the configuration is tested against is of this version. */
const ELECTRON_BUILDER = "electron-builder@26.17.0";

/** The engine's packages of each system: CPU, and what its machines usually have. */
const ENGINES = {
  linux: ["linux-x64", "linux-x64-vulkan", "linux-x64-cuda"],
  mac: ["mac-arm64-metal", "mac-x64"],
  win: ["win-x64", "win-x64-vulkan", "win-x64-cuda"],
};
const HERE = { darwin: "mac", win32: "win" }[process.platform] ?? "linux";

function run(program, args, cwd = ROOT) {
  const result = spawnSync(program, args, { cwd, stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    console.error(`longhand: ${program} ${args[0]} failed.`);
    process.exit(1);
  }
}

function listFiles() {
  const groups = new Map();
  for (const { file, bytes, isUnpacked } of packedFiles(ROOT)) {
    const parts = file.split("/");
    const depth = parts[0] === "node_modules" ? (parts[1].startsWith("@") ? 3 : 2) : 2;
    const group = parts.slice(0, depth).join("/");
    const known = groups.get(group) ?? { files: 0, bytes: 0, isUnpacked };
    groups.set(group, { files: known.files + 1, bytes: known.bytes + bytes, isUnpacked });
  }
  const rows = [...groups].sort(([, a], [, b]) => b.bytes - a.bytes);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).padStart(7)} MB`;
  for (const [name, { files, bytes, isUnpacked }] of rows) {
    console.log(
      `${megabytes(bytes)}  ${String(files).padStart(5)} files  ${isUnpacked ? "beside " : "inside "} ${name}`,
    );
  }
  const sum = rows.reduce((total, [, { bytes }]) => total + bytes, 0);
  console.log(`${megabytes(sum)}  in all, without Electron itself and the resources`);
}

function fetchEngines(platform) {
  const { version } = JSON.parse(
    readFileSync(path.join(ROOT, "node_modules", "node-llama-cpp", "package.json"), "utf8"),
  );
  const scratch = mkdtempSync(path.join(tmpdir(), "longhand-dist-"));
  try {
    for (const name of ENGINES[platform]) {
      const target = path.join(ROOT, "node_modules", "@node-llama-cpp", name);
      console.error(`Fetching @node-llama-cpp/${name} ${version} ...`);
      run("npm", ["pack", `@node-llama-cpp/${name}@${version}`, "--pack-destination", scratch]);
      const [archive] = readdirSync(scratch).filter((file) => file.endsWith(".tgz"));
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
      run("tar", ["-xzf", path.join(scratch, archive), "--strip-components=1", "-C", target]);
      rmSync(path.join(scratch, archive));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

ensureInstalled();
if (runNode(["scripts/build.mjs"]) !== 0) process.exit(1);
const args = process.argv.slice(2);
if (args.includes("--list")) {
  listFiles();
} else {
  const platform = Object.keys(ENGINES).find((name) => args.includes(`--${name}`)) ?? HERE;
  fetchEngines(platform);
  run("npx", ["--yes", ELECTRON_BUILDER, "--config", "electron-builder.yml", `--${platform}`, "--publish", "never"]);
}
