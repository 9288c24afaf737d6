/**
 * Prompt format 1: the exact text of a document in the prefix.
 *
 * Owns every byte of the corpus prefix. A golden fixture in the tests pins it; any change here is a new format version.
 * Pure: takes documents, the owner's addresses and the state of the prefix so far, and returns text.
 */
import { formatDocumentId } from "../../../shared/document-id.ts";
import type { Person } from "../../../shared/schemas.ts";
import type { CorpusDocument } from "../archive/queries/corpus.ts";
import { escapeContent, escapeName } from "./escape.ts";
import { createFolder } from "./fold.ts";
import type { Learnt, Memory } from "./memory.ts";
import { createNamer, headerField, type Namer } from "./people.ts";
import { createRepeats } from "./repeats.ts";

/** The version of the format, stored with every prefix. */
export const PROMPT_FORMAT = 1;

/** The fixed rules at the very top, followed by a blank line. */
export const RULES =
  'You are the private assistant of the owner of this archive, who appears in it as "me". Use only what the archive says.\n\n';

/**
 * A document's text in the prefix; it ends with a blank line. Characters are UTF-16 units.
 *
 * `headerChars` and `quotedChars` are parts of the text, the rest are the document's own words; `foldedChars` is what
 * folding took away. `targets` are the documents that it refers to instead of quoting them.
 */
export type RenderedDocument = {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly headerChars: number;
  readonly quotedChars: number;
  readonly foldedChars: number;
  readonly targets: readonly number[];
  /** True where quoted text was replaced by a reference, or a repeated line left out. */
  readonly isFolded: boolean;
};

/** Renders the documents of one prefix, in order. */
export type Renderer = {
  /** The next document of the prefix. */
  render(document: CorpusDocument): RenderedDocument;
  /** A message for the tail: like a document, but without an id, and nothing is remembered of it. */
  renderMessage(document: CorpusDocument): string;
  /** What rendering taught since the last call, for the seal. */
  takeLearnt(): Learnt;
};

const MAX_NAMED_RECIPIENTS = 6;

/** What stands in the place of a page without text: a scan, a drawing. */
export const NO_TEXT = "(no text on this page)";

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

type Body = {
  readonly lines: string[];
  readonly quotedChars: number;
  readonly foldedChars: number;
  readonly targets: readonly number[];
  readonly isFolded: boolean;
};

const charsOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);

/**
 * A renderer for one prefix. `me` holds the owner's addresses in lower case; `earlier` is what the documents taught
 * that were sealed before.
 */
export function createRenderer(me: ReadonlySet<string>, earlier?: Memory): Renderer {
  const name = createNamer(me, earlier?.names);
  const folder = createFolder(earlier);
  const repeats = createRepeats(earlier?.repeats);

  function quotedLines(document: CorpusDocument, block: readonly string[], targets: Set<number>): string[] {
    const lines: string[] = [];
    let kept: string[] = [];
    const flush = (): void => {
      const tidy = tidyLines(escapeContent(kept.join("\n")).split("\n"));
      lines.push(...tidy.map((line) => `> ${line}`.trimEnd()));
      kept = [];
    };
    for (const piece of folder.fold(document, block.map(unmark))) {
      if ("line" in piece) kept.push(piece.line);
      else {
        flush();
        targets.add(piece.target);
        lines.push(`> [m${piece.target}]`);
      }
    }
    flush();
    return lines;
  }

  function bodyOf(document: CorpusDocument, isRemembered: boolean): Body {
    const all = document.text.split("\n");
    const lines: string[] = [];
    const targets = new Set<number>();
    const lastOwn = document.blocks.findLastIndex(([kind]) => kind === "own");
    let quotedChars = 0;
    let foldedChars = 0;
    let isFolded = false;
    for (const [index, [kind, first, count]] of document.blocks.entries()) {
      const block = all.slice(first, first + count);
      if (kind === "own" || kind === "signature") {
        const kept =
          kind === "signature"
            ? repeats.signature(document, block, isRemembered)
            : index === lastOwn
              ? repeats.ownText(document, block, isRemembered)
              : block;
        isFolded ||= kept.length < block.length;
        foldedChars += charsOf(block) - charsOf(kept);
        lines.push(...escapeContent(kept.join("\n")).split("\n"));
      } else {
        const before = targets.size;
        const kept = quotedLines(document, block, targets);
        quotedChars += charsOf(kept);
        if (targets.size > before || kept.some((line) => /^> \[m\d+\]$/.test(line))) {
          isFolded = true;
          foldedChars += Math.max(0, charsOf(block) - charsOf(kept));
        }
        lines.push(...kept);
      }
    }
    return { lines: tidyLines(lines), quotedChars, foldedChars, targets: [...targets].sort((a, b) => a - b), isFolded };
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
        const units = paperUnits(document, id);
        const headerChars = units.reduce((sum, unit) => sum + unit.indexOf("\n") + 1, 0);
        const plain = { quotedChars: 0, foldedChars: 0, targets: [], isFolded: false };
        return { id, number: document.number, text: units.join(""), headerChars, ...plain };
      }
      const header = `[${id}] ${headerAfterId(document, name)}`;
      const { lines, ...body } = bodyOf(document, true);
      folder.add(document);
      const attached = attachmentLine(document);
      const text = `${[header, ...lines, ...attached].join("\n")}\n\n`;
      return { id, number: document.number, text, headerChars: charsOf([header, ...attached]), ...body };
    },
    renderMessage(document) {
      const header = headerAfterId(document, name.fork());
      return [header, ...bodyOf(document, false).lines, ...attachmentLine(document)].join("\n");
    },
    takeLearnt: () => ({
      names: name.takeLearnt(),
      repeats: repeats.takeLearnt(),
      shingles: folder.takeLearnt(),
    }),
  };
}
