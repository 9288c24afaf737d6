/**
 * The documents of a scope as a table of their numbers, so that a search looks at one number instead of at a row.
 *
 * Owns the table, which lies in the memory of one connection and holds the scope that was asked for last: whoever types
 * into the search box stays in one scope. Which documents are in it is queries/scope.ts.
 */
import type { Scope } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "./connection.ts";
import { createKept } from "./kept.ts";
import { fromScope } from "./queries/pages.ts";
import { scopeCondition, scopeKey } from "./queries/scope.ts";
import type { Members } from "./queries/search.ts";

const TABLE = "temp.scope_members";

/**
 * Members of scopes as `db` reads them; undefined for a scope that restricts nothing. What came back counts until the
 * next scope is asked for.
 */
export function createScopeMembers(db: ReadableDatabase): (scope: Scope) => Members | undefined {
  // The file is open for reading only, which no pragma changes; a table in memory is all that can be written.
  db.pragma("query_only = OFF");
  db.pragma("temp_store = MEMORY");
  db.prepare(`CREATE TABLE ${TABLE} (id INTEGER PRIMARY KEY)`).run();
  const kept = createKept<Members>(db, 1);
  return (scope) => {
    if (scopeCondition(db, scope).sql === "1") return undefined;
    const key = scopeKey(db, scope);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const keep = kept.begin(key);
    db.prepare(`DELETE FROM ${TABLE}`).run();
    const { from, values } = fromScope(db, scope);
    const { changes } = db.prepare(`INSERT INTO ${TABLE} SELECT d.id FROM ${from} ORDER BY d.id`).run(...values);
    const members = { table: TABLE, size: changes };
    keep(members);
    return members;
  };
}
