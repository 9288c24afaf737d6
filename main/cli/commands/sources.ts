import { Buffer } from "node:buffer";
import { type Command, Option } from "commander";
import type { ItemState, LedgerItem, RemovalPreview, SourceRecord } from "../../../shared/schemas.ts";
import { type CommonOptions, parseCount, withCommon } from "../options.ts";
import { formatNumber, printJson, printLine } from "../output.ts";
import { type Api, runCommand } from "../session.ts";

type Options = CommonOptions & {
  readonly state?: ItemState;
  readonly raw?: number;
  readonly remove?: boolean;
  readonly undo?: number;
  readonly moved?: string;
  readonly preview?: boolean;
  readonly category?: string;
};

const PAGE = 1000;

/** `sources [id]`: the sources with their ledgers, or the ledger of one; removing and moving. */
export function addSources(program: Command): void {
  withCommon(program.command("sources"))
    .description("show where the documents come from and what became of every item")
    .argument("[id]", "a source, to see its items", parseCount(1))
    .addOption(
      new Option("--state <state>", "only items in this state").choices(["imported", "duplicate", "skipped", "failed"]),
    )
    .option("--category <reason>", "only items for this reason, like binary or malformed")
    .option("--raw <item>", "the bytes of an item", parseCount(1))
    .option("--remove", "remove the source and what only it brought")
    .option("--undo <import>", "remove what this import brought", parseCount(1))
    .option("--preview", "with --remove or --undo: only say what would go and what would stay")
    .option("--moved <path>", "the source lies here now")
    .action((id: number | undefined, options: Options) => {
      const isRemoval = options.remove === true || options.undo !== undefined;
      const isChange = (isRemoval && options.preview !== true) || options.moved !== undefined;
      return runCommand("sources", options, isChange ? "write" : "read", async (api) => {
        if (options.raw !== undefined) return printRaw(api, options.raw, options.json === true);
        if (options.preview === true && options.undo !== undefined) {
          return printPreview(await api.sources.previewRemoval({ importId: options.undo }), options.json === true);
        }
        if (options.preview === true && id !== undefined) {
          return printPreview(await api.sources.previewRemoval({ sourceId: id }), options.json === true);
        }
        if (options.undo !== undefined) {
          return printRemoval(await api.sources.removeImport({ jobId: options.undo }), options.json === true);
        }
        if (id !== undefined && options.remove === true) {
          return printRemoval(await api.sources.remove({ sourceId: id }), options.json === true);
        }
        if (id !== undefined && options.moved !== undefined) {
          await api.sources.moveTo({ sourceId: id, path: options.moved });
        } else if (id !== undefined) return printItems(api, id, options);
        for (const source of await api.sources.list()) {
          await (options.json === true ? printJson(source) : printLine(sourceLine(source)));
        }
      });
    });
}

function sourceLine({ id, kind, name, ledger, lastJob }: SourceRecord): string {
  const counts = [
    `${formatNumber(ledger.imported)} imported`,
    `${formatNumber(ledger.duplicate)} duplicates`,
    `${formatNumber(ledger.failed)} failed`,
    `${formatNumber(ledger.skipped)} skipped`,
  ];
  return `${String(id).padEnd(4)} ${kind.padEnd(7)} ${name}: ${counts.join(", ")}; import ${lastJob.id} ${lastJob.state}`;
}

function itemLine({ id, key, state, documentId, category, message }: LedgerItem): string {
  const why = [category, message].filter((text) => text !== null).join(": ");
  return `${String(id).padEnd(7)} ${state.padEnd(9)} ${documentId ?? ""}${why} ${JSON.stringify(key)}`;
}

async function printItems(api: Api, sourceId: number, { state, category, json }: Options): Promise<void> {
  for (let after = 0; ; ) {
    const query = { sourceId, after, limit: PAGE, ...(state && { state }), ...(category && { category }) };
    const page = await api.sources.ledger(query);
    for (const item of page) await (json === true ? printJson(item) : printLine(itemLine(item)));
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? 0;
  }
}

async function printRaw(api: Api, itemId: number, isJson: boolean): Promise<void> {
  const { base64 } = await api.sources.raw({ itemId });
  if (isJson) await printJson({ item: itemId, raw: base64 });
  else process.stdout.write(Buffer.from(base64, "base64"));
}

async function printPreview(preview: RemovalPreview, isJson: boolean): Promise<void> {
  if (isJson) return printJson(preview);
  await printLine(
    `${formatNumber(preview.goes)} documents would go; ${formatNumber(preview.stays)} would stay, because something else brought them too.`,
  );
  for (const title of preview.goesExamples) await printLine(`  goes:  ${title}`);
  for (const title of preview.staysExamples) await printLine(`  stays: ${title}`);
}

async function printRemoval(removal: { readonly documents: number }, isJson: boolean): Promise<void> {
  await (isJson ? printJson(removal) : printLine(`Removed ${formatNumber(removal.documents)} documents.`));
}
