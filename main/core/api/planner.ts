/** Procedures of the planner: what an archive needs, what would fit, what fills the window. */
import { totalmem } from "node:os";
import { z } from "zod";
import {
  type ContextMap,
  type CoveragePage,
  mapBySchema,
  mapGroupSchema,
  removalSchema,
} from "../../../shared/context-map.ts";
import { LonghandError } from "../../../shared/errors.ts";
import type { PlanReport, RecommendedModels } from "../../../shared/plan.ts";
import { type EndpointChoice, endpointSchema, type Scope, scopeSchema } from "../../../shared/schemas.ts";
import { countText } from "../endpoint/count.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { contextMap, coveragePage, type WindowRoom } from "../planner/context-map.ts";
import { describeModel, type FoundFacts, factsOfFile } from "../planner/find-facts.ts";
import { type Ledger, readLedger } from "../planner/ledger.ts";
import { makePlan, type ReadingSpeed } from "../planner/plan.ts";
import { PUBLISHED_MODELS, publishedFacts } from "../planner/published-models.ts";
import { recommendedModels } from "../planner/recommended.ts";
import { prefixBudget } from "../prompt/corpus.ts";
import { answerLimit } from "../prompt/run.ts";
import { readingMs } from "../warm/prefill-speed.ts";
import { choiceFor, endpointFor } from "./archive.ts";
import { TYPICAL_TAIL } from "./inputs.ts";
import { type ApiContext, hostProcedure, procedure, router } from "./trpc.ts";

/** What is planned for while there is no mail yet: what a 128K window holds beside question and answer. */
const EXAMPLE_TOKENS = 120_000;

const target = { scope: scopeSchema, endpoint: endpointSchema };

type Opened = {
  readonly endpoint: Endpoint;
  readonly ledger: Ledger;
  readonly room: WindowRoom;
  readonly isWhole: boolean;
};

async function openLedger(
  ctx: ApiContext,
  input: { readonly scope: Scope; readonly endpoint: EndpointChoice },
): Promise<Opened> {
  const endpoint = await endpointFor(ctx, input.endpoint);
  const { windowTokens } = endpoint.description;
  const tail = await countText(endpoint, TYPICAL_TAIL);
  const room = Math.max(0, prefixBudget(endpoint, tail.tokens, answerLimit(windowTokens)));
  return {
    endpoint,
    ledger: await readLedger(ctx, input.scope, endpoint),
    room: { windowTokens, reservedTokens: windowTokens - room },
    isWhole: Object.keys(input.scope).length === 0,
  };
}

/** How fast this endpoint was seen to read, with the model that it runs now. */
function measuredSpeed(ctx: ApiContext, endpoint: Endpoint): ReadingSpeed | undefined {
  const speed = ctx.reader.speed(endpoint);
  if (speed === undefined) return undefined;
  return {
    secondsFor: (tokens) => readingMs(speed, 0, tokens) / 1000,
    basis: "from what this endpoint took to read before",
  };
}

function planOf(ctx: ApiContext, { endpoint, ledger, room, isWhole }: Opened, { facts, note }: FoundFacts): PlanReport {
  const { kind, address, model, windowTokens } = endpoint.description;
  return makePlan({
    archive: { documents: ledger.documents, tokens: ledger.tokens, exact: ledger.exact },
    subject: isWhole ? "your archive" : "what you chose",
    endpoint: { kind, address, model, windowTokens, roomTokens: windowTokens - room.reservedTokens },
    facts,
    modelNote: note,
    speed: measuredSpeed(ctx, endpoint),
  });
}

export const plannerRouter = router({
  /** The plan for a scope on an endpoint, or for a published model in the endpoint's tokens. */
  plan: procedure
    .input(z.strictObject({ ...target, published: z.string().max(100).optional() }))
    .query(async ({ ctx, input }): Promise<PlanReport> => {
      const opened = await openLedger(ctx, input);
      if (input.published === undefined) {
        const { kind, model } = opened.endpoint.description;
        return planOf(
          ctx,
          opened,
          await describeModel(
            choiceFor(ctx, input.endpoint),
            ctx.endpoints.defaultModel,
            { kind, model },
            ctx.connections,
          ),
        );
      }
      const published = PUBLISHED_MODELS.find(({ id }) => id === input.published);
      if (published === undefined) {
        throw new LonghandError(
          "INVALID_INPUT",
          `Longhand has no published figures of ${input.published}.`,
          `It has those of ${PUBLISHED_MODELS.map(({ id }) => id).join(", ")}.`,
        );
      }
      const facts = publishedFacts(published);
      return planOf(ctx, opened, {
        facts,
        note: `Its shape: ${facts.sourceNote}. Tokens are counted by the chosen model.`,
      });
    }),

  /** The plan for a GGUF file or a `config.json` that nothing runs yet. */
  planFile: hostProcedure
    .input(z.strictObject({ ...target, file: z.string().min(1) }))
    .query(async ({ ctx, input }): Promise<PlanReport> => {
      const opened = await openLedger(ctx, input);
      const facts = await factsOfFile(input.file);
      return planOf(ctx, opened, {
        facts,
        note: `Its shape: ${facts.sourceNote}. Tokens are counted by the chosen model.`,
      });
    }),

  /** Long-context models that can be had, with what each would need for a scope. */
  recommended: procedure.input(z.strictObject(target)).query(async ({ ctx, input }): Promise<RecommendedModels> => {
    const opened = await openLedger(ctx, input).catch((error: unknown) => {
      if (error instanceof LonghandError && error.code === "CORPUS_EMPTY") return undefined;
      throw error;
    });
    // Rules, question and answer stand in the window as well.
    const tokens = opened === undefined ? EXAMPLE_TOKENS : opened.ledger.tokens + opened.room.reservedTokens;
    return { tokens, isExample: opened === undefined, models: recommendedModels(tokens, totalmem()) };
  }),

  /** The models whose published figures can be planned for. */
  models: procedure.query((): readonly { readonly id: string; readonly name: string }[] =>
    PUBLISHED_MODELS.map(({ id, repository }) => ({ id, name: repository.replace(/^[^/]+\//, "") })),
  ),

  /** What fills the window, and what would be left without some of it. */
  map: procedure
    .input(z.strictObject({ ...target, by: mapBySchema, inside: mapGroupSchema.optional(), without: removalSchema }))
    .query(async ({ ctx, input }): Promise<ContextMap> => {
      const { ledger, room } = await openLedger(ctx, input);
      return contextMap(ledger, room, { by: input.by, inside: input.inside, without: input.without });
    }),

  /** A page of the coverage list: every document, in, folded or out, and why. */
  coverage: procedure
    .input(
      z.strictObject({
        ...target,
        state: z.enum(["in", "folded", "out"]).optional(),
        inside: mapGroupSchema.optional(),
        without: removalSchema,
        words: z.string().max(500),
        offset: z.int().min(0),
        limit: z.int().min(1).max(500),
      }),
    )
    .query(async ({ ctx, input }): Promise<CoveragePage> => {
      const { ledger } = await openLedger(ctx, input);
      const { state, inside, without, words, offset, limit } = input;
      return coveragePage(ledger, { state, inside, without, words, offset, limit });
    }),
});
