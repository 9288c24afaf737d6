/**
 * Folding: quoted text that stands in a document earlier in the same prefix is replaced by a reference to it.
 *
 * The comparison ignores white space, wrapping and quote marks. Lines that are not in the earlier document stay.
 */
import type { CorpusDocument } from "../archive/queries/documents.ts";

/** A quoted block after folding: the document it points to, and the lines that stay. */
export type FoldedBlock = { readonly target: number | undefined; readonly lines: readonly string[] };

/** Remembers the documents of one prefix as they are added. */
export type Folder = {
  /** Folds one quoted block of `document`; `lines` have their outer quote mark already removed. */
  fold(document: CorpusDocument, lines: readonly string[]): FoldedBlock;
  /** Makes a document a possible target for those that follow. */
  add(document: CorpusDocument): void;
};

/** More candidates than this are not compared: a long thread would cost a square of its length. */
const MAX_CANDIDATES = 12;

/** A text without white space and quote marks. */
export function squeeze(text: string): string {
  return text.replace(/[\s>]+/g, "");
}

/** Lines that only introduce a quote (attribution, ruler, header block); what they say is in the target's header. */
const INTRODUCTION =
  /^(?:.{0,300}(?:wrote|writes|schrieb|écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał\S*|kirjoitti)\b[^:]{0,40}:|[-_]{2,}.*|begin forwarded message:|\*?(?:from|to|cc|sent|date|subject|von|an|gesendet|datum|betreff|de|à|objet|envoyé|para|fecha|asunto|enviado)\s*:.*)$/i;

/** Creates the memory of one prefix. */
export function createFolder(): Folder {
  const squeezed = new Map<number, string>();
  const byMessageId = new Map<string, number>();
  const byThread = new Map<number, number[]>();

  function candidates(document: CorpusDocument): number[] {
    const parents = [...document.references].reverse().flatMap((reference) => byMessageId.get(reference) ?? []);
    const thread = [...(byThread.get(document.threadId) ?? [])].reverse();
    return [...new Set([...parents, ...thread])].slice(0, MAX_CANDIDATES);
  }

  return {
    fold(document, lines) {
      const keys = lines.map((line) => (INTRODUCTION.test(line.replace(/^[\s>]+/, "").trim()) ? "" : squeeze(line)));
      const whole = keys.join("");
      if (whole === "") return { target: undefined, lines };
      let best: { readonly target: number; readonly kept: readonly string[] } | undefined;
      for (const target of candidates(document)) {
        const text = squeezed.get(target) ?? "";
        if (text.includes(whole)) return { target, lines: [] };
        const kept = lines.filter((_, index) => {
          const key = keys[index] ?? "";
          return key !== "" && !text.includes(key);
        });
        if (
          kept.length < keys.filter((key) => key !== "").length &&
          kept.length < (best?.kept.length ?? Number.POSITIVE_INFINITY)
        ) {
          best = { target, kept };
        }
      }
      return best === undefined ? { target: undefined, lines } : { target: best.target, lines: best.kept };
    },
    add(document) {
      squeezed.set(document.number, squeeze(document.text));
      if (document.messageId !== null && !byMessageId.has(document.messageId)) {
        byMessageId.set(document.messageId, document.number);
      }
      const thread = byThread.get(document.threadId);
      if (thread === undefined) byThread.set(document.threadId, [document.number]);
      else thread.push(document.number);
    },
  };
}
