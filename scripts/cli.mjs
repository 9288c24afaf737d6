// The command line from a checkout: installs what is missing, then runs main/cli with the caller's arguments.
// Paths in the arguments are the caller's: npm sets INIT_CWD to where it was called.
import { spawn } from "node:child_process";
import path from "node:path";
import { ensureInstalled, nodeBinary, nodeEnv, ROOT } from "./lib/setup.mjs";

ensureInstalled();
const child = spawn(nodeBinary(), [path.join(ROOT, "main", "cli", "cli.ts"), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: nodeEnv(),
  stdio: "inherit",
});
// The terminal sends Ctrl+C to both; the child decides what it means, and its exit code is ours.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
