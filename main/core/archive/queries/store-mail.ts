/**
 * Writing mails: one document each, or the document that is already there.
 *
 * Owns when two mails are one. Runs on the writer thread, inside its transaction. Threads are ./threads.ts, places and
 * attachments ./store-item.ts.
 */
import type { Person } from "../../../../shared/schemas.ts";
import type { WritableDatabase } from "../connection.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { createDocumentCounter } from "./document-counts.ts";
import { baseSubject, createThreadStore, subjectKey } from "./threads.ts";

/** A document and whether it was there before. */
export type StoredDocument = { readonly id: number; readonly isNew: boolean };

/**
 * Prepares the statements and returns the function that stores one mail; `parentId` is the mail it was attached to,
 * `wanted` the number that it is to have if it is new.
 */
export function createMailStore(
  db: WritableDatabase,
  cache: StoreCache,
): (mail: ParsedMail, parentId: number | null, wanted?: number) => StoredDocument {
  const findDuplicate = db
    .prepare(
      `SELECT id FROM documents WHERE raw_sha256 = @raw
       UNION ALL SELECT id FROM documents WHERE message_id = @messageId AND text_sha256 = @text LIMIT 1`,
    )
    .pluck();
  const insertDocument = db.prepare(
    `INSERT INTO documents (id, kind, raw_sha256, text_sha256, message_id, in_reply_to, thread_id, date_ms, local_date,
       date_header, subject, subject_key, is_sent_by_me, is_draft, is_spam, is_automatic, automatic_kind, protection,
       size_bytes, parent_id)
     VALUES (@wanted, 'mail', @raw, @text, @messageId, @inReplyTo, 0, @dateMs, @localDate, @dateHeader, @subject, @key,
       @isSentByMe, @isDraft, @isSpam, @isAutomatic, @automaticKind, @protection, @sizeBytes, @parentId)`,
  );
  const insertBody = db.prepare("INSERT INTO bodies (document_id, text, blocks) VALUES (?, ?, ?)");
  const insertReference = db.prepare("INSERT INTO message_refs (document_id, position, message_id) VALUES (?, ?, ?)");
  const insertSearch = db.prepare("INSERT INTO search (rowid, subject, people, text) VALUES (?, ?, ?, ?)");
  const insertLabel = db.prepare("INSERT OR IGNORE INTO labels (document_id, label) VALUES (?, ?)");
  const storePeople = createPeopleStore(db, cache);
  const joinThread = createThreadStore(db);
  const countDocument = createDocumentCounter(db);

  function insertMail(mail: ParsedMail, parentId: number | null, wanted: number | null): number {
    const key = subjectKey(baseSubject(mail.subject).base);
    const result = insertDocument.run({
      wanted,
      raw: mail.rawSha256,
      text: mail.textSha256,
      messageId: mail.messageId,
      inReplyTo: mail.inReplyTo,
      dateMs: mail.dateMs,
      localDate: mail.localDate,
      dateHeader: mail.dateHeader,
      subject: mail.subject,
      key,
      isSentByMe: storePeople.isMe(mail.from[0]) ? 1 : 0,
      isDraft: mail.isDraft ? 1 : 0,
      isSpam: mail.isSpam ? 1 : 0,
      isAutomatic: mail.automaticKind === null ? 0 : 1,
      automaticKind: mail.automaticKind,
      protection: mail.protection,
      sizeBytes: mail.sizeBytes,
      parentId,
    });
    const id = Number(result.lastInsertRowid);
    countDocument(mail.dateMs);
    insertBody.run(id, mail.text, JSON.stringify(mail.blocks));
    const references = [...new Set([...mail.references, ...(mail.inReplyTo === null ? [] : [mail.inReplyTo])])];
    for (const [position, messageId] of references.entries()) insertReference.run(id, position, messageId);
    storePeople.store(id, mail);
    const { messageId, subject, dateMs } = mail;
    joinThread({ id, messageId, references, subject, subjectKey: key, dateMs });
    const people = [...mail.from, ...mail.to, ...mail.cc].map((person) => `${person.name} ${person.address}`);
    const attached = mail.attachments.map((item) => item.name).join("\n");
    insertSearch.run(id, mail.subject, people.join("\n"), `${mail.text}\n${attached}`);
    return id;
  }

  return (mail, parentId, wanted) => {
    const found = findDuplicate.get({ raw: mail.rawSha256, messageId: mail.messageId, text: mail.textSha256 });
    const id = found === undefined ? insertMail(mail, parentId, wanted ?? null) : Number(found);
    for (const label of mail.labels) insertLabel.run(id, label);
    return { id, isNew: found === undefined };
  };
}

/**
 * What the mails of one transaction share: addresses with their rows. It must be emptied before each transaction, since
 * one that is undone takes its addresses along.
 */
export type StoreCache = { readonly addresses: Map<string, KnownAddress> };

type KnownAddress = { readonly id: number; readonly isMe: number };

/** An empty cache. */
export function createStoreCache(): StoreCache {
  return { addresses: new Map() };
}

function createPeopleStore(db: WritableDatabase, { addresses }: StoreCache) {
  const findAddress = db.prepare("SELECT id, is_me AS isMe FROM addresses WHERE address = ?");
  const insertAddress = db.prepare("INSERT INTO addresses (address) VALUES (?)");
  const insertParticipant = db.prepare(
    "INSERT INTO participants (document_id, role, position, address_id, name) VALUES (?, ?, ?, ?, ?)",
  );

  function known(address: string): KnownAddress | undefined {
    const cached = addresses.get(address);
    if (cached !== undefined) return cached;
    const row = findAddress.get(address) as KnownAddress | undefined;
    if (row !== undefined) addresses.set(address, row);
    return row;
  }

  function addressId(address: string): number {
    const row = known(address);
    if (row !== undefined) return row.id;
    const id = Number(insertAddress.run(address).lastInsertRowid);
    addresses.set(address, { id, isMe: 0 });
    return id;
  }

  return {
    isMe(person: Person | undefined): boolean {
      if (person === undefined) return false;
      return known(person.address)?.isMe === 1;
    },
    store(documentId: number, mail: ParsedMail): void {
      const roles = {
        from: mail.from,
        to: mail.to,
        cc: mail.cc,
        bcc: mail.bcc,
        "delivered-to": mail.deliveredTo,
      } as const;
      for (const [role, people] of Object.entries(roles)) {
        for (const [position, person] of people.entries()) {
          insertParticipant.run(documentId, role, position, addressId(person.address), person.name);
        }
      }
    },
  };
}
