/** `connections [--beyond] [--limit n]`: what Longhand connected to. */
import type { Command } from "commander";
import type { ConnectionEntry, ConnectionReport } from "../../../shared/egress.ts";
import { beyondWords, outcomeWords, placeWords, purposeWords } from "../../../shared/egress-words.ts";
import { type CommonOptions, parseCount, withCommon } from "../options.ts";
import { formatNumber, printJson, printLine } from "../output.ts";
import { runCommand } from "../session.ts";

function line(entry: ConnectionEntry): string {
  const { at, requests, sentBytes, receivedBytes } = entry;
  const traffic = `${formatNumber(sentBytes)} bytes sent, ${formatNumber(receivedBytes)} received`;
  const used =
    requests === 0 ? "" : `; ${requests === 1 ? "1 request" : `${formatNumber(requests)} requests`}, ${traffic}`;
  return `${at.slice(0, 19).replace("T", " ")}  ${placeWords(entry)}  ${purposeWords(entry.purpose)}: ${outcomeWords(entry)}${used}`;
}

async function printReport(report: ConnectionReport): Promise<void> {
  await printLine(beyondWords(report));
  for (const place of report.beyond) {
    await printLine(
      `  ${placeWords(place)}: ${formatNumber(place.connections)} connections, ${formatNumber(place.sentBytes)} bytes sent, the last ${place.lastAt.slice(0, 10)}`,
    );
  }
  for (const entry of report.connections) await printLine(line(entry));
}

type Options = CommonOptions & { readonly limit: number; readonly beyond?: boolean };

/** Reads the log; it holds places and amounts, never what was said. */
export function addConnections(program: Command): void {
  withCommon(program.command("connections"))
    .description("every connection that Longhand opened, the newest first: where to, what for, how much")
    .option("--limit <n>", "at most this many", parseCount(1), 50)
    .option("--beyond", "only those that left this machine")
    .action((options: Options) =>
      runCommand("connections", options, "read", async (api) => {
        const report = await api.egress.list({
          limit: Math.min(1000, options.limit),
          beyond: options.beyond === true,
        });
        return options.json === true ? printJson(report) : printReport(report);
      }),
    );
}
