/**
 * Joins what a source yields into batches for the parse threads, in order.
 *
 * Owns how large a batch is. An item that the source settled itself stands between batches, already done.
 */
import { serialize } from "node:v8";
import type { FileMark, ParsedItem } from "../archive/parsed-mail.ts";
import type { ParseBatch } from "./parse-batch.ts";
import type { ParseTask, SourceEvent } from "./sources/source-item.ts";

/** What is stored in one go, in the order of the source. */
export type Step =
  | { readonly type: "parse"; readonly batch: ParseBatch; readonly marks: FileMark[]; readonly bytes: number }
  | { readonly type: "settled"; readonly payload: Uint8Array; readonly marks: FileMark[]; readonly bytes: number }
  | { readonly type: "known"; readonly imported: number; readonly skipped: number; readonly bytes: number };

const BATCH_ITEMS = 64;
const BATCH_BYTES = 512 * 1024;

/** Batches of a source's events; `isCareful` asks for one item a batch. */
export async function* toSteps(
  events: AsyncIterable<SourceEvent>,
  passwords: readonly string[],
  isCareful: () => boolean,
): AsyncGenerator<Step> {
  let raws: Uint8Array[] = [];
  let tasks: ParseTask[] = [];
  let settled: ParsedItem[] = [];
  let marks: FileMark[] = [];
  let bytes = 0;

  function flush(): Step | undefined {
    const done = marks;
    marks = [];
    if (tasks.length > 0) {
      const joined = new Uint8Array(raws.reduce((sum, raw) => sum + raw.length, 0));
      const ends: number[] = [];
      let at = 0;
      for (const raw of raws) {
        joined.set(raw, at);
        at += raw.length;
        ends.push(at);
      }
      const step: Step = { type: "parse", batch: { bytes: joined, ends, tasks, passwords }, marks: done, bytes };
      raws = [];
      tasks = [];
      bytes = 0;
      return step;
    }
    if (settled.length === 0 && done.length === 0) return undefined;
    const step: Step = { type: "settled", payload: new Uint8Array(serialize(settled)), marks: done, bytes: 0 };
    settled = [];
    return step;
  }

  function* flushed(): Generator<Step> {
    const step = flush();
    if (step !== undefined) yield step;
  }

  for await (const event of events) {
    if (event.type === "file-end") {
      // It belongs to the items before it: only when they are stored is the file done.
      marks.push(event.mark);
      if (marks.length >= BATCH_ITEMS * 4) yield* flushed();
    } else if (event.type === "known") {
      yield* flushed();
      yield event;
    } else if (event.type === "settled") {
      if (tasks.length > 0) yield* flushed();
      settled.push(event.item);
      if (settled.length >= BATCH_ITEMS) yield* flushed();
    } else {
      if (settled.length > 0) yield* flushed();
      raws.push(event.bytes ?? new Uint8Array());
      tasks.push(event.task);
      bytes += event.task.length;
      // A PDF may take long and may take its thread with it: it goes alone.
      const isAlone = event.task.form === "pdf" || isCareful();
      if (isAlone || tasks.length >= BATCH_ITEMS || bytes >= BATCH_BYTES) yield* flushed();
    }
  }
  yield* flushed();
}
