/** Procedures of the voice: how much of it there is, and what it looks like. */
import { z } from "zod";
import { type DraftWishes, endpointSchema } from "../../../shared/schemas.ts";
import type { VoiceCard } from "../../../shared/voice.ts";
import { newestReport } from "../archive/queries/backtests.ts";
import { readMe } from "../archive/queries/identity.ts";
import { readOthersMail } from "../archive/queries/voice.ts";
import { ownText } from "../text/blocks.ts";
import { makeCard } from "../voice/card.ts";
import { readVoice } from "../voice/material.ts";
import { endpointFor } from "./archive.ts";
import { procedure, router } from "./trpc.ts";

/** How many mails the owner wrote, and how many examples did best on an endpoint (null before a backtest). */
export type VoiceStatus = { readonly samples: number; readonly recommended: DraftWishes["learn"] | null };

/** Others' mail that phrases are compared with: enough to know what everybody says. */
const OTHERS = { senders: 40, mailsEach: 40 };

export const voiceRouter = router({
  status: procedure
    .input(z.strictObject({ endpoint: endpointSchema }))
    .query(async ({ ctx, input }): Promise<VoiceStatus> => {
      const samples = readVoice(ctx.db).length;
      const identity = await endpointFor(ctx, input.endpoint).then(
        ({ description }) => description.modelIdentity,
        () => undefined,
      );
      const best = identity === undefined ? undefined : newestReport(ctx.db, identity)?.best;
      return { samples, recommended: best === undefined || best === null ? null : best === "all" ? "voice" : best };
    }),

  /** What Longhand sees in the owner's writing. */
  card: procedure.input(z.strictObject({})).query(({ ctx }): VoiceCard => {
    const others = [...readOthersMail(ctx.db, OTHERS).values()].flat().map(({ text, blocks }) => ownText(text, blocks));
    return makeCard(readVoice(ctx.db), new Set(readMe(ctx.db)), others);
  }),
});
