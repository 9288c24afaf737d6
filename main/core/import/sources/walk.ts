/**
 * The files of a folder in a stable order, .gitignore respected.
 *
 * Owns which files are looked at; what they are is ./recognise.ts. Follows no links: they could lead anywhere. Waits for
 * the disk: it runs on the import's thread, and for a hundred thousand small files a promise each costs more than they do.
 */
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { MANIFEST } from "../../archive/export-format.ts";
import type { FailureCategory, SkipCategory } from "../../archive/parsed-mail.ts";
import type { SourceFile } from "./source-item.ts";

/** A file, or why something in the folder is none. */
export type WalkEntry =
  | ({ readonly type: "file" } & SourceFile)
  | {
      readonly type: "skipped";
      readonly file: string;
      readonly category: SkipCategory;
      readonly message: string;
    }
  | { readonly type: "failed"; readonly file: string; readonly category: FailureCategory; readonly message: string };

type Rules = { readonly base: string; readonly rules: Ignore };

/** By code units: the same on every machine, whatever its language. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function isIgnored(file: string, isFolder: boolean, all: readonly Rules[]): boolean {
  let ignored = false;
  for (const { base, rules } of all) {
    const below = base === "" ? file : file.slice(base.length + 1);
    const result = rules.test(isFolder ? `${below}/` : below);
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}

function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    // It went while the folder was walked.
    return undefined;
  }
}

function readRules(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Rules that cannot be read leave nothing out.
    return "";
  }
}

/** The files of `root` and the folders in it, in order. */
export function* walkFolder(root: string, folder = "", outer: readonly Rules[] = []): Generator<WalkEntry> {
  let entries: Dirent[];
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true }).sort(byName);
  } catch {
    yield { type: "failed", file: folder, category: "unreadable", message: "The folder cannot be read." };
    return;
  }
  if (entries.some(({ name }) => name === "archive.sqlite") && entries.some(({ name }) => name === "writer.lock")) {
    yield { type: "skipped", file: folder, category: "index", message: "It is an archive of Longhand." };
    return;
  }
  if (folder !== "" && entries.some(({ name }) => name === MANIFEST)) {
    const message = "It is an export of Longhand: import it by itself.";
    yield { type: "skipped", file: folder, category: "index", message };
    return;
  }
  const isMaildir = ["cur", "new"].every((name) => entries.some((entry) => entry.name === name && entry.isDirectory()));
  const rules = [...outer];
  if (entries.some((entry) => entry.name === ".gitignore" && entry.isFile())) {
    const text = readRules(path.join(root, folder, ".gitignore"));
    rules.push({ base: folder, rules: ignore().add(text) });
  }
  for (const entry of entries) {
    const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const skipped = (category: SkipCategory, message: string): WalkEntry => ({
      type: "skipped",
      file,
      category,
      message,
    });
    if (entry.isSymbolicLink()) yield skipped("link", "Links are not followed.");
    else if (entry.isDirectory()) {
      if (entry.name === ".git") continue;
      if (isMaildir && entry.name === "tmp") continue;
      if (isIgnored(file, true, rules)) yield skipped("ignored", "The folder is left out by .gitignore.");
      else yield* walkFolder(root, file, rules);
    } else if (!entry.isFile()) yield skipped("special", "This is no ordinary file.");
    else if (isIgnored(file, false, rules)) yield skipped("ignored", "The file is left out by .gitignore.");
    else {
      const absolute = path.join(root, file);
      const info = statOf(absolute);
      if (info === undefined) continue;
      yield { type: "file", file, path: absolute, sizeBytes: info.size, modifiedMs: info.mtimeMs };
    }
  }
}
