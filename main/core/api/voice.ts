/** Procedures of the voice: how much of it there is, and what it looks like. */
import { z } from "zod";
import { type DraftWishes, endpointSchema } from "../../../shared/schemas.ts";
import type { VoiceCard } from "../../../shared/voice.ts";
import { newestReport } from "../archive/queries/backtests.ts";
import { endpointFor } from "./archive.ts";
import { procedure, router } from "./trpc.ts";

/** How many mails the owner wrote, and how many examples did best on an endpoint (null before a backtest). */
export type VoiceStatus = { readonly samples: number; readonly recommended: DraftWishes["learn"] | null };

export const voiceRouter = router({
  status: procedure
    .input(z.strictObject({ endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<VoiceStatus> => {
      const samples = await ctx.voice("samples");
      const identity = await endpointFor(ctx, input.endpoint).then(
        ({ description }) => description.modelIdentity,
        () => undefined,
      );
      const best = identity === undefined ? undefined : newestReport(ctx.db, identity)?.best;
      return { samples, recommended: best === undefined || best === null ? null : best === "all" ? "voice" : best };
    }),

  /** What Longhand sees in the owner's writing. */
  card: procedure.input(z.strictObject({})).query(({ ctx }): Promise<VoiceCard> => ctx.voice("card")),
});
