/** What the sealed prefixes of an archive hold and what building them anew would cost. Reads only. */
import { type PrefixReport, type Scope, scopeSchema } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { corpusNumbers } from "../archive/queries/corpus.ts";
import { readMe } from "../archive/queries/identity.ts";
import { listPrefixes, prefixTotals, sealedDocuments } from "../archive/queries/prefixes.ts";
import { withdrawnNumbers } from "../archive/queries/withdrawn.ts";

/** A report with the row it is of; how long it would be read is the endpoint's. */
export type NumberedReport = Omit<PrefixReport, "readMs"> & { readonly prefixId: number };

/** The documents that a key's scope holds now; every document where the key combines two scopes. */
function numbersOf(db: ReadableDatabase, key: string): Set<number> | undefined {
  const parsed = scopeSchema.safeParse(withTexts(JSON.parse(key)));
  return parsed.success ? new Set(corpusNumbers(db, parsed.data)) : undefined;
}

/** A key's fields as a scope has them: lists of one become the value, threads are texts. */
function withTexts(key: unknown): unknown {
  if (typeof key !== "object" || key === null || Array.isArray(key)) return undefined;
  const single = new Set<keyof Scope>(["since", "until", "sent"]);
  return Object.fromEntries(
    Object.entries(key as Record<string, unknown[]>).map(([name, values]) => [
      name,
      single.has(name as keyof Scope) ? values[0] : name === "thread" ? values.map(String) : values,
    ]),
  );
}

/** All sealed prefixes, the last used first; `ids` restricts. */
export function prefixReports(db: ReadableDatabase, tokenizer: string, ids?: ReadonlySet<number>): NumberedReport[] {
  const me = JSON.stringify(readMe(db));
  const withdrawn = new Set(withdrawnNumbers(db));
  return listPrefixes(db)
    .filter(({ id }) => ids === undefined || ids.has(id))
    .map((row) => {
      const inScope = numbersOf(db, row.scope);
      const { chars, tokens } = prefixTotals(db, row.id, tokenizer);
      const leaves = sealedDocuments(db, row.id).filter(
        ({ number }) => withdrawn.has(number) || inScope?.has(number) === false,
      ).length;
      return {
        prefixId: row.id,
        scope: row.scope,
        documents: row.documents,
        chars,
        tokens,
        builtAt: new Date(row.builtAtMs).toISOString(),
        leaves,
        isOutdated: JSON.stringify(row.me) !== me,
      };
    });
}
