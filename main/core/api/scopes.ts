/** Procedures of saved scopes, and of what a scope can restrict by. */
import { z } from "zod";
import { type SavedScope, type ScopeFacets, scopeSchema } from "../../../shared/schemas.ts";
import { flattenScope, scopeCondition } from "../archive/queries/scope.ts";
import { listScopes } from "../archive/queries/scopes.ts";
import { procedure, requireWriter, router } from "./trpc.ts";

const nameSchema = z.string().trim().min(1).max(80);

export const scopesRouter = router({
  list: procedure.query(({ ctx }): SavedScope[] => listScopes(ctx.db)),

  /** Saves a scope under a name, over one that has it; a saved scope inside it is written out. */
  save: procedure
    .input(z.strictObject({ name: nameSchema, scope: scopeSchema }))
    .mutation(async ({ ctx, input }): Promise<null> => {
      const scope = flattenScope(ctx.db, input.scope);
      // A day or a thread that is none is refused now, not at every question.
      scopeCondition(ctx.db, scope);
      return requireWriter(ctx).call("saveScope", { name: input.name, scope, nowMs: Date.now() });
    }),

  rename: procedure
    .input(z.strictObject({ name: nameSchema, newName: nameSchema }))
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("renameScope", input)),

  delete: procedure
    .input(z.strictObject({ name: nameSchema }))
    .mutation(async ({ ctx, input }): Promise<null> => requireWriter(ctx).call("deleteScope", input)),

  /** Folders, labels and kinds of the archive, and people by the words typed so far. */
  facets: procedure
    .input(z.strictObject({ words: z.string().max(100) }))
    .query(({ ctx, input }): Promise<ScopeFacets> => ctx.queries.call("facets", { words: input.words.trim() })),
});
