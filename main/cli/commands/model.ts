/** `model list|download|use|remove`: long-context models, and fetching their files, each host only by name. */
import { type Command, InvalidArgumentError } from "commander";
import type { ModelDownload } from "../../../shared/downloads.ts";
import { LonghandError } from "../../../shared/errors.ts";
import type { RecommendedModel } from "../../../shared/plan.ts";
import { type CommonOptions, collect, parseCount, withCommon } from "../options.ts";
import { formatBytes, formatNumber, formatTime, printJson, printLine, startProgress } from "../output.ts";
import { type Api, runCommand } from "../session.ts";

const isAddress = (what: string): boolean => /^https?:/.test(what);

function modelLine(model: RecommendedModel): string {
  const fit = !model.holdsArchive ? "reads it in several windows" : model.fitsThisMachine ? "fits" : "too large here";
  const window = model.claimedTokens === null ? "?" : formatNumber(model.claimedTokens);
  const host = model.file === null ? "no file known" : `from ${new URL(model.file.url).host}`;
  return `  ${model.id.padEnd(18)} window ${window}, file about ${formatBytes(model.fileBytes)}, memory about ${formatBytes(model.memoryBytes)}: ${fit}; ${model.licence}; ${host}`;
}

function downloadLine({ id, name, state, doneBytes, bytes, askHost, error }: ModelDownload): string {
  const size = bytes === null ? formatBytes(doneBytes) : `${formatBytes(doneBytes)} of ${formatBytes(bytes)}`;
  const more = askHost === null ? (error === null ? "" : `: ${error.message}`) : `: waits for --allow-host ${askHost}`;
  return `  ${id}  ${name}  ${state}, ${size}${more}`;
}

async function list(api: Api, isJson: boolean): Promise<void> {
  const { tokens, isExample, models } = await api.planner.recommended({ scope: {}, endpoint: {} });
  const downloads = await api.models.downloads();
  if (isJson) return printJson({ tokens, isExample, models, downloads });
  const example = isExample ? " as an example, for there is no mail yet" : "";
  await printLine(`Long-context models, for ${formatNumber(tokens)} tokens${example}:`);
  for (const model of models) await printLine(modelLine(model));
  await printLine(downloads.length === 0 ? "No model has been fetched." : "Fetched:");
  for (const download of downloads) await printLine(downloadLine(download));
}

type DownloadOptions = CommonOptions & { readonly allowHost: readonly string[]; readonly sha256?: string };

/** What would be fetched, from where; the error that asks for the first yes. */
async function addressOf(api: Api, what: string): Promise<{ url: string; bytes: number | null }> {
  if (isAddress(what)) return { url: what, bytes: null };
  const file = (await api.models.files()).find(({ id }) => id === what)?.file;
  if (file === undefined || file === null) {
    throw new LonghandError("MODEL_NOT_FOUND", `Longhand knows no file of a model named ${what}.`, "See: model list.");
  }
  return file;
}

