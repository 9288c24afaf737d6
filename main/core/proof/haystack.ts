/**
 * The documents that were sent, as one row of words in which any words can be found.
 *
 * Owns exact search, letter by letter of the compared words. No index: the row is scanned from its beginning.
 */
import { unhyphenated, weightOf, wordsOf } from "../../../shared/words.ts";
import { unescapeContent } from "../prompt/escape.ts";

/** A document as it was sent. */
export type SentDocument = { readonly id: string; readonly text: string };

/** Words in a row of an answer that stand in documents. */
export type Run = { readonly first: number; readonly count: number };

/** Finds words in what was sent. */
export type Haystack = {
  /** The ids of the documents that hold the words in a row, in the order of the prompt. */
  holders(words: readonly string[]): string[];
  /** The longest runs of `words` of at least so much weight (see {@link weightOf}); a run may overlap another. */
  runs(words: readonly string[], minWeight: number): Run[];
  /** The text of a sent document: escapes undone, without its id. */
  textOf(id: string): string | undefined;
  /** The documents that a document refers to in place of quoted text (`> [m12]`). */
  foldsOf(id: string): readonly string[];
};

const FOLD_LINE = /^> \[([mpf]\d+(?:\.\d+)?)\]$/gm;

const known = new WeakMap<readonly SentDocument[], Haystack>();

/** The haystack of the documents of one prefix; made once for the same array. */
export function haystackOf(documents: readonly SentDocument[]): Haystack {
  const ready = known.get(documents);
  if (ready !== undefined) return ready;
  const made = createHaystack(documents);
  known.set(documents, made);
  return made;
}

/** What of a document's text is content: escapes undone, its own id left out. */
function contentOf(text: string): string {
  return unescapeContent(text.replace(/^\[[^\]]*\]/, ""));
}

function row(words: readonly string[]): string {
  return ` ${words.join(" ")} `;
}

function createHaystack(documents: readonly SentDocument[]): Haystack {
  const rows: string[] = [];
  const starts: number[] = [];
  const owners: number[] = [];
  let length = 0;
  for (const [owner, document] of documents.entries()) {
    const content = contentOf(document.text);
    for (const text of [content, ...unhyphenated(content)]) {
      const words = row(wordsOf(text).map((word) => word.text));
      rows.push(words);
      starts.push(length);
      owners.push(owner);
      length += words.length + 1;
    }
  }
  const joined = rows.join("\n");
  const byId = new Map(documents.map((document) => [document.id, document]));

  function ownerAt(position: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    holders(words) {
      if (words.length === 0) return [];
      const wanted = row(words);
      const found: string[] = [];
      let at = joined.indexOf(wanted);
      while (at >= 0) {
        const place = ownerAt(at);
        const id = documents[owners[place] ?? 0]?.id;
        if (id !== undefined && found.at(-1) !== id) found.push(id);
        // On to the next row: a document is named once.
        at = joined.indexOf(wanted, starts[place + 1] ?? joined.length);
      }
      return found;
    },
    runs(words, minWeight) {
      const runs: Run[] = [];
      let reach = 0;
      let from = 0;
      for (let first = 0; first < words.length; first += 1) {
        // What stands from the word before on stands from this word on as well, one word shorter.
        let end = Math.max(reach, first);
        for (;;) {
          const next = row(words.slice(first, end + 1));
          let at = joined.indexOf(next, from);
          if (at < 0 && from > 0) at = joined.indexOf(next);
          if (end >= words.length || at < 0) break;
          from = at;
          end += 1;
        }
        if (end > reach && weightOf(words.slice(first, end)) >= minWeight) runs.push({ first, count: end - first });
        reach = Math.max(reach, end);
      }
      return runs;
    },
    textOf(id) {
      const document = byId.get(id);
      return document === undefined ? undefined : contentOf(document.text);
    },
    foldsOf(id) {
      return [...(byId.get(id)?.text ?? "").matchAll(FOLD_LINE)].map((match) => match[1] ?? "");
    },
  };
}
