/** Which of the cited documents look as if they spoke to the model. Only a notice: nothing is left out because of it. Pure. */
import { instructionIn } from "../../../shared/instructions.ts";
import type { Citation, InstructionNotice } from "../../../shared/schemas.ts";
import { unescapeContent } from "../prompt/escape.ts";

/** Notices of the documents that citations point to; a page's citation means its whole document. */
export function noticesOf(
  citations: readonly Citation[],
  documents: readonly { readonly id: string; readonly text: string }[],
): InstructionNotice[] {
  const cited = new Set(
    citations.flatMap(({ id, alsoIn }) =>
      [...(id === null ? [] : [id]), ...alsoIn].flatMap((name) => [name, name.replace(/\.\d+$/, "")]),
    ),
  );
  return documents.flatMap(({ id, text }) => {
    const words = cited.has(id) ? instructionIn(unescapeContent(text)) : undefined;
    return words === undefined ? [] : [{ id, words }];
  });
}
