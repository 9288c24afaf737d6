/** The ledger's states and reasons in words. Pure. */
import type { ItemState, LedgerItem } from "../../../shared/schemas.ts";
import { formatBytes, formatCount } from "../../format.ts";

/** States in the order in which they are counted. */
export const STATES: readonly ItemState[] = ["imported", "duplicate", "skipped", "failed"];

/** A state as the heading of its count. */
export const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  imported: "Imported",
  duplicate: "Duplicates",
  skipped: "Skipped",
  failed: "Failed",
};

/** The closed lists of reasons (main/core/archive/parsed-mail.ts), in a few words each. */
const REASONS: Readonly<Record<string, string>> = {
  malformed: "not readable as what it claims to be",
  "too-large": "too large",
  timeout: "took too long",
  crash: "broke its reader",
  password: "needs a password",
  unreadable: "could not be read",
  bomb: "unpacks to far too much",
  poison: "stopped the program again and again",
  binary: "no text in it",
  ignored: "left out by .gitignore",
  link: "a link",
  special: "no ordinary file",
  empty: "empty",
  "no-mail": "no mail: a contact, an appointment",
  index: "a mail program’s index",
  nested: "nested too deeply",
};

/** A reason in words; one that this program does not know stays as it is. */
export function reasonWords(category: string): string {
  return REASONS[category] ?? category;
}

/** What an item is called: its subject where it became a document, else its name in its source, else its place. */
export function itemName({ title, documentId, key, length, offset }: LedgerItem): string {
  if (title !== null && title !== "") return title;
  if (documentId !== null) return "(no subject)";
  return /^\d*$/.test(key) ? `${formatBytes(length)} at byte ${formatCount(offset)}` : key;
}

/** Where an item lies in its source, in a few words; empty where its name says it already. */
export function itemPlace(item: LedgerItem): string {
  const { key, length, offset } = item;
  if (!/^\d*$/.test(key)) return itemName(item) === key ? "" : key;
  return `${formatBytes(length)} at byte ${formatCount(offset)}`;
}
