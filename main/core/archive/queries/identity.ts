/**
 * Who "me" is: the confirmed addresses and the evidence for proposals.
 *
 * Owns the counts; how they are weighed is import/identity.ts.
 */
import type { MeAddress } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";
import { isSentFolder } from "../folder-names.ts";

/** Counts over the whole archive for one address; `name` is the one it writes under most often. */
export type AddressEvidence = {
  readonly address: string;
  readonly name: string;
  readonly sent: number;
  readonly sentInSentFolder: number;
  readonly drafts: number;
  readonly delivered: number;
  readonly documents: number;
};

/** The addresses that are "me". */
export function readMe(db: ReadableDatabase): string[] {
  return db.prepare("SELECT address FROM addresses WHERE is_me = 1 ORDER BY address").pluck().all() as string[];
}

/** The addresses that are "me" with the number of mails each sent. */
export function listMe(db: ReadableDatabase): MeAddress[] {
  const why = db.prepare("SELECT value FROM settings WHERE key = 'me-why:' || ?").pluck();
  const rows = db
    .prepare(
      `SELECT a.address, (SELECT count(*) FROM participants p WHERE p.address_id = a.id AND p.role = 'from') AS sent
       FROM addresses a WHERE a.is_me = 1 ORDER BY sent DESC, a.address`,
    )
    .all() as { readonly address: string; readonly sent: number }[];
  return rows.map((row) => ({ ...row, why: String(why.get(row.address) ?? "set by the owner") }));
}

/** The folders and labels for sent mail that occur, as a JSON array each: which names those are is ../folder-names.ts. */
function sentNames(db: ReadableDatabase): { readonly folders: string; readonly labels: string } {
  const of = (sql: string): string => JSON.stringify((db.prepare(sql).pluck().all() as string[]).filter(isSentFolder));
  return { folders: of("SELECT DISTINCT folder FROM places"), labels: of("SELECT DISTINCT label FROM labels") };
}

const SENT_FOLDER_DOCUMENTS = `
  SELECT document_id FROM places WHERE folder IN (SELECT value FROM json_each(@folders))
  UNION SELECT document_id FROM labels WHERE label IN (SELECT value FROM json_each(@labels))`;

/** Totals that proposals are weighed against. */
export function identityTotals(db: ReadableDatabase): { mails: number; inSentFolder: number; withDelivery: number } {
  return db
    .prepare(
      `SELECT (SELECT count(*) FROM documents WHERE kind = 'mail') AS mails,
         (SELECT count(*) FROM (${SENT_FOLDER_DOCUMENTS})) AS inSentFolder,
         (SELECT count(DISTINCT document_id) FROM participants WHERE role = 'delivered-to') AS withDelivery`,
    )
    .get(sentNames(db)) as { mails: number; inSentFolder: number; withDelivery: number };
}

/** The addresses with the strongest evidence, at most 200: an alias may have written little. */
export function addressEvidence(db: ReadableDatabase): AddressEvidence[] {
  return db
    .prepare(
      `WITH sent_folder AS MATERIALIZED (${SENT_FOLDER_DOCUMENTS}),
         strongest AS MATERIALIZED (
           SELECT p.address_id,
             count(*) FILTER (WHERE p.role = 'from') AS sent,
             count(*) FILTER (WHERE p.role = 'from' AND p.document_id IN sent_folder) AS sentInSentFolder,
             count(*) FILTER (WHERE p.role = 'from' AND d.is_draft = 1) AS drafts,
             count(DISTINCT p.document_id) FILTER (WHERE p.role = 'delivered-to') AS delivered,
             count(DISTINCT p.document_id) AS documents
           FROM participants p JOIN documents d ON d.id = p.document_id AND d.is_spam = 0
           GROUP BY p.address_id
           ORDER BY sentInSentFolder DESC, drafts DESC, delivered DESC, documents DESC LIMIT 200)
       SELECT a.address,
         coalesce((SELECT name FROM participants n WHERE n.address_id = s.address_id AND n.role = 'from' AND n.name <> ''
           GROUP BY name ORDER BY count(*) DESC, name LIMIT 1), '') AS name,
         s.sent, s.sentInSentFolder, s.drafts, s.delivered, s.documents
       FROM strongest s JOIN addresses a ON a.id = s.address_id
       ORDER BY sentInSentFolder DESC, drafts DESC, delivered DESC, documents DESC, a.address`,
    )
    .all(sentNames(db)) as AddressEvidence[];
}

/** Makes exactly these addresses "me", with the reason of each, and re-derives which mails were sent by me. */
export function setMe(db: WritableDatabase, addresses: readonly { address: string; why: string }[]): void {
  db.prepare("UPDATE addresses SET is_me = 0 WHERE is_me = 1").run();
  db.prepare("DELETE FROM settings WHERE key LIKE 'me-why:%'").run();
  const upsert = db.prepare(
    "INSERT INTO addresses (address, is_me) VALUES (?, 1) ON CONFLICT (address) DO UPDATE SET is_me = 1",
  );
  const explain = db.prepare("INSERT INTO settings (key, value) VALUES ('me-why:' || ?, ?)");
  for (const { address, why } of addresses) {
    upsert.run(address.toLowerCase());
    explain.run(address.toLowerCase(), why);
  }
  db.prepare(
    `UPDATE documents SET is_sent_by_me = wanted.value FROM (
       SELECT d.id, EXISTS (SELECT 1 FROM participants p JOIN addresses a ON a.id = p.address_id
         WHERE p.document_id = d.id AND p.role = 'from' AND p.position = 0 AND a.is_me = 1) AS value FROM documents d
     ) AS wanted WHERE wanted.id = documents.id AND wanted.value <> documents.is_sent_by_me`,
  ).run();
}
