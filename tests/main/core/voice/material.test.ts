/** What counts as the owner's voice: the counts over real mail, and what must never be in it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { languageOf } from "../../../../main/core/voice/language.ts";
import { readVoice } from "../../../../main/core/voice/material.ts";
import { createTestArchive, importMails, type TestArchive } from "../../../helpers/archive.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";
import { openVoice, VOICES } from "../../../helpers/voice-corpora.ts";

type Author = {
  readonly messages: number;
  readonly own_words_total: number;
  readonly with_5_own_words_or_more: number;
};

function author(folder: string): Author {
  const all = JSON.parse(readFileSync(path.join(CORPORA, "ground-truth", "authors.json"), "utf8")) as Record<
    string,
    Author
  >;
  const found = all[`voice/${folder}/sent.mbox`];
  if (found === undefined) throw new Error(`authors.json has no ${folder}`);
  return found;
}

/** Counts the messages of the sent mbox, each as often as it stands there, whose document is a sample of so many words. */
function countMessages(archive: TestArchive, leastWords: number): { messages: number; words: number } {
  const words = new Map(readVoice(archive.db).map((sample) => [sample.number, sample.words]));
  const rows = archive.db
    .prepare("SELECT i.document_id FROM items i JOIN sources s ON s.id = i.source_id WHERE s.path LIKE '%sent.mbox'")
    .pluck()
    .all() as number[];
  const sizes = rows.map((id) => words.get(id) ?? 0);
  return {
    messages: sizes.filter((size) => size >= leastWords).length,
    words: sizes.reduce((sum, size) => sum + size, 0),
  };
}

describe.runIf(hasCorpora())("the voice material of the corpora", () => {
  it("holds the list author's mails: nearly all of the 598 with own words in authors.json", async () => {
    const truth = author(VOICES.list.folder);
    expect(truth).toMatchObject({ messages: 600, with_5_own_words_or_more: 598, own_words_total: 78_682 });
    const archive = await openVoice("list");
    const { messages, words } = countMessages(archive, 5);
    await archive.close();
    console.log(`list author: ${messages} of ${truth.messages} messages with 5 own words or more, ${words} words`);
    expect(messages).toBeGreaterThanOrEqual(590);
    // One more than the truth: "[cc'ing back to r-ecology]" has four words by white space and five by letters.
    expect(messages).toBeLessThanOrEqual(599);
    // Words that are letters: figures and signs of program code, which the truth counts, are none.
    expect(words).toBeGreaterThan(truth.own_words_total * 0.85);
    expect(words).toBeLessThanOrEqual(truth.own_words_total * 1.05);
  });

  it("holds no more of the business author than authors.json allows, whose count takes in unmarked quotes", async () => {
    const truth = author(VOICES.business.folder);
    expect(truth).toMatchObject({ messages: 800, with_5_own_words_or_more: 553, own_words_total: 60_840 });
    const archive = await openVoice("business");
    const { messages, words } = countMessages(archive, 5);
    const samples = readVoice(archive.db);
    await archive.close();
    console.log(`business author: ${messages} of ${truth.messages} messages with 5 own words or more, ${words} words`);
    expect(messages).toBeLessThanOrEqual(truth.with_5_own_words_or_more);
    // Two thirds hold own text, the rest are bare forwards (README of the corpora).
    expect(messages).toBeGreaterThan(800 * 0.55);
    expect(words).toBeLessThan(truth.own_words_total);
    const foreign =
      /^\s*>|^-+ ?(?:Original Message|Forwarded by)|^(?:From|To|cc|Subject|Sent):\s|^\S.{0,60}@(?:ENRON|ECT|EES)\s*$|\bwrote:\s*$/im;
    const suspects = samples
      .filter(({ text }) => foreign.test(text))
      .map(({ id, text }) => [id, foreign.exec(text)?.[0]]);
    // "Sent by: ..." is what Notes put under a mail that an assistant typed; "cc:Mail" is the name of a program.
    expect(suspects.filter(([, found]) => !/^(?:cc:$|Sent by:)/i.test(String(found).trim()))).toEqual([]);
  });

  it("holds nothing by others and no quoted line", async () => {
    for (const voice of ["list", "business"] as const) {
      const archive = await openVoice(voice);
      const senderOf = archive.db
        .prepare(
          `SELECT a.address FROM participants p JOIN addresses a ON a.id = p.address_id
           WHERE p.document_id = ? AND p.role = 'from' AND p.position = 0`,
        )
        .pluck();
      const samples = readVoice(archive.db);
      expect(samples.length).toBeGreaterThan(400);
      expect(new Set(samples.map(({ number }) => senderOf.get(number)))).toEqual(new Set([VOICES[voice].address]));
      expect(samples.filter(({ text }) => /^\s?>/m.test(text)).map(({ id }) => id)).toEqual([]);
      const drafts = archive.db
        // An answer to a digest bears its subject, and its flag; the words are the author's.
        .prepare("SELECT id FROM documents WHERE is_draft = 1 OR (is_automatic = 1 AND automatic_kind <> 'digest')")
        .pluck()
        .all();
      expect(samples.filter(({ number }) => drafts.includes(number))).toEqual([]);
      await archive.close();
    }
  });
});

describe("the voice material", () => {
  const me = { From: "Nora Hale <nora@hale.example>", To: "Tom <tom@example.org>" };

  it("takes own words only, from letters only, and knows what they answer", async () => {
    const archive = await createTestArchive();
    await importMails(archive, [
      { "Message-ID": "<1@x>", Subject: "Crates", body: "Are the crates there?" },
      {
        ...me,
        "Message-ID": "<2@x>",
        "In-Reply-To": "<1@x>",
        Subject: "Re: Crates",
        body: "Yes, all of them.\n\nOn Thu, Alice Chen wrote:\n> Are the crates there?",
      },
      {
        ...me,
        "Message-ID": "<3@x>",
        Subject: "Fwd: Crates",
        body: "\n-------- Forwarded message --------\nFrom: Alice <a@example.org>\nSubject: Crates\n\nAre the crates there?",
      },
      {
        ...me,
        "Message-ID": "<4@x>",
        Subject: "Automatic reply: Crates",
        "Auto-Submitted": "auto-replied",
        body: "I am away until Monday.",
      },
      {
        ...me,
        "Message-ID": "<5@x>",
        Subject: "Half a thought",
        "X-Mozilla-Draft-Info": "internal/draft",
        body: "I was about to say",
      },
      {
        "Message-ID": "<6@x>",
        "In-Reply-To": "<2@x>",
        Subject: "Re: Crates",
        body: "Fine.\n\nOn Fri, Nora Hale wrote:\n> Yes, all of them.",
      },
    ]);
    await archive.writer.call("setMe", { addresses: [{ address: "nora@hale.example", why: "a test" }] });
    const samples = readVoice(archive.db);
    await archive.close();
    expect(samples.map(({ number, text, answers, words }) => ({ number, text, answers, words }))).toEqual([
      { number: 2, text: "Yes, all of them.", answers: 1, words: 4 },
    ]);
  });

  it("tells the language of short mails, and says so where it cannot", () => {
    expect(languageOf("Yes, that is fine with me, see you on Friday.")).toBe("English");
    expect(languageOf("Ja, das passt mir gut, bis Freitag dann und danke dir.")).toBe("German");
    expect(languageOf("Oui, c'est parfait pour moi, merci et à vendredi.")).toBe("French");
    expect(languageOf("OK")).toBeUndefined();
  });
});
