/**
 * The export of everything into a folder: mail as mbox, files as they were, what Longhand adds as JSON and Markdown.
 *
 * Owns what is written in which order. Reads one moment of the archive, whoever writes it meanwhile. The folder's own
 * life (begun beside its name, named when it is whole) is ./run-export.ts.
 */
import { randomUUID } from "node:crypto";
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { ExportReport } from "../../../shared/schemas.ts";
import { openReadable, type ReadableDatabase } from "../archive/connection.ts";
import {
  DOCUMENTS,
  EXPORT_VERSION,
  type ExportedItem,
  ITEMS,
  MANIFEST,
  type Manifest,
  type StoredContent,
} from "../archive/export-format.ts";
import { listDocuments } from "../archive/queries/documents.ts";
import { type ItemToExport, itemsToExport, manifestFacts, storedReader } from "../archive/queries/export.ts";
import { createForwardReader, type ForwardReader } from "../import/read-forward.ts";
import { createExportFiles, type ExportFiles, type Written } from "./export-files.ts";
import { writeHistory } from "./history-files.ts";
import { originalBytes, rebuiltMail } from "./item-bytes.ts";
import { readMeText } from "./read-me.ts";

const DOCUMENTS_AT_ONCE = 500;
/** Items between two words of progress. */
const PROGRESS_ITEMS = 50;

type Placed = { readonly written: Written; readonly stored?: StoredContent };

function place(item: ItemToExport, bytes: Buffer | undefined, stored: StoredContent, files: ExportFiles): Written {
  const { folder, name, dateMs } = item;
  if ("mail" in stored) return files.addMail(folder, bytes ?? rebuiltMail(stored.mail));
  if (bytes !== undefined)
    return files.addFile(folder, name || formatDocumentId(item.kind, item.number), bytes, dateMs);
  const isPdf = stored.parsedFile.kind === "pdf";
  return files.addFile(folder, isPdf ? `${name}.txt` : name, Buffer.from(stored.parsedFile.text), dateMs);
}

async function placeItem(
  item: ItemToExport,
  reader: ForwardReader,
  read: (number: number) => StoredContent,
  files: ExportFiles,
): Promise<Placed> {
  const bytes = await originalBytes(item, reader);
  if (bytes !== undefined && item.kind === "mail") return { written: files.addMail(item.folder, bytes) };
  const stored = read(item.number);
  const written = place(item, bytes, stored, files);
  return bytes === undefined ? { written, stored } : { written };
}

function writeDocuments(db: ReadableDatabase, files: ExportFiles): void {
  const places = db.prepare("SELECT DISTINCT folder FROM places WHERE document_id = ? ORDER BY folder");
  for (let after = 0; ; ) {
    const page = listDocuments(db, {}, { limit: DOCUMENTS_AT_ONCE, after });
    for (const document of page) {
      after = Number(document.id.slice(1));
      files.addLine(DOCUMENTS, { ...document, folders: places.pluck().all(after) });
    }
    if (page.length < DOCUMENTS_AT_ONCE) return;
  }
}

/** Writes everything that the archive's file holds into `folder`, which is there and empty; throws what fails. */
export async function exportArchive(
  source: string,
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<ExportReport> {
  const db = openReadable(source);
  const files = createExportFiles(folder);
  const reader = createForwardReader();
  try {
    // One moment of the archive: what is imported meanwhile is not half in it.
    db.prepare("BEGIN").run();
    const facts = manifestFacts(db);
    const read = storedReader(db);
    let n = 0;
    let rebuilt = 0;
    let bytes = 0;
    for (const item of itemsToExport(db)) {
      n += 1;
      const { written, stored } = await placeItem(item, reader, read, files);
      bytes += written.length;
      if (stored !== undefined) rebuilt += 1;
      const line: ExportedItem = {
        n,
        document: formatDocumentId(item.kind, item.number),
        kind: item.kind,
        ...written,
        folder: item.folder,
        labels: JSON.parse(item.labels),
        isDraft: item.isDraft === 1,
        name: item.name,
        modifiedMs: item.kind === "mail" ? null : item.dateMs,
        numbers: JSON.parse(item.numbers),
        ...(stored === undefined ? {} : { stored }),
      };
      files.addLine(ITEMS, line);
      if (n % PROGRESS_ITEMS === 0) onProgress(n, facts.items);
    }
    writeDocuments(db, files);
    writeHistory(db, files);
    const report: ExportReport = { documents: facts.documents, items: n, rebuilt, bytes };
    files.addText("README.md", readMeText(report));
    // Last: without it the folder is no export.
    const manifest: Manifest = {
      format: "longhand-export",
      version: EXPORT_VERSION,
      id: randomUUID(),
      madeAt: new Date().toISOString(),
      ...facts,
    };
    if (n === 0) files.addText(ITEMS, "");
    files.addText(MANIFEST, `${JSON.stringify(manifest, null, 1)}\n`);
    onProgress(n, facts.items);
    return report;
  } finally {
    try {
      files.close();
    } finally {
      await reader.close();
      db.close();
    }
  }
}
