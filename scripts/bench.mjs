// `npm run bench`: figures as ratios against a named peer in the same run.
import { ensureInstalled, runNode } from "./lib/setup.mjs";

ensureInstalled();
process.exit(runNode(["tests/bench/main.ts"]));
