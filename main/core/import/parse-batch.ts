/** What goes to a parse thread and how a failure is recorded; shared by ./parse-pool.ts and ./parse-thread.ts. */
import type { FailureCategory, ItemPlace, ParsedItem } from "../archive/parsed-mail.ts";
import type { ParseTask } from "./sources/source-item.ts";

/** Raw items in one piece of memory; `ends[i]` is where item `i` ends in `bytes`. */
export type ParseBatch = {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  readonly tasks: readonly ParseTask[];
  /** Tried in order where a PDF needs one. */
  readonly passwords: readonly string[];
};

/** What a thread sends while it works on something long, so that the clock begins anew. */
export const STILL_ALIVE = "alive";

/** Why an item failed. */
export type Failure = { readonly category: FailureCategory; readonly message: string };

/** The bytes of a failed item are kept up to this size. */
const MAX_KEPT_BYTES = 8 << 20;

/** Where the item of a task lies, without what only parsing needs. */
export function placeOf({ key, file, entry, offset, length, folder, numbers }: ParseTask): ItemPlace {
  return { key, file, entry, offset, length, folder, ...(numbers === undefined ? {} : { numbers }) };
}

/** A failed item; its bytes are kept where they are few. */
export function failedItem(task: ParseTask, failure: Failure, raw: Uint8Array): ParsedItem {
  const kept = raw.length > 0 && raw.length <= MAX_KEPT_BYTES ? { raw: new Uint8Array(raw) } : {};
  return { ...placeOf(task), ok: false, state: "failed", ...failure, ...kept };
}
