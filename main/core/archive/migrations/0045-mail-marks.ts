/** What kind of machine wrote a mail, and whether it is signed or encrypted: known when it is read, now kept too. */
import type { Migration } from "./index.ts";

export const mailMarks: Migration = {
  version: 45,
  title: "mail marks",
  up(db) {
    db.exec(`
      ALTER TABLE documents ADD COLUMN automatic_kind TEXT
        CHECK (automatic_kind IN ('bounce', 'receipt', 'reply', 'digest', 'other'));
      ALTER TABLE documents ADD COLUMN protection TEXT
        CHECK (protection IN ('pgp-encrypted', 'pgp-signed', 'smime-encrypted', 'smime-signed'));
      -- Which kind it was is not known of mail that was read before; that a machine had a hand in it is.
      UPDATE documents SET automatic_kind = 'other' WHERE is_automatic = 1;
    `);
  },
};
