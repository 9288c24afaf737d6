// `npm run guide`: takes the pictures of docs/guide anew, from the sample archive, in a real browser.
// `-- --look FOLDER` takes every screen in light and dark, narrow and wide, for looking at.
import { ensureInstalled, runNode } from "./lib/setup.mjs";

ensureInstalled();
process.exit(runNode(["scripts/build.mjs"]) || runNode(["tests/e2e/pictures.ts", ...process.argv.slice(2)]));
