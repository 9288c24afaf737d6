/**
 * Counts documents as they are inserted; what is deleted or dated anew is counted by triggers (migration 0155, which says
 * why not all of it).
 */
import type { WritableDatabase } from "../connection.ts";

/** Prepares the statement and returns the function that counts a document that was just inserted. */
export function createDocumentCounter(db: WritableDatabase): (dateMs: number | null) => void {
  // By its key: what may change several rows keeps a journal of its own as well.
  const count = db.prepare("UPDATE document_counts SET documents = documents + 1, undated = undated + ? WHERE one = 1");
  return (dateMs) => {
    count.run(dateMs === null ? 1 : 0);
  };
}
