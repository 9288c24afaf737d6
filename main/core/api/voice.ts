/** Procedures of the voice: how much of it there is, and what it looks like. */
import { z } from "zod";
import { endpointSchema } from "../../../shared/schemas.ts";
import { readVoice } from "../voice/material.ts";
import { procedure, router } from "./trpc.ts";

/** How many mails the owner wrote, and how many examples did best on an endpoint (null before a backtest). */
export type VoiceStatus = { readonly samples: number; readonly recommended: number | null };

export const voiceRouter = router({
  status: procedure
    .input(z.strictObject({ endpoint: endpointSchema }))
    .query(({ ctx }): VoiceStatus => ({ samples: readVoice(ctx.db).length, recommended: null })),
});
