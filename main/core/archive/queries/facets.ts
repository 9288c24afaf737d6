/**
 * What a scope can restrict by, with the number of documents that have it: for the scope bar.
 *
 * Owns what is remembered between two questions of one connection: counting walks through the archive, and the bar asks
 * at every key that is typed. It is counted anew when the archive has changed, at most in a tenth of the time.
 */
import type { Facet, ScopeFacets } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";

const MAX_FACETS = 200;
const MAX_PEOPLE = 20;
const WORK_SHARE = 0.1;
const KIND_WORDS: Readonly<Record<string, string>> = { mail: "Mail", pdf: "PDFs", file: "Files" };

/** Somebody who is not the owner; `sought` is what typed words are looked for in. */
type KnownPerson = Facet & { readonly sought: string };
type Counted = Omit<ScopeFacets, "people"> & { readonly people: readonly KnownPerson[] };
type Kept = { readonly version: number; readonly freshUntilMs: number; readonly counted: Counted };

const kept = new WeakMap<ReadableDatabase, Kept>();

/** Everybody but the owner, those with the most mail first. */
function countPeople(db: ReadableDatabase): KnownPerson[] {
  // Each walks an index or the table once, in its own order; joined, every name would be looked up by itself.
  const addresses = db
    .prepare(
      `SELECT a.id, a.address, count(DISTINCT p.document_id) AS documents
       FROM participants p JOIN addresses a ON a.id = p.address_id
       WHERE p.role <> 'delivered-to' AND a.is_me = 0 AND a.address <> '' GROUP BY p.address_id`,
    )
    .all() as { readonly id: number; readonly address: string; readonly documents: number }[];
  const names = db
    .prepare(
      `SELECT address_id AS id, name, count(*) AS times FROM participants
       WHERE role <> 'delivered-to' AND name <> '' GROUP BY address_id, name ORDER BY address_id, times DESC, name`,
    )
    .all() as { readonly id: number; readonly name: string }[];
  const namesOf = new Map<number, string[]>();
  for (const { id, name } of names) {
    const known = namesOf.get(id);
    if (known === undefined) namesOf.set(id, [name]);
    else known.push(name);
  }
  return addresses
    .map(({ id, address, documents }) => {
      const own = namesOf.get(id) ?? [];
      return {
        value: address,
        label: own[0] ?? address,
        documents,
        sought: [address, ...own].join("\n").toLowerCase(),
      };
    })
    .sort((a, b) => b.documents - a.documents || (a.value < b.value ? -1 : 1));
}

function count(db: ReadableDatabase): Counted {
  const all = (sql: string): Facet[] => db.prepare(sql).all() as Facet[];
  return {
    folders: all(
      `SELECT folder AS value, folder AS label, count(DISTINCT document_id) AS documents FROM places
       WHERE folder <> '' GROUP BY folder ORDER BY documents DESC, folder LIMIT ${MAX_FACETS}`,
    ),
    labels: all(
      `SELECT label AS value, label, count(*) AS documents FROM labels
       WHERE label <> '' GROUP BY label ORDER BY documents DESC, label LIMIT ${MAX_FACETS}`,
    ),
    kinds: all(
      `SELECT kind AS value, kind AS label, count(*) AS documents FROM documents INDEXED BY documents_date
       GROUP BY kind ORDER BY documents DESC, kind`,
    ).map((facet) => ({ ...facet, label: KIND_WORDS[facet.value] ?? facet.value })),
    people: countPeople(db),
  };
}

function counted(db: ReadableDatabase): Counted {
  const version = Number(db.pragma("data_version", { simple: true }));
  const known = kept.get(db);
  const begunMs = performance.now();
  if (known !== undefined && (known.version === version || begunMs < known.freshUntilMs)) return known.counted;
  const fresh = count(db);
  const nowMs = performance.now();
  kept.set(db, { version, counted: fresh, freshUntilMs: nowMs + (nowMs - begunMs) / WORK_SHARE });
  return fresh;
}

/** Folders, labels, kinds, and the people whose name or address holds `words`. */
export function scopeFacets(db: ReadableDatabase, words: string): ScopeFacets {
  const { people, ...rest } = counted(db);
  const sought = words.toLowerCase();
  const found: Facet[] = [];
  for (const { sought: where, ...person } of people) {
    if (found.length === MAX_PEOPLE) break;
    if (where.includes(sought)) found.push(person);
  }
  return { ...rest, people: found };
}
