/** Narrower scopes that are worth offering where one does not fit. Pure. */
import type { Scope } from "../../../shared/schemas.ts";

/** A scope with the words on its button. */
export type NamedScope = { readonly name: string; readonly scope: Scope };

function monthsBefore(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate()))
    .toISOString()
    .slice(0, 10);
}

/** Only what the scope does not restrict already. */
export function narrowerScopes(scope: Scope, now: Date): NamedScope[] {
  const found: NamedScope[] = [];
  if (scope.since === undefined && scope.until === undefined) {
    found.push({ name: "The last 12 months", scope: { ...scope, since: monthsBefore(now, 12) } });
    found.push({ name: "The last 3 months", scope: { ...scope, since: monthsBefore(now, 3) } });
  }
  if (scope.sent !== true) found.push({ name: "What I sent", scope: { ...scope, sent: true } });
  return found;
}
