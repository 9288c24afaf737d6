/** What Longhand is made of: pinned, hashed, named, with no script of a package that runs at its installation. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../helpers/paths.ts";

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly name?: string;
};
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));
const manifest = read("package.json") as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const lock = read("package-lock.json") as { readonly packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(lock.packages).filter(([key]) => key !== "");
const nameOf = (key: string): string => key.slice(key.lastIndexOf("node_modules/") + "node_modules/".length);

describe("the packages", () => {
  it("have exact versions in package.json, the ones in the lock", () => {
    for (const group of ["dependencies", "devDependencies", "optionalDependencies"]) {
      for (const [name, version] of Object.entries(manifest[group] ?? {})) {
        expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
        expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
      }
    }
  });

  it("are locked by a hash each, and come from nowhere but a registry", () => {
    expect(locked.length).toBeGreaterThan(200);
    for (const [key, { integrity, resolved, link }] of locked) {
      expect(link, key).not.toBe(true);
      expect(integrity, key).toMatch(/^sha512-/);
      if (resolved !== undefined) expect(resolved, key).toMatch(/^https:\/\/.*\.tgz$/);
    }
  });

  it("run no script when they are installed: each that has one is named, and denied", () => {
    const allowed = manifest["allowScripts"] ?? {};
    const withScripts = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([key]) => nameOf(key));
    for (const name of withScripts) expect(allowed, name).toHaveProperty([name], false);
    expect(Object.values(allowed).every((value) => value === false)).toBe(true);
  });
});

it("THIRD_PARTY_NOTICES is what scripts/notices.mjs makes of what is shipped", () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(ROOT, "scripts", "notices.mjs"), "--check"], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const notices = readFileSync(path.join(ROOT, "THIRD_PARTY_NOTICES"), "utf8");
  for (const name of ["better-sqlite3", "node-llama-cpp", "pdfjs-dist", "react", "@mantine/core"])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
  // None may ask for the source of what ships with it without a choice.
  expect(notices.split("=".repeat(78))[0]).not.toMatch(/: (?:A?GPL|SSPL|BUSL|not stated)/);
});
