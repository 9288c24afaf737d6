/** A thread that reads all that the owner wrote, to tell how much it is and what it looks like. */
import { parentPort, workerData } from "node:worker_threads";
import { toErrorRecord } from "../../../shared/errors.ts";
import type { VoiceCard } from "../../../shared/voice.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { openForReading } from "../archive/open.ts";
import { readMe } from "../archive/queries/identity.ts";
import { readOthersMail } from "../archive/queries/voice.ts";
import { asArchiveError } from "../archive/sqlite-errors.ts";
import type { ThreadReply, ThreadRequest } from "../archive/thread-calls.ts";
import { ownText } from "../text/blocks.ts";
import { makeCard } from "./card.ts";
import { readVoice } from "./material.ts";

/** Others' mail that phrases are compared with: enough to know what everybody says. */
const OTHERS = { senders: 40, mailsEach: 40 };

/** What the thread is started with. */
export type VoiceThreadStart = { readonly directory: string };

const { directory } = workerData as VoiceThreadStart;

const methods = {
  /** How many mails the owner wrote. */
  samples: (db: ReadableDatabase): number => readVoice(db).length,
  card(db: ReadableDatabase): VoiceCard {
    const others = [...readOthersMail(db, OTHERS).values()].flat().map(({ text, blocks }) => ownText(text, blocks));
    return makeCard(readVoice(db), new Set(readMe(db)), others);
  },
};

/** The methods of the thread. */
export type VoiceMethods = { readonly [M in keyof typeof methods]: (_: null) => ReturnType<(typeof methods)[M]> };

parentPort?.on("message", ({ id, method }: ThreadRequest<VoiceMethods>) => {
  let reply: ThreadReply;
  try {
    const db = openForReading(directory);
    try {
      reply = { id, ok: true, value: methods[method](db) };
    } finally {
      db.close();
    }
  } catch (error) {
    reply = { id, ok: false, error: toErrorRecord(asArchiveError(error)) };
  }
  parentPort?.postMessage(reply);
});
