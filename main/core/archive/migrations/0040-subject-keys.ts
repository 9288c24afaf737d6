/** A key of every mail's subject, by which threads find the mails of the same subject and time. */
import { baseSubject, subjectKey } from "../queries/threads.ts";
import type { Migration } from "./index.ts";

export const subjectKeys: Migration = {
  version: 40,
  title: "subject keys",
  up(db) {
    // Null where the document is no mail, or its subject is too short to tell one from another.
    db.exec("ALTER TABLE documents ADD COLUMN subject_key INTEGER");
    db.function("subject_key", { deterministic: true }, (subject) => subjectKey(baseSubject(String(subject)).base));
    db.exec(`
      UPDATE documents SET subject_key = subject_key(subject) WHERE kind = 'mail';
      CREATE INDEX documents_subject ON documents (subject_key, date_ms) WHERE subject_key IS NOT NULL;
    `);
  },
};
