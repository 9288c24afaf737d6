/**
 * Who "me" is: the confirmed addresses and the evidence for proposals.
 *
 * Owns the counts; how they are weighed is import/identity.ts.
 */
import type { MeAddress } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** Counts over the whole archive for one address. */
export type AddressEvidence = {
  readonly address: string;
  readonly sent: number;
  readonly sentInSentFolder: number;
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

/** Totals that proposals are weighed against. */
export function identityTotals(db: ReadableDatabase): { mails: number; inSentFolder: number; withDelivery: number } {
  return db
    .prepare(
      `SELECT (SELECT count(*) FROM documents WHERE kind = 'mail') AS mails,
         (SELECT count(*) FROM (${SENT_FOLDER_DOCUMENTS})) AS inSentFolder,
         (SELECT count(DISTINCT document_id) FROM participants WHERE role = 'delivered-to') AS withDelivery`,
    )
    .get() as { mails: number; inSentFolder: number; withDelivery: number };
}

const SENT_FOLDER_DOCUMENTS = `
  SELECT document_id FROM places WHERE lower(folder) IN ('sent', 'sent items', 'sent mail', 'sent messages', 'gesendet', 'gesendete elemente', 'envoyés', 'enviados', 'inviata', 'verzonden', '_sent_mail', 'sent-mail')
  UNION SELECT document_id FROM labels WHERE lower(label) IN ('sent', 'gesendet', 'messages envoyés', 'enviados')`;

/** The addresses with the strongest evidence, at most 20. */
export function addressEvidence(db: ReadableDatabase): AddressEvidence[] {
  return db
    .prepare(
      `WITH sent_folder AS MATERIALIZED (${SENT_FOLDER_DOCUMENTS})
       SELECT a.address,
         count(*) FILTER (WHERE p.role = 'from') AS sent,
         count(*) FILTER (WHERE p.role = 'from' AND p.document_id IN sent_folder) AS sentInSentFolder,
         count(DISTINCT p.document_id) FILTER (WHERE p.role = 'delivered-to') AS delivered,
         count(DISTINCT p.document_id) AS documents
       FROM participants p JOIN addresses a ON a.id = p.address_id
       GROUP BY a.id ORDER BY sentInSentFolder DESC, delivered DESC, documents DESC LIMIT 20`,
    )
    .all() as AddressEvidence[];
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
