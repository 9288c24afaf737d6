/**
 * A cold core: a process of its own, from its first line to the library's first page, as it is built for users.
 * Prints milliseconds by the clock and of the processor as JSON.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as RouterModule from "../../main/core/api/router.ts";
import type * as WriterModule from "../../main/core/archive/open-writer.ts";
import type * as CoreModule from "../../main/core/core.ts";

const [directory = "", built = ""] = process.argv.slice(2);
const root = path.join(import.meta.dirname, "..", "..");
const load = (name: string): Promise<unknown> => import(pathToFileURL(path.join(built, name)).href);

// In the order of the core process: the writer's thread starts while the rest is being loaded.
const { openWriter } = (await load(path.join("archive", "open-writer.js"))) as typeof WriterModule;
const options = { directory, mode: "create", program: "a bench", resources: path.join(root, "resources") } as const;
const writer = openWriter(options);
await load("core-program.js");
const loadedMs = performance.now();
const { openCore } = (await load("core.js")) as typeof CoreModule;
const { createCaller } = (await load(path.join("api", "router.js"))) as typeof RouterModule;
const core = await openCore(options, writer);
const api = createCaller(core.context("page"));
const openedMs = performance.now();
await api.archive.status();
const statusMs = performance.now();
await api.documents.page({ scope: {}, offset: 0, limit: 100 });
// The clock began when the process did: loading the program is part of starting it.
const firstPageMs = performance.now();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ loadedMs, openedMs, statusMs, firstPageMs, processorMs: (user + system) / 1000 }));
await core.close();
