/**
 * Writing items: the document an item holds, the documents attached to it, its places, its one state in the ledger.
 *
 * Owns when two files are one. Runs on the writer thread, inside its transaction.
 */
import { deflateSync } from "node:zlib";
import type { WritableDatabase } from "../connection.ts";
import type { ParsedContent, ParsedFile, ParsedItem } from "../parsed-mail.ts";
import { createDocumentCounter } from "./document-counts.ts";
import { erasedReader } from "./erase.ts";
import { createMailStore, createStoreCache, type StoreCache, type StoredDocument } from "./store-mail.ts";
import { wantedNumberReader } from "./take-over.ts";

/** What storing an item did. */
export type StoreOutcome = "imported" | "duplicate" | "failed" | "skipped";

/** The source and the job that an item belongs to. */
export type ItemOwner = { readonly sourceId: number; readonly jobId: number | null };

type KnownItem = { readonly id: number; readonly documentId: number | null };
type Part = { readonly part: number; readonly documentId: number };

/** Attachments beyond this many of one mail stay listed only; a part's number has room for so many. */
const MAX_PARTS = 999;

/** Prepares the statements and returns the function that stores one item of a source. */
export function createItemStore(
  db: WritableDatabase,
  cache: StoreCache = createStoreCache(),
): (item: ParsedItem, owner: ItemOwner) => StoreOutcome {
  const findItem = db.prepare("SELECT id, document_id AS documentId FROM items WHERE source_id = ? AND item_key = ?");
  const insertItem = db.prepare(
    `INSERT INTO items (source_id, item_key, job_id, state, document_id, category, message, file, entry, offset_bytes,
       length_bytes, raw)
     VALUES (@sourceId, @key, @jobId, @state, @documentId, @category, @message, @file, @entry, @offset, @length, @raw)`,
  );
  const moveItem = db.prepare(
    "UPDATE items SET file = @file, entry = @entry, offset_bytes = @offset, length_bytes = @length, is_gone = 0 WHERE id = @id",
  );
  const movePlaces = db.prepare(
    "UPDATE places SET folder = @folder, offset_bytes = @offset, length_bytes = @length WHERE item_id = @id",
  );
  const deleteItem = db.prepare("DELETE FROM items WHERE id = ?");
  const setGone = db.prepare("UPDATE items SET item_key = item_key || '/was-' || id, is_gone = 1 WHERE id = ?");
  const insertPlace = db.prepare(
    `INSERT INTO places (source_id, item_id, part, document_id, folder, offset_bytes, length_bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const isErased = contentErased(db);
  const readWanted = wantedNumberReader(db);
  const storeContent = createContentStore(db, isErased, cache);

  function insert(item: ParsedItem, owner: ItemOwner, state: StoreOutcome, documentId: number | null): number {
    const result = insertItem.run({
      ...owner,
      key: item.key,
      state,
      documentId,
      category: item.ok ? null : item.category,
      message: item.message ?? null,
      file: item.file,
      entry: item.entry,
      offset: item.offset,
      length: item.length,
      raw: item.ok || item.state !== "failed" || item.raw === undefined ? null : deflateSync(item.raw),
    });
    return Number(result.lastInsertRowid);
  }

  return (item, owner) => {
    const known = findItem.get(owner.sourceId, item.key) as KnownItem | undefined;
    if (!item.ok) {
      // What was read once is not lost because it cannot be read now.
      if (known !== undefined && known.documentId !== null) return item.state;
      if (known !== undefined) deleteItem.run(known.id);
      insert(item, owner, item.state, null);
      return item.state;
    }
    if (isErased(item)) {
      if (known !== undefined) deleteItem.run(known.id);
      insert({ ...item, message: "Its owner erased it from the archive." }, owner, "skipped", null);
      return "skipped";
    }
    const parts: Part[] = [];
    const numbers = new Map(item.numbers);
    const wanted = (part: number): number | undefined => readWanted(numbers.get(part));
    const stored = storeContent(item, null, { wanted, add: (part, documentId) => parts.push({ part, documentId }) });
    if (known !== undefined && known.documentId === stored.id) {
      const { file, entry, offset, length, folder } = item;
      moveItem.run({ id: known.id, file, entry, offset, length });
      movePlaces.run({ id: known.id, folder, offset, length });
      return "duplicate";
    }
    if (known !== undefined) {
      // Other bytes stand under the same key now (a mailbox was compacted): the document of the old ones stays.
      if (known.documentId === null) deleteItem.run(known.id);
      else setGone.run(known.id);
    }
    const outcome = stored.isNew ? "imported" : "duplicate";
    const itemId = insert(item, owner, outcome, stored.id);
    for (const { part, documentId } of [{ part: 0, documentId: stored.id }, ...parts]) {
      insertPlace.run(owner.sourceId, itemId, part, documentId, item.folder, item.offset, item.length);
    }
    return outcome;
  };
}

/** What the documents of an item are told of: the number a new one is to have, and where each was found. */
type PartsOf = {
  wanted(part: number): number | undefined;
  add(part: number, documentId: number): void;
};

type IsErased = (content: ParsedContent) => boolean;

/** Whether the owner erased what an item or an attachment holds. */
function contentErased(db: WritableDatabase): IsErased {
  const isErased = erasedReader(db);
  return (content) => isErased("mail" in content ? content.mail : { ...content.parsedFile, messageId: null });
}

/** Stores a document and, after it, the documents attached to it. */
function createContentStore(db: WritableDatabase, isErased: IsErased, cache: StoreCache) {
  const storeMail = createMailStore(db, cache);
  const storeFile = createFileStore(db);
  const insertAttachment = db.prepare(
    `INSERT INTO attachments (document_id, position, name, type, size_bytes, is_inline, note) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const setChild = db.prepare(
    "UPDATE attachments SET child_id = ? WHERE document_id = ? AND position = ? AND child_id IS NULL",
  );

  return function store(content: ParsedContent, parentId: number | null, parts: PartsOf, own = 0): StoredDocument {
    if ("parsedFile" in content) return storeFile(content.parsedFile, parentId, parts.wanted(own));
    const stored = storeMail(content.mail, parentId, parts.wanted(own));
    for (const [position, attachment] of content.mail.attachments.entries()) {
      const { name, type, sizeBytes, isInline, note } = attachment;
      if (stored.isNew) {
        insertAttachment.run(stored.id, position, name, type, sizeBytes, isInline ? 1 : 0, note ?? null);
      }
      if (attachment.child === undefined || position >= MAX_PARTS || isErased(attachment.child)) continue;
      const part = own * (MAX_PARTS + 1) + position + 1;
      const child = store(attachment.child, stored.id, parts, part);
      parts.add(part, child.id);
      if (child.id !== stored.id) setChild.run(child.id, stored.id, position);
    }
    return stored;
  };
}

function createFileStore(db: WritableDatabase) {
  const findDuplicate = db.prepare("SELECT id FROM documents WHERE raw_sha256 = ? AND kind = ? LIMIT 1").pluck();
  const insertDocument = db.prepare(
    `INSERT INTO documents (id, kind, raw_sha256, text_sha256, thread_id, date_ms, local_date, subject, name, size_bytes,
       parent_id, pages)
     VALUES (@wanted, @kind, @raw, @text, 0, @dateMs, @localDate, @title, @name, @sizeBytes, @parentId, @pages)`,
  );
  const setThread = db.prepare(
    `UPDATE documents SET thread_id = coalesce((SELECT p.thread_id FROM documents p WHERE p.id = documents.parent_id), id)
     WHERE id = ?`,
  );
  const insertBody = db.prepare("INSERT INTO bodies (document_id, text, blocks) VALUES (?, ?, ?)");
  const insertSearch = db.prepare("INSERT INTO search (rowid, subject, people, text) VALUES (?, ?, '', ?)");
  const countDocument = createDocumentCounter(db);

  return (file: ParsedFile, parentId: number | null, wanted: number | undefined): StoredDocument => {
    const found = findDuplicate.get(file.rawSha256, file.kind);
    if (found !== undefined) return { id: Number(found), isNew: false };
    const { kind, dateMs, localDate, title, name, sizeBytes, pages, text } = file;
    const result = insertDocument.run({
      wanted: wanted ?? null,
      kind,
      raw: file.rawSha256,
      text: file.textSha256,
      dateMs,
      localDate,
      title,
      name,
      sizeBytes,
      parentId,
      pages,
    });
    const id = Number(result.lastInsertRowid);
    countDocument(dateMs);
    setThread.run(id);
    insertBody.run(id, text, JSON.stringify([["own", 0, text.split("\n").length]]));
    insertSearch.run(id, `${title} ${name}`, text);
    return { id, isNew: true };
  };
}
