/** Saved scopes: a name for what is asked about again and again. What a scope means is ./scope.ts. */
import { LonghandError } from "../../../../shared/errors.ts";
import { type SavedScope, type Scope, scopeSchema } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

type ScopeRow = { readonly name: string; readonly scope: string };

function toScope(text: string): Scope {
  // Written by a later version with fields that this one does not know: refuse rather than read too much.
  return scopeSchema.parse(JSON.parse(text));
}

function notFound(name: string): LonghandError {
  return new LonghandError("SCOPE_NOT_FOUND", `There is no saved scope "${name}".`, "See them with scopes.");
}

/** All saved scopes by name. */
export function listScopes(db: ReadableDatabase): SavedScope[] {
  const rows = db.prepare("SELECT name, scope FROM scopes ORDER BY name").all() as ScopeRow[];
  return rows.map((row) => ({ name: row.name, scope: toScope(row.scope) }));
}

/** What a saved scope holds; upper and lower case are one. Throws `SCOPE_NOT_FOUND`. */
export function savedScope(db: ReadableDatabase, name: string): Scope {
  const text = db.prepare("SELECT scope FROM scopes WHERE name = ?").pluck().get(name) as string | undefined;
  if (text === undefined) throw notFound(name);
  return toScope(text);
}

/** Saves a scope under a name, over one that has it. `scope` names no saved one itself. */
export function saveScope(db: WritableDatabase, name: string, scope: Scope, nowMs: number): null {
  db.prepare(
    `INSERT INTO scopes (name, scope, created_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET name = excluded.name, scope = excluded.scope`,
  ).run(name, JSON.stringify(scope), nowMs);
  return null;
}

/** Gives a saved scope another name; throws `SCOPE_NOT_FOUND`, or `INVALID_INPUT` where the name is taken. */
export function renameScope(db: WritableDatabase, name: string, newName: string): null {
  const id = db.prepare("SELECT id FROM scopes WHERE name = ?").pluck().get(name);
  if (id === undefined) throw notFound(name);
  const holder = db.prepare("SELECT id FROM scopes WHERE name = ?").pluck().get(newName);
  if (holder !== undefined && holder !== id)
    throw new LonghandError("INVALID_INPUT", `There is already a scope "${newName}".`, "Choose another name.");
  db.prepare("UPDATE scopes SET name = ? WHERE id = ?").run(newName, id);
  return null;
}

/** Forgets a saved scope; the documents stay as they are. Throws `SCOPE_NOT_FOUND`. */
export function deleteScope(db: WritableDatabase, name: string): null {
  if (db.prepare("DELETE FROM scopes WHERE name = ?").run(name).changes === 0) throw notFound(name);
  return null;
}
