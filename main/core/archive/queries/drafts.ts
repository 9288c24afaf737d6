/** Drafts: what was written, what the owner made of it. */
import { formatDocumentId } from "../../../../shared/document-id.ts";
import type {
  DraftRecord,
  DraftResult,
  DraftTarget,
  DraftWishes,
  RunState,
  Scope,
} from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";
import { createRunReader, type RunError, runValues } from "./run-rows.ts";

/** A draft as it is begun; `replyTo` is a document's number. */
export type NewDraft = {
  readonly replyTo: number | null;
  readonly target: DraftTarget;
  /** The first draft of the family it joins; null begins one. */
  readonly family: number | null;
  readonly remark: string | null;
  readonly wishes: DraftWishes;
  readonly scope: Scope;
  readonly endpoint: string;
  readonly model: string;
};

/** What changes of a draft: by the model while it writes, or by the owner's editing. */
export type DraftChange =
  | { readonly edited: string }
  | {
      readonly state: RunState;
      readonly draft: string;
      readonly result?: DraftResult;
      readonly error?: RunError;
    };

const NO_CHECKS = { grounding: [], leaks: [] };

/** Records a draft that is being written; returns its number. */
export function insertDraft(db: WritableDatabase, item: NewDraft): number {
  const result = db
    .prepare(
      `INSERT INTO drafts (state, created_at_ms, reply_to, target, family, remark, wishes, scope, endpoint, model, draft,
         warnings)
       VALUES ('running', @now, @replyTo, @target, @family, @remark, @wishes, @scope, @endpoint, @model, '', '[]')`,
    )
    .run({
      now: Date.now(),
      replyTo: item.replyTo,
      target: JSON.stringify(item.target),
      family: item.family,
      remark: item.remark,
      wishes: JSON.stringify(item.wishes),
      scope: JSON.stringify(item.scope),
      endpoint: item.endpoint,
      model: item.model,
    });
  return Number(result.lastInsertRowid);
}

/** Fills in what is known of a draft, or what the owner edited. */
export function updateDraft(db: WritableDatabase, id: number, change: DraftChange): null {
  if ("edited" in change) {
    db.prepare("UPDATE drafts SET edited = ?, edited_at_ms = ? WHERE id = ?").run(change.edited, Date.now(), id);
    return null;
  }
  db.prepare(
    `UPDATE drafts SET state = @state, draft = @draft, warnings = @warnings, checks = @checks, receipt = @receipt, fit = @fit,
       error_code = @errorCode, error_message = @errorMessage WHERE id = @id`,
  ).run({
    id,
    state: change.state,
    draft: change.result?.draft ?? change.draft,
    warnings: JSON.stringify(change.result?.warnings ?? []),
    checks: JSON.stringify(change.result?.checks ?? NO_CHECKS),
    ...runValues(change),
  });
  return null;
}

/** Forgets a draft with all of its family. */
export function deleteDraft(db: WritableDatabase, id: number): null {
  db.prepare(
    "DELETE FROM drafts WHERE coalesce(family, id) = (SELECT coalesce(family, id) FROM drafts WHERE id = ?)",
  ).run(id);
  return null;
}

type DraftColumns = {
  readonly createdAtMs: number;
  readonly editedAtMs: number | null;
  readonly replyToNumber: number | null;
  readonly target: string | null;
  readonly family: number | null;
  readonly remark: string | null;
  readonly wishes: string;
  readonly checks: string | null;
  readonly draft: string;
  readonly edited: string | null;
  readonly warnings: string;
};

/** Drafts of older versions know only the mail they answer. */
function targetOf({ target, replyToNumber }: DraftColumns): DraftTarget | null {
  if (target !== null) return JSON.parse(target);
  return replyToNumber === null ? null : { type: "reply", id: formatDocumentId("mail", replyToNumber) };
}

const drafts = createRunReader(
  "drafts",
  "created_at_ms AS createdAtMs, edited_at_ms AS editedAtMs, reply_to AS replyToNumber, target, family, remark, wishes, checks, draft, edited, warnings",
  (fields, own: DraftColumns): DraftRecord => ({
    ...fields,
    family: own.family ?? fields.id,
    createdAt: new Date(own.createdAtMs).toISOString(),
    editedAt: own.editedAtMs === null ? null : new Date(own.editedAtMs).toISOString(),
    // Only mails can be answered.
    replyTo: own.replyToNumber === null ? null : formatDocumentId("mail", own.replyToNumber),
    target: targetOf(own),
    remark: own.remark,
    wishes: JSON.parse(own.wishes),
    checks: own.checks === null ? NO_CHECKS : JSON.parse(own.checks),
    draft: own.draft,
    edited: own.edited,
    warnings: JSON.parse(own.warnings),
  }),
);

/** The newest draft of each family, newest first, before a number. */
export function listDrafts(
  db: ReadableDatabase,
  page: { readonly limit: number; readonly before: number },
): DraftRecord[] {
  const newest = db
    .prepare(
      "SELECT max(id) FROM drafts GROUP BY coalesce(family, id) HAVING max(id) < ? ORDER BY max(id) DESC LIMIT ?",
    )
    .pluck()
    .all(page.before, page.limit) as number[];
  return newest.flatMap((id) => drafts.get(db, id) ?? []);
}

/** All drafts of a family, oldest first. */
export function listFamily(db: ReadableDatabase, family: number): DraftRecord[] {
  const ids = db
    .prepare("SELECT id FROM drafts WHERE id = @family OR family = @family ORDER BY id")
    .pluck()
    .all({ family }) as number[];
  return ids.flatMap((id) => drafts.get(db, id) ?? []);
}

/** One draft by number. */
export const getDraft = drafts.get;
