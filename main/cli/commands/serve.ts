import { existsSync } from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { fromErrorRecord, LonghandError } from "../../../shared/errors.ts";
import { canOpenBrowser, openBrowser } from "../../browser-host/open-browser.ts";
import { startBrowserHost } from "../../browser-host/server.ts";
import { errorBehind } from "../../core/api/trpc.ts";
import { launchNodeCore } from "../../host/launch-node.ts";
import { RENDERER, RESOURCES } from "../../host/locations.ts";
import { superviseCore } from "../../host/supervisor.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { printError, printJson, printLine } from "../output.ts";

type Options = CommonOptions & { readonly port: number; readonly open: boolean; readonly renderer: string };

function parsePort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a port number, 0 to 65535.");
}

/** `serve [--port n] [--no-open]` */
export function addServe(program: Command): void {
  withCommon(program.command("serve"))
    .description("open Longhand's window in a browser on this machine, creating the archive where there is none")
    .option("--port <n>", "the port on 127.0.0.1; without it any free one", parsePort, 0)
    .option("--no-open", "print the address and open no browser")
    .addOption(new Option("--renderer <dir>", "the built window").default(RENDERER).hideHelp())
    .action(serve);
}

async function serve(options: Options): Promise<void> {
  try {
    if (!existsSync(path.join(options.renderer, "index.html"))) {
      throw new LonghandError("SOURCE_NOT_FOUND", "Longhand's window is not built yet.", "Run npm run build first.");
    }
    await serveUntilStopped(options);
  } catch (error) {
    await printError(errorBehind(error), options.json === true);
    process.exitCode = 1;
  }
}

async function serveUntilStopped(options: Options): Promise<void> {
  const stopped = new Promise((resolve) => {
    // Kept to the end: a second Ctrl+C must not cut the closing short.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, resolve);
  });
  const archive = path.resolve(options.archive);
  const start = { directory: archive, program: "longhand serve", resources: RESOURCES };
  const supervisor = superviseCore(launchNodeCore, start);
  try {
    const { renderer, port } = options;
    const host = await startBrowserHost({ supervisor, renderer, archive, port });
    try {
      if (options.json === true) await printJson({ event: "serving", url: host.url });
      else await printLine(`Longhand is open at ${host.url}\nThe address works once. Press Ctrl+C to stop.`);
      if (options.open && canOpenBrowser()) openBrowser(host.url);
      // The page says it too; whoever started the host reads it here.
      const stopListening = supervisor.onState((state) => {
        if (state.status === "failed") void printError(fromErrorRecord(state.error), false);
      });
      await stopped;
      stopListening();
    } finally {
      await host.close();
    }
  } finally {
    await supervisor.stop();
  }
}
