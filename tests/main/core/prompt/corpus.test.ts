import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CorpusDocument, readCorpus } from "../../../../main/core/archive/queries/corpus.ts";
import { assembleCorpus, prefixSha256, prefixText } from "../../../../main/core/prompt/corpus.ts";
import type { Corpus } from "../../../../main/core/prompt/counting.ts";
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
  /(?:wrote|writes|said|crit)\b[^:]*:$|@|mailto:|original message|messaggio originale|^(?:on|from|to|cc|sent|date|subject|reply-to|message-id|de|da|data|a|para|enviado el|asunto)\b.*:/i.test(
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

  // A disclaimer that a company puts under every mail stands once, at its first place.
  it("holds every line of everybody's own words, letter by letter", () => {
    const missing: string[] = [];
    let elsewhere = 0;
    const before = new Set<string>();
    for (const [index, document] of documents.entries()) {
      const lines = new Set(unescapeContent(corpus.documents[index]?.text ?? "").split("\n"));
      const own = linesOf(document, "own");
      missing.push(...own.filter((line) => !lines.has(line.trimEnd()) && !before.has(line.trimEnd())));
      for (const line of lines) before.add(line);
      elsewhere += own.filter((line) => !lines.has(line.trimEnd())).length;
    }
    expect(missing).toEqual([]);
    expect(elsewhere).toBeLessThan(40);
  });

  /** What stands in a document and in those that it refers to, and they to. */
  function reachable(index: number, indexOf: ReadonlyMap<number, number>): { text: string; words: Set<string> } {
    const waiting = [index];
    const seen = new Set(waiting);
    let text = "";
    for (const at of waiting) {
      const rendered = corpus.documents[at];
      text += `\n${unescapeContent(rendered?.text ?? "")}`;
      for (const target of rendered?.targets ?? []) {
        const next = indexOf.get(target) ?? -1;
        if (!seen.has(next)) waiting.push(next);
        seen.add(next);
      }
    }
    return { text: bare(text), words: new Set(text.split(/[\s>]+/)) };
  }

  // Folding may move words to an earlier document, never out of the prefix: only what introduces a quote may go.
  it("loses no quoted word and no signature: each stands there, in what it refers to, or at its first place", () => {
    const lost: string[] = [];
    const indexOf = new Map(documents.map((document, index) => [document.number, index]));
    const headerWords = documents.map(({ from, recipients }) => {
      const people = [...(from === null ? [] : [from]), ...recipients];
      return new Set(
        people
          .map(({ name, address }) => `${name} ${address}`)
          .join(" ")
          .match(/\p{L}+/gu),
      );
    });
    let signatures = "";
    for (const [index, document] of documents.entries()) {
      const { text, words } = reachable(index, indexOf);
      const targets = corpus.documents[index]?.targets ?? [];
      const isThere = (line: string): boolean => text.includes(bare(line)) || signatures.includes(bare(line));
      lost.push(...linesOf(document, "signature").filter((line) => !isThere(line)));
      signatures += `\n${bare(linesOf(document, "signature").join(" "))}`;
      for (const line of [...linesOf(document, "quoted"), ...linesOf(document, "forwarded")]) {
        // A line may have been wrapped around the place where two earlier blocks meet: then it counts by its words.
        const isSpread = line.split(/[\s>]+/).every((word) => words.has(word) || signatures.includes(word));
        // Lotus Notes and wrapped headers put names and the time in lines of their own.
        const isTime = /^[\s>]*\d{1,2}\/\d{1,2}\/\d{2,4}(?:\s+\d{1,2}:\d{2}(?::\d{2})? [AP]M)?\s*$/.test(line);
        const names = line.toLowerCase().match(/\p{L}+/gu) ?? [];
        const isName = targets.some((target) =>
          names.every((name) => headerWords[indexOf.get(target) ?? -1]?.has(name) === true),
        );
        if (!isThere(line) && !isSpread && !isIntroduction(line) && !isTime && !isName)
          lost.push(`m${document.number} ${line}`);
      }
    }
    expect(lost).toEqual([]);
  });

  it("folds most of what was quoted, and only to documents that came before and say where", () => {
    let folds = 0;
    for (const { text, number, targets } of corpus.documents) {
      const referred = [...text.matchAll(/^> \[m(\d+)\]$/gm)].map((match) => Number(match[1]));
      expect(new Set(referred)).toEqual(new Set(targets));
      for (const target of referred) expect(target).toBeLessThan(number);
      folds += referred.length;
    }
    expect(folds).toBeGreaterThan(400);
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
