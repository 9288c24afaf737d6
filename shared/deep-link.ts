/**
 * Links to a document from outside Longhand: `longhand://ARCHIVE-ID/m12`, a PDF's page as `p13.3`. Pure.
 *
 * A link names a place and nothing else: it can start nothing and carries no words.
 */

/** What a link points to. */
export type DeepLink = { readonly archive: string; readonly document: string };

const LINK =
  /^longhand:\/\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/([mpf][1-9]\d{0,14}(?:\.[1-9]\d{0,5})?)\/?$/i;

/** The link to a document. */
export function formatDeepLink({ archive, document }: DeepLink): string {
  return `longhand://${archive}/${document}`;
}

/** What a text points to; undefined where it is no such link. */
export function parseDeepLink(text: string): DeepLink | undefined {
  const [, archive, document] = LINK.exec(text.trim()) ?? [];
  if (archive === undefined || document === undefined) return undefined;
  return { archive: archive.toLowerCase(), document: document.toLowerCase() };
}