async function download(api: Api, what: string, options: DownloadOptions, signal: AbortSignal): Promise<void> {
  const { url, bytes } = await addressOf(api, what);
  const host = URL.canParse(url) ? new URL(url).host : "";
  if (!options.allowHost.includes(host)) {
    const size = bytes === null ? "its size is the host's to say" : formatBytes(bytes);
    throw new LonghandError(
      "HOST_NOT_GRANTED",
      `This would connect to ${host} and fetch ${url} (${size}).`,
      `Say --allow-host ${host} if you want that; nothing of your mail goes there.`,
      { details: { host, bytes } },
    );
  }
  const request = isAddress(what) ? { url, sha256: options.sha256 } : { model: what };
  const { id } = await api.models.download({ ...request, host });
  const onAbort = (): void => void api.models.pause({ id });
  signal.addEventListener("abort", onAbort, { once: true });
  const progress = startProgress("Fetching");
  let toldAt = 0;
  try {
    for await (const all of await api.models.watch()) {
      const row = all.find((each) => each.id === id);
      if (row === undefined) return;
      if (row.state === "asks" && row.askHost !== null) {
        if (options.allowHost.includes(row.askHost)) {
          await api.models.grant({ id, host: row.askHost });
          continue;
        }
        throw new LonghandError(
          "HOST_NOT_GRANTED",
          `${host} sends to ${row.askHost} for the file${row.bytes === null ? "" : ` (${formatBytes(row.bytes)})`}.`,
          `Run it again with --allow-host ${host} --allow-host ${row.askHost} if you want that.`,
          { details: { host: row.askHost, bytes: row.bytes } },
        );
      }
      if (row.state === "done") {
        progress.stop();
        if (options.json === true) return printJson({ event: "done", ...row });
        return printLine(`${row.name} is here and its SHA-256 is right. Use it with: model use ${id}`);
      }
      if (row.state === "failed" || row.state === "paused") throw stopped(row, signal);
      const left = row.etaMs === null ? "" : `, about ${formatTime(row.etaMs)} left`;
      progress.update(row.doneBytes, row.bytes ?? 0, `${row.state === "checking" ? "checking" : "fetching"}${left}`);
      if (options.json === true && performance.now() - toldAt > 1000) {
        toldAt = performance.now();
        await printJson({ event: "progress", state: row.state, doneBytes: row.doneBytes, bytes: row.bytes });
      }
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    progress.stop();
  }
}

function stopped({ id, error }: ModelDownload, signal: AbortSignal): LonghandError {
  if (error === null || signal.aborted) {
    return new LonghandError("CANCELLED", "The download rests.", "Run the same command again to go on with it.", {
      details: { id },
    });
  }
  // Message and remedy are one sentence in a row; its code is one of the closed list.
  return new LonghandError(error.code, error.message);
}

const parseId = parseCount(1);

function parseSha256(value: string): string {
  if (!/^[0-9a-fA-F]{64}$/.test(value)) throw new InvalidArgumentError("It must be 64 hexadecimal digits.");
  return value;
}

/** Adds `model` with its subcommands. */
export function addModel(program: Command): void {
  const model = program.command("model").description("long-context models, and fetching their files");

  withCommon(model.command("list", { isDefault: true }))
    .description("models that could read this archive, and the files that were fetched")
    .action((options: CommonOptions) =>
      runCommand("model", options, "prefer-write", (api) => list(api, options.json === true)),
    );

  withCommon(model.command("download"))
    .description("fetch a model's file; goes on with one that was begun")
    .argument("<model|address>", "a model of the list, or the https address of a GGUF file")
    .option("--allow-host <host>", "connect to this host for it; once for each host", collect, [])
    .option("--sha256 <hex>", "its checksum, for an address", parseSha256)
    .action((what: string, options: DownloadOptions, command: Command) => {
      if (options.sha256 !== undefined && !isAddress(what)) command.error("error: --sha256 belongs to an address");
      return runCommand("model", options, "create", (api, signal) => download(api, what, options, signal));
    });

  withCommon(model.command("use"))
    .description("make a fetched file the archive's model")
    .argument("<number>", "its number in the list", parseId)
    .action((id: number, options: CommonOptions) =>
      runCommand("model", options, "write", async (api) => {
        const used = await api.models.use({ id });
        if (options.json === true) return printJson(used);
        await printLine(`${used.model} is in use: a window of ${formatNumber(used.windowTokens)} tokens.`);
      }),
    );

  withCommon(model.command("remove"))
    .description("delete a fetched file, or what is there of it")
    .argument("<number>", "its number in the list", parseId)
    .action((id: number, options: CommonOptions) =>
      runCommand("model", options, "write", async (api) => {
        await api.models.remove({ id });
        await (options.json === true ? printJson({ removed: id }) : printLine("It is deleted."));
      }),
    );
}
