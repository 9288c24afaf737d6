/**
 * Prompt format 1: the exact text of a document in the prefix.
 *
 * Owns every byte of the corpus prefix. A golden fixture in the tests pins it; any change here is a new format version.
 * Pure: takes documents, the owner's addresses and the state of the prefix so far, and returns text.
 */
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { Person } from "../../../shared/schemas.ts";
import type { CorpusDocument } from "../archive/queries/documents.ts";
import { escapeContent, escapeName } from "./escape.ts";
import { createFolder, squeeze } from "./fold.ts";
import { createNamer, headerField, type Namer } from "./people.ts";

/** The version of the format, stored with every prefix. */
export const PROMPT_FORMAT = 1;

/** The fixed rules at the very top, followed by a blank line. */
export const RULES =
  'You are the private assistant of the owner of this archive, who appears in it as "me". Use only what the archive says.\n\n';

/** A document's text in the prefix; it ends with a blank line. `isFolded` says that quoted text was replaced by a reference. */
export type RenderedDocument = {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly isFolded: boolean;
};

/** Renders the documents of one prefix, in order. */
export type Renderer = {
  /** The next document of the prefix. */
  render(document: CorpusDocument): RenderedDocument;
  /** A message for the tail: like a document, but without an id, and nothing is remembered of it. */
  renderMessage(document: CorpusDocument): string;
};

const MAX_NAMED_RECIPIENTS = 6;

/** What stands in the place of a page without text: a scan, a drawing. */
const NO_TEXT = "(no text on this page)";

/** `120 KB`: decimal units, no digits after the point below ten of a unit's thousand. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} bytes`;
  if (sizeBytes < 999_500) return `${Math.round(sizeBytes / 1000)} KB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}

/** `A to B, C`; over six recipients the first five and a count. Each person once. */
export function formatPeople(
  from: Person | null,
  recipients: readonly Person[],
  name: (person: Person) => string,
): string {
  const sender = name(from ?? { name: "", address: "" });
  const unique = new Map<string, Person>();
  for (const person of recipients) {
    const label = person.address === "" ? person.name : person.address;
    if (!unique.has(label)) unique.set(label, person);
  }
  const people = [...unique.values()];
  const isLong = people.length > MAX_NAMED_RECIPIENTS;
  const named = [...new Set((isLong ? people.slice(0, MAX_NAMED_RECIPIENTS - 1) : people).map(name))];
  if (named.length === 0) return sender;
  const more = isLong ? ` and ${people.length - (MAX_NAMED_RECIPIENTS - 1)} more` : "";
  return `${sender} to ${named.join(", ")}${more}`;
}

/** Lines trimmed at the end, runs of blank lines folded to one, none at the start or end. */
export function tidyLines(lines: readonly string[]): string[] {
  const tidy: string[] = [];
  for (const line of lines) {
    const trimmed = line.trimEnd();
    if (trimmed === "" && (tidy.length === 0 || tidy.at(-1) === "")) continue;
    tidy.push(trimmed);
  }
  while (tidy.at(-1) === "") tidy.pop();
  return tidy;
}

function unmark(line: string): string {
  return line.replace(/^\s?> ?/, "");
}

/** A renderer for one prefix. `me` holds the owner's addresses in lower case. */
export function createRenderer(me: ReadonlySet<string>): Renderer {
  const name = createNamer(me);
  const folder = createFolder();
  /** Signatures that stood before, by sender: a signature stands once, at its first place. */
  const signatures = new Set<string>();

  function bodyLines(
    document: CorpusDocument,
    isRemembered: boolean,
  ): { readonly lines: string[]; readonly isFolded: boolean } {
    const all = document.text.split("\n");
    const lines: string[] = [];
    let isFolded = false;
    for (const [kind, first, count] of document.blocks) {
      const block = all.slice(first, first + count);
      if (kind === "own") {
        lines.push(...escapeContent(block.join("\n")).split("\n"));
      } else if (kind === "signature") {
        const key = `${document.from?.address ?? ""}\n${squeeze(block.join("\n"))}`;
        if (signatures.has(key)) isFolded = true;
        else lines.push(...escapeContent(block.join("\n")).split("\n"));
        if (isRemembered) signatures.add(key);
      } else {
        const folded = folder.fold(document, block.map(unmark));
        if (folded.target !== undefined) {
          isFolded = true;
          lines.push(`> [m${folded.target}]`);
        }
        const kept = tidyLines(escapeContent(folded.lines.join("\n")).split("\n"));
        lines.push(...kept.map((line) => `> ${line}`.trimEnd()));
      }
    }
    return { lines: tidyLines(lines), isFolded };
  }

  function headerAfterId(document: CorpusDocument, nameOf: Namer): string {
    const people = formatPeople(document.from, document.recipients, nameOf);
    const subject = headerField(document.subject) || "(no subject)";
    return `${document.localDate ?? "undated"} | ${people} | ${subject}`;
  }

  /** `date | name, page 1 of 12 | title` and the page's words, a unit a page; a file is one unit with its path. */
  function paperUnits(document: CorpusDocument, id: string): string[] {
    const date = document.localDate ?? "undated";
    const label = headerField(document.name) || "unnamed";
    const isPdf = document.kind === "pdf";
    const pages = isPdf ? document.text.split("\f") : [document.text];
    return pages.map((page, index) => {
      const fields = isPdf
        ? [`${label}, page ${index + 1} of ${pages.length}`, headerField(document.subject)]
        : [label, ""];
      const header = [date, ...fields].filter((field) => field !== "").join(" | ");
      const lines = tidyLines(escapeContent(page).split("\n"));
      const body = lines.length === 0 && isPdf ? [NO_TEXT] : lines;
      return `${[`[${isPdf ? `${id}.${index + 1}` : id}] ${header}`, ...body].join("\n")}\n\n`;
    });
  }

  function attachmentLine(document: CorpusDocument): string[] {
    if (document.attachments.length === 0) return [];
    const labels = document.attachments.map((item) => {
      const label = escapeName(headerField(item.name));
      return item.documentId === null
        ? `${label} (${headerField(item.type)}, ${formatSize(item.sizeBytes)})`
        : `${label} [${item.documentId}]`;
    });
    return [`Attachments: ${labels.join(", ")}`];
  }

  return {
    render(document) {
      const id = formatDocumentId(document.kind, document.number);
      if (document.kind !== "mail") {
        return { id, number: document.number, text: paperUnits(document, id).join(""), isFolded: false };
      }
      const header = `[${id}] ${headerAfterId(document, name)}`;
      const { lines, isFolded } = bodyLines(document, true);
      folder.add(document);
      const text = `${[header, ...lines, ...attachmentLine(document)].join("\n")}\n\n`;
      return { id, number: document.number, text, isFolded };
    },
    renderMessage(document) {
      const header = headerAfterId(document, name.fork());
      return [header, ...bodyLines(document, false).lines, ...attachmentLine(document)].join("\n");
    },
  };
}
