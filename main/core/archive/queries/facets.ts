/** What a scope can restrict by, with the number of documents that have it: for the scope bar. */
import type { Facet, ScopeFacets } from "../../../../shared/schemas.ts";
import type { ReadableDatabase } from "../connection.ts";

const MAX_FACETS = 200;
const KIND_WORDS: Readonly<Record<string, string>> = { mail: "Mail", pdf: "PDFs", file: "Files" };

/** People whose name or address holds `words`, those with the most mail first; the owner is not among them. */
function peopleFacets(db: ReadableDatabase, words: string): Facet[] {
  const pattern = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  return db
    .prepare(
      `SELECT a.address AS value, count(DISTINCT p.document_id) AS documents,
         coalesce((SELECT n.name FROM participants n WHERE n.address_id = a.id AND n.name <> ''
           GROUP BY n.name ORDER BY count(*) DESC, n.name LIMIT 1), a.address) AS label
       FROM addresses a JOIN participants p ON p.address_id = a.id AND p.role <> 'delivered-to'
       WHERE a.is_me = 0 AND a.address <> '' AND (a.address LIKE @pattern ESCAPE '\\' OR EXISTS (
         SELECT 1 FROM participants m WHERE m.address_id = a.id AND m.name LIKE @pattern ESCAPE '\\'))
       GROUP BY a.id ORDER BY documents DESC, a.address LIMIT 20`,
    )
    .all({ pattern }) as Facet[];
}

/** Folders, labels, kinds, and the people that `words` name. */
export function scopeFacets(db: ReadableDatabase, words: string): ScopeFacets {
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
      "SELECT kind AS value, kind AS label, count(*) AS documents FROM documents GROUP BY kind ORDER BY documents DESC",
    ).map((facet) => ({ ...facet, label: KIND_WORDS[facet.value] ?? facet.value })),
    people: peopleFacets(db, words),
  };
}
