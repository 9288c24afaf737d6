/** Pages of lists whose lists are made in this thread, for tests of what a page holds. */
import type { ReadableDatabase } from "../../main/core/archive/connection.ts";
import { createListPages, type ListPages } from "../../main/core/archive/list-pages.ts";
import { ledgerNumbers } from "../../main/core/archive/queries/ledger.ts";
import { dateLandmarks, scopeNumbers } from "../../main/core/archive/queries/pages.ts";

/** Reads and makes through one connection. */
export function listPagesOf(db: ReadableDatabase): ListPages {
  return createListPages(db, {
    dateLandmarks: async () => dateLandmarks(db),
    scopeNumbers: async (scope) => scopeNumbers(db, scope),
    ledgerNumbers: async (filter) => ledgerNumbers(db, filter),
  });
}
