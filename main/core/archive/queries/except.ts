/**
 * The part of a scope that leaves whole groups out: a person's mail, a year, a folder, a kind.
 *
 * A group holds the documents that the context map shows in its tile (planner/ledger.ts): the two must agree.
 */
import type { MapGroup } from "../../../../shared/context-map.ts";

/** A sender's key by address, or by name where there is none; only the owner's own mail is "me". */
export function personKey(addressOrName: string): string {
  return /^'*me$/.test(addressOrName) ? `'${addressOrName}` : addressOrName;
}

/** One condition over `documents d` that holds for the documents of a group, and its values. */
export function groupCondition({ by, key }: MapGroup): { readonly sql: string; readonly values: (string | number)[] } {
  switch (by) {
    case "person": {
      if (key === "me") return { sql: "d.is_sent_by_me = 1", values: [] };
      const sender = `SELECT 1 FROM participants p JOIN addresses a ON a.id = p.address_id
        WHERE p.document_id = coalesce(d.parent_id, d.id) AND p.role = 'from' AND p.position = 0`;
      if (key === "") return { sql: `d.is_sent_by_me = 0 AND NOT EXISTS (${sender})`, values: [] };
      return {
        sql: `d.is_sent_by_me = 0 AND EXISTS (${sender} AND CASE a.address WHEN '' THEN p.name ELSE a.address END = ?)`,
        values: [/^'+me$/.test(key) ? key.slice(1) : key],
      };
    }
    case "year": {
      const year = Number(key);
      if (key === "" || !Number.isInteger(year)) return { sql: "d.date_ms IS NULL", values: [] };
      return { sql: "d.date_ms >= ? AND d.date_ms < ?", values: [Date.UTC(year, 0), Date.UTC(year + 1, 0)] };
    }
    case "folder":
      return {
        sql: "coalesce((SELECT p.folder FROM places p WHERE p.document_id = d.id ORDER BY p.id LIMIT 1), '') = ?",
        values: [key],
      };
    case "kind":
      return { sql: "d.kind = ?", values: [key] };
  }
}
