/** What a follow-up needs of the turns before it, and what of the cited documents looks like an instruction. */
import type { Migration } from "./index.ts";

export const turns: Migration = {
  version: 105,
  title: "turns",
  up(db) {
    db.exec(`
      -- The tail as it was sent, byte for byte; null for answers of earlier versions and of sweeps.
      ALTER TABLE answers ADD COLUMN tail TEXT;
      -- JSON of InstructionNotice[] in shared/schemas.ts.
      ALTER TABLE answers ADD COLUMN notices TEXT NOT NULL DEFAULT '[]';
    `);
  },
};
