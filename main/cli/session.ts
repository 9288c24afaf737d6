/** Runs a command against an opened core and closes it whatever happens; Ctrl+C cancels. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createCaller } from "../core/api/router.ts";
import { errorBehind } from "../core/api/trpc.ts";
import { type CoreOptions, openCore } from "../core/core.ts";
import type { CommonOptions } from "./options.ts";
import { printError } from "./output.ts";

/** The API as commands call it. */
export type Api = ReturnType<typeof createCaller>;

/** The folder with the bundled model and sample, in a checkout and in a build. */
function resourcesDirectory(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const root = import.meta.url.endsWith(".ts") ? path.join(here, "..", "..") : path.join(here, "..", "..", "..");
  return path.join(root, "resources");
}

/** Opens the archive, runs `work`, closes; a failure is printed and sets the exit code 1. */
export async function runCommand(
  name: string,
  options: CommonOptions,
  mode: CoreOptions["mode"],
  work: (api: Api, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const onInterrupt = (): void => controller.abort();
  process.once("SIGINT", onInterrupt);
  process.once("SIGTERM", onInterrupt);
  try {
    const core = await openCore({
      directory: options.archive,
      mode,
      program: `longhand ${name}`,
      resources: resourcesDirectory(),
    });
    try {
      await work(createCaller(core.context("host"), { signal: controller.signal }), controller.signal);
    } finally {
      await core.close();
    }
  } catch (error) {
    const known = errorBehind(error);
    if (known.code === "INTERNAL" && process.env["LONGHAND_DEBUG"] !== undefined) console.error(error);
    await printError(known, options.json === true);
    process.exitCode = 1;
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
  }
}
