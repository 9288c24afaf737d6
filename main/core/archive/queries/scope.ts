/** Turns a scope into one SQL condition over `documents d`, with every value bound. */
import { LonghandError } from "../../../../shared/errors.ts";
import type { Scope } from "../../../../shared/schemas.ts";
import { groupCondition } from "./except.ts";

/** A condition and its values; `sql` is "1" where nothing restricts. */
export type Condition = { readonly sql: string; readonly values: readonly (string | number)[] };

const DAY_MS = 86_400_000;

function dayMs(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new LonghandError("INVALID_INPUT", `${day} is not a date.`, "Write it like 2024-05-31.");
  return ms;
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

/** The condition of a scope. */
export function scopeCondition(scope: Scope): Condition {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const add = (sql: string, ...bound: (string | number)[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
  if (scope.person !== undefined) {
    const isAddress = scope.person.includes("@");
    const match = isAddress ? "a.address = ?" : "(p.name LIKE ? ESCAPE '\\' OR a.address LIKE ? ESCAPE '\\')";
    const pattern = likePattern(scope.person);
    add(
      `d.id IN (SELECT p.document_id FROM participants p JOIN addresses a ON a.id = p.address_id
         WHERE p.role <> 'delivered-to' AND ${match})`,
      ...(isAddress ? [scope.person.toLowerCase()] : [pattern, pattern]),
    );
  }
  if (scope.since !== undefined) add("d.date_ms >= ?", dayMs(scope.since));
  if (scope.until !== undefined) add("d.date_ms < ?", dayMs(scope.until) + DAY_MS);
  if (scope.folder !== undefined) add("d.id IN (SELECT document_id FROM places WHERE folder = ?)", scope.folder);
  if (scope.label !== undefined) add("d.id IN (SELECT document_id FROM labels WHERE label = ?)", scope.label);
  if (scope.kind !== undefined) add("d.kind = ?", scope.kind);
  if (scope.thread !== undefined) {
    const number = /^t?(\d{1,15})$/.exec(scope.thread)?.[1];
    if (number === undefined) {
      throw new LonghandError(
        "INVALID_INPUT",
        `${scope.thread} is not a thread.`,
        "Write it like t12, as list shows it.",
      );
    }
    add("d.thread_id = ?", Number(number));
  }
  if (scope.sent === true) add("d.is_sent_by_me = 1 AND d.is_draft = 0");
  for (const group of scope.except ?? []) {
    const condition = groupCondition(group);
    // A date that is not there is in no year: NOT of an unknown would leave the document out.
    add(`NOT coalesce(${condition.sql}, 0)`, ...condition.values);
  }
  return { sql: parts.length === 0 ? "1" : parts.join(" AND "), values };
}
