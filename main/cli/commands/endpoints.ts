/** `endpoints [--endpoint URL]`: model servers on this machine, or what one server is and can do. */
import type { Command } from "commander";
import type { EndpointReport, LocalServer, OfferedModels } from "../../../shared/schemas.ts";
import { type CommonOptions, type EndpointOptions, endpointOf, withCommon, withEndpoint } from "../options.ts";
import { formatNumber, printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

async function printFound(servers: readonly LocalServer[]): Promise<void> {
  if (servers.length === 0) return printLine("No model server was found on this machine's usual ports.");
  await printLine("Found on this machine:");
  for (const { address, kind, state, models } of servers) {
    const what = state === "key" ? "asks for a key" : state === "loading" ? "loading" : models.join(", ") || "no model";
    await printLine(`  ${address}  ${kind}: ${what}`);
  }
}

async function printOffered({ kind, models }: OfferedModels): Promise<void> {
  await printLine(`${kind}, ${models.length === 1 ? "one model" : `${models.length} models`}:`);
  for (const { name, isLoaded, windowTokens } of models) {
    const window = windowTokens === undefined ? "" : `, window ${formatNumber(windowTokens)}`;
    await printLine(`  ${name}${isLoaded === true ? " (loaded)" : ""}${window}`);
  }
}

async function printReport(report: EndpointReport): Promise<void> {
  const { kind, version, model, windowTokens, capabilities, warnings } = report;
  await printLine(`${model}, ${kind} ${version}, window ${formatNumber(windowTokens)} tokens`);
  await printLine(`  counts: ${capabilities.counts}; sent as ${capabilities.takes === "ids" ? "token ids" : "text"}`);
  for (const { message } of warnings) await printLine(`  warning: ${message}`);
}

type Options = CommonOptions & EndpointOptions & { readonly models?: boolean };

/** Without an address it looks at this machine; with one it connects. */
export function addEndpoints(program: Command): void {
  withEndpoint(withCommon(program.command("endpoints")))
    .description("find model servers on this machine, or say what the one at --endpoint is and can do")
    .option("--models", "list the models that the server at --endpoint offers")
    .action((options: Options) =>
      runCommand("endpoints", options, "prefer-write", async (api) => {
        const isJson = options.json === true;
        const { caFile: _, vocabularyFile: __, ...choice } = endpointOf(options);
        if (choice.address === undefined) {
          const servers = await api.settings.localServers();
          return isJson ? printJson({ servers }) : printFound(servers);
        }
        if (options.models === true) {
          const offered = await api.settings.models({ ...choice, address: choice.address });
          return isJson ? printJson(offered) : printOffered(offered);
        }
        const report = await api.settings.checkEndpoint(choice);
        return isJson ? printJson(report) : printReport(report);
      }),
    );
}
