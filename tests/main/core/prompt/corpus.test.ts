import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CorpusDocument, readCorpus } from "../../../../main/core/archive/queries/documents.ts";
import { assembleCorpus, type Corpus, prefixSha256, prefixText } from "../../../../main/core/prompt/corpus.ts";
import { unescapeContent } from "../../../../main/core/prompt/escape.ts";
import { createTestArchive, importAll, type TestArchive } from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

const FILES = [
  "mail/mbox/spamassassin-easy-ham-2-part.mbox",
  "mail/mbox/spamassassin-hard-ham-part.mbox",
  "mail/mbox/eml-with-attachments.mbox",
  "mail/mbox/pipermail/r-devel-2005-April.mbox",
  "voice/list-ben-bolker/sent.mbox",
  "voice/enron-steven-kean/received.mbox",
];
const ME = new Set(["bbolker@gmail.com.invalid"]);

/** A text without white space and quote marks, the way in which folding compares. */
const bare = (text: string): string => text.replace(/[\s>]+/g, "");

/** A line that says who wrote what follows, when and to whom; what it says is in the target's header. */
const isIntroduction = (line: string): boolean =>
  /(?:wrote|writes|said)\b[^:]*:$|@|original message|^(?:on|from|to|cc|sent|date|subject|reply-to)\b/i.test(
    line.replace(/^[\s>*-]+/, "").trim(),
  );

describe.skipIf(!hasCorpora())("the prefix over real mail", () => {
  let archive: TestArchive;
  let documents: CorpusDocument[];
  let corpus: Corpus;
  beforeAll(async () => {
    archive = await createTestArchive();
    await importAll(
      archive.writer,
      FILES.map((file) => path.join(CORPORA, file)),
    );
    documents = readCorpus(archive.db, {});
    corpus = assembleCorpus(documents, ME);
  });
  afterAll(() => archive.close());

  function linesOf(document: CorpusDocument, kind: string): string[] {
    const lines = document.text.split("\n");
    return document.blocks
      .filter((block) => block[0] === kind)
      .flatMap(([, first, count]) => lines.slice(first, first + count))
      .filter((line) => line.trim() !== "");
  }

  it("holds every document once, in first-seen order", () => {
    expect(documents.length).toBeGreaterThan(1400);
    expect(corpus.documents.map((document) => document.number)).toEqual(documents.map((document) => document.number));
    const headers = [...prefixText(corpus).matchAll(/^\[[mf](\d+)\] /gm)].map((match) => Number(match[1]));
    expect(headers).toEqual(documents.map((document) => document.number));
  });

  it("holds every line of everybody's own words, letter by letter", () => {
    const missing: string[] = [];
    for (const [index, document] of documents.entries()) {
      const lines = new Set(unescapeContent(corpus.documents[index]?.text ?? "").split("\n"));
      for (const line of linesOf(document, "own")) if (!lines.has(line.trimEnd())) missing.push(`m${document.number}`);
    }
    expect(missing).toEqual([]);
  });

  // Folding may move words to an earlier document, never out of the prefix: only what introduces a quote may go.
  it("loses no quoted word and no signature: each stands there or in an earlier document", () => {
    const lost: string[] = [];
    const threads = new Map<number, { text: string; words: Set<string> }>();
    let signatures = "";
    for (const [index, document] of documents.entries()) {
      const rendered = unescapeContent(corpus.documents[index]?.text ?? "");
      const thread = threads.get(document.threadId) ?? { text: "", words: new Set<string>() };
      threads.set(document.threadId, thread);
      thread.text += `\n${bare(rendered)}`;
      for (const word of rendered.split(/[\s>]+/)) thread.words.add(word);
      const isThere = (line: string): boolean => thread.text.includes(bare(line)) || signatures.includes(bare(line));
      signatures += `\n${bare(linesOf(document, "signature").join(" "))}`;
      lost.push(...linesOf(document, "signature").filter((line) => !isThere(line)));
      for (const line of [...linesOf(document, "quoted"), ...linesOf(document, "forwarded")]) {
        // A line may have been wrapped around the place where two earlier blocks meet: then it counts by its words.
        const isSpread = line.split(/[\s>]+/).every((word) => thread.words.has(word) || signatures.includes(word));
        if (!isThere(line) && !isSpread && !isIntroduction(line)) lost.push(`m${document.number} ${line}`);
      }
    }
    expect(lost).toEqual([]);
  });

  it("folds most of what was quoted, and only to documents that came before, of the same thread", () => {
    const threadOf = new Map(documents.map((document) => [document.number, document.threadId]));
    let folds = 0;
    for (const [index, { text, number }] of corpus.documents.entries()) {
      for (const match of text.matchAll(/^> \[m(\d+)\]$/gm)) {
        const target = Number(match[1]);
        folds += 1;
        expect(target).toBeLessThan(number);
        expect(threadOf.get(target)).toBe(documents[index]?.threadId);
      }
    }
    expect(folds).toBeGreaterThan(200);
  });

  // New mail is appended. If it changed one byte before it, every server would read everything again.
  it("never changes what stands before when documents are appended", () => {
    const whole = prefixText(corpus);
    for (let count = 1; count < documents.length; count += 97) {
      const shorter = assembleCorpus(documents.slice(0, count), ME);
      expect(whole.startsWith(prefixText(shorter))).toBe(true);
    }
  });

  it("is the same text and hash for the same documents", () => {
    const again = assembleCorpus(readCorpus(archive.db, {}), ME);
    expect(prefixSha256(again)).toBe(prefixSha256(corpus));
    expect(prefixSha256(assembleCorpus(documents.slice(1), ME))).not.toBe(prefixSha256(corpus));
  });

  it("lets no content act as format", () => {
    const text = prefixText(corpus);
    expect(text).not.toMatch(/<\|[a-z_]{2,30}\|>|<\/?s>|\[\/?INST\]|<start_of_turn>/);
    for (const line of text.split("\n")) {
      if (/^\[f\d/.test(line)) expect(line).toMatch(/^\[f\d+\] (\d{4}-\d{2}-\d{2}|undated) \| .+$/);
      else if (/^\[[mp]\d/.test(line)) expect(line).toMatch(/^\[m\d+\] (\d{4}-\d{2}-\d{2}|undated) \| .+ \| .+$/);
      else if (/^(?:>\s?)+\[[mpf]\d/.test(line)) expect(line).toMatch(/^> \[m\d+\]$/);
    }
  });
});
