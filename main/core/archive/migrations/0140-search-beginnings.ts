/**
 * The search index knows the beginnings of words: what is typed finds at once, whatever the archive's size.
 *
 * Without them every word that begins with the letters typed so far is merged at each key: seconds at half a million
 * mails. Beginnings of three letters are enough for that: longer ones are rare, shorter ones are not looked for, and
 * knowing those too made an import a quarter slower. The index is made anew from what the archive holds; its own tables
 * cannot be given beginnings later.
 */
import type { Migration } from "./index.ts";

export const searchBeginnings: Migration = {
  version: 140,
  title: "beginnings of words in the search index",
  up(db) {
    db.exec(`
      DROP TABLE search;
      CREATE VIRTUAL TABLE search USING fts5(
        subject, people, text, content='', contentless_delete=1, prefix='3',
        tokenize='unicode61 remove_diacritics 2'
      );
      INSERT INTO search (rowid, subject, people, text)
        SELECT d.id, CASE d.kind WHEN 'mail' THEN d.subject ELSE trim(d.subject || ' ' || d.name) END,
          coalesce((SELECT group_concat(p.name || ' ' || a.address, char(10))
            FROM participants p JOIN addresses a ON a.id = p.address_id
            WHERE p.document_id = d.id AND p.role IN ('from', 'to', 'cc')), ''),
          b.text || coalesce((SELECT char(10) || group_concat(t.name, char(10)) FROM attachments t
            WHERE t.document_id = d.id), '')
        FROM documents d JOIN bodies b ON b.document_id = d.id ORDER BY d.id;
    `);
  },
};
