// `npm run bench`: figures as ratios against a named peer in the same run. `-- --server` measures llama-server too
// (built once, as for the server tests); the names of parts (`-- import reuse`) measure those alone.
import { ensureLlamaServer } from "./lib/llama-server.mjs";
import { ensureInstalled, runNode } from "./lib/setup.mjs";

ensureInstalled();
const args = process.argv.slice(2).filter((arg) => arg !== "--server");
const env = process.argv.includes("--server") ? { LONGHAND_LLAMA_SERVER: ensureLlamaServer().server } : {};
// What users start is what is built.
if (runNode(["scripts/build.mjs"]) !== 0) process.exit(1);
process.exit(runNode(["tests/bench/main.ts", ...args], { env }));
