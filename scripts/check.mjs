// Every check that is no test: format and lint, types per process, the dependency rule.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, nodeBinary, packageBin, ROOT } from "./lib/setup.mjs";

/** The dependency rule must have seen at least this many of our modules, or it passed on nothing. */
const MIN_MODULES = 60;

function step(name, run) {
  process.stdout.write(`check: ${name} ... `);
  const failure = run();
  if (failure) {
    console.log("FAILED");
    console.log(failure);
    process.exit(1);
  }
  console.log("ok");
}

function captured(args) {
  const result = spawnSync(nodeBinary(), args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  return { status: result.status, text: `${result.stdout}${result.stderr}` };
}

ensureInstalled();

step("format and lint (Biome)", () => {
  const { status, text } = captured([
    packageBin("@biomejs", "biome", "bin", "biome"),
    "check",
    "--error-on-warnings",
    ".",
  ]);
  return status === 0 ? "" : text;
});

for (const area of ["shared", "main", "preload", "renderer", "tests"]) {
  if (!existsSync(path.join(ROOT, area, "tsconfig.json"))) continue;
  step(`types of ${area} (tsc)`, () => {
    const { status, text } = captured([packageBin("typescript", "bin", "tsc"), "-p", area]);
    return status === 0 ? "" : text;
  });
}

step("dependency rule (dependency-cruiser)", () => {
  const areas = ["main", "preload", "renderer", "shared"].filter((area) => existsSync(path.join(ROOT, area)));
  const { text } = captured([
    packageBin("dependency-cruiser", "bin", "dependency-cruiser.mjs"),
    "--output-type",
    "json",
    ...areas,
  ]);
  const report = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  const ours = report.modules.filter((module) => /^(main|preload|renderer|shared)\//.test(module.source));
  if (ours.length < MIN_MODULES) return `It saw only ${ours.length} modules; at least ${MIN_MODULES} exist.`;
  return report.summary.violations
    .map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`)
    .join("\n");
});
