/**
 * A cold core: a process of its own, from its first line to the library's first page, as it is built for users.
 * Prints milliseconds by the clock and of the processor as JSON.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as RouterModule from "../../main/core/api/router.ts";
import type * as CoreModule from "../../main/core/core.ts";

const [directory = "", built = ""] = process.argv.slice(2);
const root = path.join(import.meta.dirname, "..", "..");
const load = (name: string): Promise<unknown> => import(pathToFileURL(path.join(built, name)).href);

const { openCore } = (await load("core.js")) as typeof CoreModule;
const { createCaller } = (await load(path.join("api", "router.js"))) as typeof RouterModule;
const core = await openCore({
  directory,
  mode: "create",
  program: "a bench",
  resources: path.join(root, "resources"),
});
const api = createCaller(core.context("page"));
const openedMs = performance.now();
await api.archive.status();
await api.documents.page({ scope: {}, offset: 0, limit: 100 });
// The clock began when the process did: loading the program is part of starting it.
const firstPageMs = performance.now();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ openedMs, firstPageMs, processorMs: (user + system) / 1000 }));
await core.close();
