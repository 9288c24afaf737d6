/** A cold core: a process of its own, from its first line to the library's first page. Prints milliseconds as JSON. */
import path from "node:path";
import { createCaller } from "../../main/core/api/router.ts";
import { openCore } from "../../main/core/core.ts";

const [directory = ""] = process.argv.slice(2);
const resources = path.join(import.meta.dirname, "..", "..", "resources");
const core = await openCore({ directory, mode: "create", program: "a bench", resources });
const api = createCaller(core.context("page"));
const opened = performance.now();
await api.archive.status();
await api.documents.page({ scope: {}, offset: 0, limit: 100 });
// The clock began when the process did: loading the program is part of starting it.
console.log(JSON.stringify({ openedMs: opened, firstPageMs: performance.now() }));
await core.close();
