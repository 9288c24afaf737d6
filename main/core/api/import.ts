/** Procedures of importing and of who "me" is. */
import { z } from "zod";
import { LonghandError } from "../../../shared/errors.ts";
import type { MeAddress } from "../../../shared/schemas.ts";
import { addressEvidence, identityTotals, listMe, readMe } from "../archive/queries/identity.ts";
import { proposeIdentity } from "../import/identity.ts";
import { importFiles } from "../import/import-job.ts";
import { hostProcedure, procedure, requireWriter, router } from "./trpc.ts";

const addressSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@<>,]+@[^\s@<>,]+$/, "an address like nora@example.org");

export const importRouter = router({
  /** Imports files in order; the last event is `done`. Addresses in `me` are confirmed by the owner. */
  run: hostProcedure
    .input(z.strictObject({ paths: z.array(z.string().min(1)).min(1), me: z.array(addressSchema) }))
    .subscription(async function* ({ ctx, input, signal }) {
      const writer = requireWriter(ctx);
      if (input.me.length > 0) {
        await writer.call("setMe", { addresses: input.me.map((address) => ({ address, why: "set by the owner" })) });
      }
      for await (const event of importFiles(writer, input.paths, signal ?? new AbortController().signal)) {
        if (event.event === "done" && readMe(ctx.db).length === 0) {
          // Nobody is "me" yet: take what the archive shows, until the owner says otherwise.
          const proposed = proposeIdentity(addressEvidence(ctx.db), identityTotals(ctx.db));
          if (proposed.length > 0) await writer.call("setMe", { addresses: proposed });
        }
        yield event;
      }
    }),
});

export const meRouter = router({
  get: procedure.query(({ ctx }): { addresses: MeAddress[] } => ({ addresses: listMe(ctx.db) })),

  set: procedure
    .input(z.strictObject({ addresses: z.array(addressSchema).min(1) }))
    .mutation(async ({ ctx, input }): Promise<{ addresses: MeAddress[] }> => {
      const writer = requireWriter(ctx);
      if (new Set(input.addresses).size !== input.addresses.length) {
        throw new LonghandError("INVALID_INPUT", "An address is named twice.");
      }
      await writer.call("setMe", {
        addresses: input.addresses.map((address) => ({ address, why: "set by the owner" })),
      });
      return { addresses: listMe(ctx.db) };
    }),
});
