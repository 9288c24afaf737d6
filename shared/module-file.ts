/** The file of a module that is started by its path: source in a checkout, its emitted twin in a build. */

/** `name` with the ending that the module at `importerUrl` (its `import.meta.url`) has itself. */
export function moduleFile(name: string, importerUrl: string): string {
  return `${name}.${importerUrl.endsWith(".ts") ? "ts" : "js"}`;
}
