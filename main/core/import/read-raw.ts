/**
 * The raw bytes of documents and ledger items, read from where they lie.
 *
 * Owns the way from a place in the archive to bytes: a stretch of the source, or an attachment inside it.
 */
import path from "node:path";
import { inflateSync } from "node:zlib";
import type { RawPlace } from "../archive/queries/documents.ts";
import type { ItemRaw } from "../archive/queries/ledger.ts";
import { unwrapTnef } from "../text/attachments.ts";
import { canonicalRaw } from "../text/canonical-raw.ts";
import { readMessage } from "../text/message.ts";
import { collectChunks } from "./sources/chunks.ts";
import { joinAttachments, splitEmlx } from "./sources/emlx.ts";
import { openRaw } from "./sources/open-raw.ts";

/** More than this is not shown. */
const MAX_RAW_BYTES = 256 << 20;
/** How parts are numbered: see the places' table. */
const PARTS = 1000;

type Place = Pick<RawPlace, "path" | "file" | "entry" | "offset" | "length">;

/** The file that holds an item. */
export function pathOf(place: Pick<Place, "path" | "file">): string {
  return place.file === "" ? place.path : path.join(place.path, place.file);
}

function readPlace(place: Place): Promise<Buffer> {
  const { entry, offset, length } = place;
  return collectChunks(openRaw({ path: pathOf(place), entry, offset, length }), MAX_RAW_BYTES);
}

/** The mail in an item's bytes (its canonical form, over which its hash is taken): without an mbox's separator and quoting, out of Apple Mail's file. */
export async function mailOf(bytes: Buffer, file: string): Promise<Buffer> {
  if (bytes.subarray(0, 5).toString("latin1") === "From ") {
    return canonicalRaw(bytes.subarray(bytes.indexOf(0x0a) + 1), true);
  }
  const emlx = splitEmlx(bytes);
  return canonicalRaw(emlx === undefined ? bytes : await joinAttachments(emlx.mail, file), false);
}

/** The bytes of a document as they lie in its source; of an attachment, decoded. Throws the file system's errors. */
export async function readDocumentRaw(place: RawPlace): Promise<Buffer> {
  let bytes = await readPlace(place);
  const steps: number[] = [];
  for (let part = place.part; part > 0; part = Math.floor(part / PARTS)) steps.unshift((part % PARTS) - 1);
  for (const position of steps) {
    const message = await readMessage(await mailOf(bytes, pathOf(place)), { keepsAll: true });
    const content = unwrapTnef(message.attachments).attachments[position]?.content;
    if (content === null || content === undefined) {
      throw Object.assign(new Error("the attachment is not there any more"), { code: "ENOENT" });
    }
    bytes = content;
  }
  return bytes;
}

/** The place of an attachment of the document at `place`; `position` is its number in the mail, from 0. */
export function attachmentPlace(place: RawPlace, position: number): RawPlace {
  return { ...place, part: place.part * PARTS + position + 1 };
}

/** The HTML of a mail document; null where it has none. Throws the file system's errors. */
export async function readMailHtml(place: RawPlace): Promise<string | null> {
  const bytes = await readDocumentRaw(place);
  return (await readMessage(await mailOf(bytes, pathOf(place)))).html();
}

/** The bytes of an item if its source lay at `root`, as they lie there and as the mail in them; throws like the others. */
export async function readItemAt(
  root: string,
  item: Pick<Place, "file" | "entry" | "offset" | "length">,
): Promise<Buffer[]> {
  const place = { ...item, path: root };
  const bytes = await readPlace(place);
  return [bytes, await mailOf(bytes, pathOf(place))];
}

/** The bytes of a ledger's item: those that were kept, else those in the source. Throws the file system's errors. */
export async function readItemRaw(item: ItemRaw): Promise<Buffer> {
  return item.raw === null ? readPlace(item) : inflateSync(item.raw, { maxOutputLength: MAX_RAW_BYTES });
}
