/** Ids like `[m12]` in an answer become links to their document. Pure. */
import type { Citation } from "../../../shared/schemas.ts";

/** How such a link begins; nothing else in an answer may. */
export const CITATION_PREFIX = "#cite-";

const ID_GROUP = /\[((?:[mpf]\d{1,15}(?:\.\d+)?)(?:\s*,\s*[mpf]\d{1,15}(?:\.\d+)?)*)\](?!\()/g;

/** The markdown with its ids as links; code stays as it is. */
export function linkIds(markdown: string): string {
  return markdown
    .split(/(`+[^`]*`+)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(`](${CITATION_PREFIX}`, "](#").replace(ID_GROUP, (_, ids: string) =>
            ids
              .split(",")
              .map((id) => id.trim())
              .map((id) => `[${id}](${CITATION_PREFIX}${id})`)
              .join(" "),
          ),
    )
    .join("");
}

/** The words to mark when an id is opened: those of the first citation that was found there. */
export function quoteFor(id: string, citations: readonly Citation[]): string | null {
  const isPlace = (found: string | null): boolean => found === id || found?.startsWith(`${id}.`) === true;
  return citations.find((citation) => isPlace(citation.id))?.quote ?? null;
}
