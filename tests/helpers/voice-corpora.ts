/** The voice corpora as an archive of their author, and as own words by author. */
import path from "node:path";
import { readOthersMail } from "../../main/core/archive/queries/voice.ts";
import { ownText } from "../../main/core/text/blocks.ts";
import { readVoice } from "../../main/core/voice/material.ts";
import { proseOf } from "../../main/core/voice/stylometry/words.ts";
import { createTestArchive, importAll, type TestArchive } from "./archive.ts";
import { CORPORA } from "./paths.ts";

/** The two authors: folder and address. */
export const VOICES = {
  list: { folder: "list-ben-bolker", address: "bbolker@gmail.com.invalid" },
  business: { folder: "enron-steven-kean", address: "steven.kean@enron.com" },
} as const;

/** Imports one author's mail and says who "me" is. */
export async function openVoice(voice: keyof typeof VOICES): Promise<TestArchive> {
  const { folder, address } = VOICES[voice];
  const archive = await createTestArchive();
  const file = (name: string): string => path.join(CORPORA, "voice", folder, name);
  await importAll(archive.writer, [file("sent.mbox"), file("received.mbox")]);
  await archive.writer.call("setMe", { addresses: [{ address, why: "a test" }] });
  return archive;
}

/** Own prose by author, a text a mail: the owner first, then the others with most words. */
export function proseByAuthor(archive: TestArchive): (readonly string[])[] {
  const mine = readVoice(archive.db).map(({ text }) => proseOf(text));
  const others = [...readOthersMail(archive.db, { senders: 300, mailsEach: 1000 }).values()].map((mails) =>
    mails.map(({ text, blocks }) => proseOf(ownText(text, blocks))),
  );
  const size = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);
  return [mine, ...others.sort((a, b) => size(b) - size(a))];
}
