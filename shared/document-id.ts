/**
 * Document ids as people and prompts write them: `m12`, `p13`, `p13.3`, `f14`.
 *
 * Owns the letter of each kind and the parsing; the number is the row's key in the archive.
 */

/** What a document is. */
export type DocumentKind = "mail" | "pdf" | "file";

const LETTERS: Readonly<Record<DocumentKind, string>> = { mail: "m", pdf: "p", file: "f" };

/** `m12` for mail number 12. */
export function formatDocumentId(kind: DocumentKind, number: number): string {
  return `${LETTERS[kind]}${number}`;
}

/** The parts of an id like `m12` or `p13.3`; `undefined` when the text is not an id. */
export function parseDocumentId(
  text: string,
): { readonly kind: DocumentKind; readonly number: number; readonly page: number | undefined } | undefined {
  const match = /^([mpf])([1-9]\d{0,14})(?:\.([1-9]\d{0,5}))?$/.exec(text);
  if (match === null) return undefined;
  const kind = (Object.keys(LETTERS) as DocumentKind[]).find((key) => LETTERS[key] === match[1]);
  if (kind === undefined) return undefined;
  return { kind, number: Number(match[2]), page: match[3] === undefined ? undefined : Number(match[3]) };
}
