/** Turns a scope into one SQL condition over `documents d`, with every value bound, and into its canonical key. */
import { parseDocumentId } from "../../../../shared/document-id.ts";
import { LonghandError } from "../../../../shared/errors.ts";
import type { Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";
import { groupCondition } from "./except.ts";
import { savedScope } from "./scopes.ts";

type Sql = { readonly sql: string; readonly values: readonly (string | number)[] };

/**
 * A condition and its values; `sql` is "1" where nothing restricts. `among` are its parts that name the documents
 * themselves: each a query of their numbers.
 */
export type Condition = Sql & { readonly among: readonly Sql[] };

const DAY_MS = 86_400_000;

function dayMs(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new LonghandError("INVALID_INPUT", `${day} is not a date.`, "Write it like 2024-05-31.");
  return ms;
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function threadNumber(thread: string): number {
  const number = /^t?(\d{1,15})$/.exec(thread)?.[1];
  if (number === undefined) {
    throw new LonghandError("INVALID_INPUT", `${thread} is not a thread.`, "Write it like t12, as list shows it.");
  }
  return Number(number);
}

function documentNumber(id: string): number {
  const parsed = parseDocumentId(id);
  if (parsed === undefined) {
    throw new LonghandError("INVALID_INPUT", `${id} is not a document.`, "Write it like m12, as list shows it.");
  }
  return parsed.number;
}

const WITHOUT = { spam: "d.is_spam = 0", drafts: "d.is_draft = 0", automatic: "d.is_automatic = 0" } as const;

/** The scopes that must all hold: the saved one, where one is named, and the scope's own fields. */
function resolve(db: ReadableDatabase, scope: Scope): readonly Scope[] {
  const { saved, ...own } = scope;
  return saved === undefined ? [own] : [savedScope(db, saved), own];
}

type Add = {
  (sql: string, ...bound: (string | number)[]): void;
  /** A condition that the document's number is one of a query's. */
  among(sql: string, ...bound: (string | number)[]): void;
};

/** Adds the conditions of one scope without a saved name. */
function addConditions(scope: Scope, add: Add): void {
  const people = list(scope.person);
  if (people.length > 0) {
    const matches: string[] = [];
    const bound: string[] = [];
    for (const person of people) {
      const isAddress = person.includes("@");
      matches.push(isAddress ? "a.address = ?" : "p.name LIKE ? ESCAPE '\\' OR a.address LIKE ? ESCAPE '\\'");
      const pattern = likePattern(person);
      bound.push(...(isAddress ? [person.toLowerCase()] : [pattern, pattern]));
    }
    add.among(
      `SELECT p.document_id FROM participants p JOIN addresses a ON a.id = p.address_id
         WHERE p.role <> 'delivered-to' AND (${matches.join(" OR ")})`,
      ...bound,
    );
  }
  if (scope.since !== undefined) add("d.date_ms >= ?", dayMs(scope.since));
  if (scope.until !== undefined) add("d.date_ms < ?", dayMs(scope.until) + DAY_MS);
  const anyOf = (
    add: (sql: string, ...bound: (string | number)[]) => void,
    before: string,
    values: readonly (string | number)[],
  ): void => {
    if (values.length > 0) add(`${before} IN (${values.map(() => "?").join(", ")})`, ...values);
  };
  anyOf(add.among, "SELECT document_id FROM places WHERE folder", list(scope.folder));
  anyOf(add.among, "SELECT document_id FROM labels WHERE label", list(scope.label));
  anyOf(add, "d.kind", list(scope.kind));
  anyOf(add.among, "SELECT id FROM documents WHERE thread_id", list(scope.thread).map(threadNumber));
  anyOf(add.among, "SELECT id FROM documents WHERE id", list(scope.document).map(documentNumber));
  if (scope.sent === true) add("d.is_sent_by_me = 1 AND d.is_draft = 0");
  for (const what of scope.without ?? []) add(WITHOUT[what]);
  for (const group of scope.except ?? []) {
    const condition = groupCondition(group);
    // A date that is not there is in no year: NOT of an unknown would leave the document out.
    add(`NOT coalesce(${condition.sql}, 0)`, ...condition.values);
  }
}

/** The condition of a scope; throws `SCOPE_NOT_FOUND` where it names a saved one that is not there. */
export function scopeCondition(db: ReadableDatabase, scope: Scope): Condition {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const among: Sql[] = [];
  const add = (sql: string, ...bound: (string | number)[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
  add.among = (sql: string, ...bound: (string | number)[]): void => {
    add(`d.id IN (${sql})`, ...bound);
    among.push({ sql, values: bound });
  };
  for (const each of resolve(db, scope)) addConditions(each, add);
  return { sql: parts.length === 0 ? "1" : parts.join(" AND "), values, among };
}

/** One scope in one form: lists sorted, each value once, nothing that does not restrict. */
function canonical(scope: Scope): Record<string, unknown> {
  const fields: Record<string, readonly unknown[]> = {
    document: list(scope.document),
    folder: list(scope.folder),
    kind: list(scope.kind),
    label: list(scope.label),
    person: list(scope.person).map((person) => (person.includes("@") ? person.toLowerCase() : person)),
    sent: scope.sent === true ? [true] : [],
    since: list(scope.since),
    thread: list(scope.thread).map(threadNumber),
    until: list(scope.until),
    without: scope.without ?? [],
    except: (scope.except ?? []).map(({ by, key }) => JSON.stringify([by, key])),
  };
  const entries = Object.entries(fields).filter(([, values]) => values.length > 0);
  return Object.fromEntries(entries.map(([name, values]) => [name, [...new Set(values)].sort()]));
}

/**
 * The key under which a scope's prefix is kept: equal for scopes that say the same, whether saved or spelt out.
 *
 * A saved name stands for what it holds now; changing what it holds makes another key.
 */
export function scopeKey(db: ReadableDatabase, scope: Scope): string {
  const all = resolve(db, scope).map(canonical);
  const joined: Record<string, unknown> = {};
  const doubled: Record<string, unknown>[] = [];
  for (const each of all) {
    const hasBoth = Object.keys(each).some(
      (name) => name in joined && JSON.stringify(joined[name]) !== JSON.stringify(each[name]),
    );
    if (hasBoth) doubled.push(each);
    else Object.assign(joined, each);
  }
  const sorted = Object.fromEntries(Object.entries(joined).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(doubled.length === 0 ? sorted : [sorted, ...doubled]);
}

/** A scope as it is saved: without a saved name in it. Throws `INVALID_INPUT` where two people or days would clash. */
export function flattenScope(db: ReadableDatabase, scope: Scope): Scope {
  const [first = {}, second = {}] = resolve(db, scope);
  const clash = Object.keys(second).find((name) => name in first);
  if (clash !== undefined) {
    throw new LonghandError(
      "INVALID_INPUT",
      `Both the saved scope and this one restrict by ${clash}.`,
      "Take one of the two away before saving.",
    );
  }
  return { ...first, ...second };
}
