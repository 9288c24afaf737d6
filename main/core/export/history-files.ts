/** What the owner made, as files: the rows for a later import, Markdown for people. */
import { parseDocumentId } from "../../../shared/document-id.ts";
import type { DraftRecord } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { HISTORY_TABLES, historyFile } from "../archive/export-format.ts";
import { listAnswers, readConversation } from "../archive/queries/answers.ts";
import { findSummary } from "../archive/queries/documents.ts";
import { listDrafts, listFamily } from "../archive/queries/drafts.ts";
import { historyRows } from "../archive/queries/export.ts";
import { conversationMarkdown } from "../ask/export.ts";
import type { ExportFiles } from "./export-files.ts";

const PAGE = 100;

function draftMarkdown(drafts: readonly DraftRecord[]): string {
  const [first] = drafts;
  const title = first?.replyTo === null || first === undefined ? "A draft" : `A reply to ${first.replyTo}`;
  const parts = drafts.flatMap(({ createdAt, edited, draft, model }, index) => [
    `## Version ${index + 1}`,
    `_Written ${createdAt.slice(0, 16).replace("T", " ")} UTC by ${model.replace(/[\\`*_[\]<>#|]/g, "\\$&")}._`,
    // As code: a draft is text and not Markdown.
    (edited ?? draft).replace(/^/gm, "    "),
  ]);
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}

/** Writes the history's files. */
export function writeHistory(db: ReadableDatabase, files: ExportFiles): void {
  for (const table of HISTORY_TABLES) for (const row of historyRows(db, table)) files.addLine(historyFile(table), row);
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = listAnswers(db, { limit: PAGE, before });
    for (const { id, askedAt } of page) {
      const text = conversationMarkdown(readConversation(db, id), (document) => {
        const number = parseDocumentId(document)?.number;
        return number === undefined ? undefined : findSummary(db, number);
      });
      files.addText(`history/answers/${askedAt.slice(0, 10)}-${id}.md`, text);
      before = id;
    }
    if (page.length < PAGE) break;
  }
  before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = listDrafts(db, { limit: PAGE, before });
    for (const { id, family, createdAt } of page) {
      files.addText(`history/drafts/${createdAt.slice(0, 10)}-${family}.md`, draftMarkdown(listFamily(db, family)));
      before = id;
    }
    if (page.length < PAGE) break;
  }
}
