/** Input shapes, and stand-ins for inputs not yet known, that several procedures share. */
import { z } from "zod";
import { endpointSchema, scopeSchema } from "../../../shared/schemas.ts";
import { askTail } from "../prompt/tails.ts";

/** A row of a history by its number. */
export const numberSchema = z.strictObject({ id: z.int().positive() });

/** A page of a history, newest first. */
export const historyPage = z.strictObject({
  limit: z.int().min(1).max(200),
  before: z.int().positive().default(Number.MAX_SAFE_INTEGER),
  /** Only what holds all of these words. */
  words: z.string().max(1000).optional(),
});

/**
 * What every prompt needs: scope, endpoint, what to do when it does not fit, whether it may push out a prefix that was
 * read ahead, and the date of the tail.
 */
export const promptInput = z.strictObject({
  scope: scopeSchema,
  endpoint: endpointSchema,
  fit: z.enum(["newest"]).optional(),
  allowEvict: z.boolean().default(false),
  today: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});

/** A tail of ordinary length, for saying whether a corpus fits before a question is known. */
export const TYPICAL_TAIL = askTail(
  { today: "2026-01-01" },
  "What did we agree about the delivery date, and who was to call whom?",
);

/** Today's date on this machine's calendar, `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
