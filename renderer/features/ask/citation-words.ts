/** What a citation's state means, in words. Pure. */
import type { Citation } from "../../../shared/schemas.ts";
import { countOf } from "../../format.ts";

function also(citation: Citation): string {
  if (citation.alsoIn.length === 0) return "";
  const listed = citation.alsoIn.slice(0, 4).join(", ");
  return citation.alsoIn.length <= 4
    ? `The same words also stand in ${listed}.`
    : `The same words also stand in ${countOf(citation.alsoIn.length, "other document")}, among them ${listed}.`;
}

/** A title and, where there is more to say, a sentence. */
export function citationWords(citation: Citation): { readonly title: string; readonly detail: string } {
  switch (citation.state) {
    case "verified":
      return { title: "Verified: these words stand there, word for word", detail: also(citation) };
    case "near":
      return {
        title: "Near: the mail says something close to this, not the same",
        detail: "Read it there before you rely on it.",
      };
    case "wrong-id":
      return {
        title: "Wrong reference, right words",
        detail:
          `The answer names ${citation.claimedId}, but the words stand in ${citation.id}. ${also(citation)}`.trim(),
      };
    case "not-found":
      return {
        title: "Not found: these words stand nowhere in what was read",
        detail:
          citation.claimedId === null
            ? "The model may have made them up."
            : `The answer says they are in ${citation.claimedId}; they are not. The model may have made them up.`,
      };
  }
}
