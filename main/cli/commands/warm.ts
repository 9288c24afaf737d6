import type { Command } from "commander";
import type { ReadReceipt } from "../../../shared/schemas.ts";
import {
  type CommonOptions,
  type EndpointOptions,
  endpointOf,
  type ScopeOptions,
  scopeOf,
  withCommon,
  withEndpoint,
  withEvict,
  withFit,
  withScope,
} from "../options.ts";
import { formatBytes, formatNumber, formatTime, printJson, printLine, startProgress } from "../output.ts";
import { runCommand } from "../session.ts";

function receiptWords(receipt: ReadReceipt): string {
  const { prefixTokens, cachedTokens, evaluatedTokens, prefillMs, saved, notSaved } = receipt;
  const read = `${formatNumber(prefixTokens)} tokens are read: ${formatNumber(cachedTokens)} were cached, ${formatNumber(evaluatedTokens)} new in ${formatTime(prefillMs)}.`;
  if (saved === null) return `${read} ${notSaved ?? ""}`.trim();
  return `${read} Kept on ${saved.place === "archive" ? "disk, in the archive" : "the server's disk"}: ${formatBytes(saved.bytes)}.`;
}

/** `warm [scope] [endpoint] [--fit newest] [--allow-evict]` */
export function addWarm(program: Command): void {
  withEvict(withFit(withEndpoint(withScope(withCommon(program.command("warm"))))))
    .description("read the archive ahead, so that a question costs only its own words")
    .action(
      (
        options: CommonOptions &
          ScopeOptions &
          EndpointOptions & { readonly fit?: "newest"; readonly allowEvict?: boolean },
      ) =>
        runCommand("warm", options, "prefer-write", async (api) => {
          const progress = startProgress("Reading");
          try {
            const events = await api.warm.run({
              scope: scopeOf(options),
              endpoint: endpointOf(options),
              allowEvict: options.allowEvict === true,
              ...(options.fit === undefined ? {} : { fit: options.fit }),
            });
            for await (const event of events) {
              if (event.event === "receipt") {
                progress.stop();
                if (options.json === true) await printJson({ receipt: event.receipt });
                else await printLine(receiptWords(event.receipt));
                continue;
              }
              const { done, total, etaMs, note } = event.progress;
              if (options.json === true) await printJson({ event: "progress", ...event.progress });
              else if (note !== null) process.stderr.write(`${note}\n`);
              const left = etaMs === null ? "" : `, about ${formatTime(etaMs)} left`;
              progress.update(done, total, `${formatNumber(done)} of ${formatNumber(total)} tokens${left}`);
            }
          } finally {
            progress.stop();
          }
        }),
    );
}
