/** Drafts: what was written, what the owner made of it. */
import { formatDocumentId } from "../../../../shared/document-id.ts";
import type { DraftRecord, DraftResult, DraftWishes, RunState, Scope } from "../../../../shared/schemas.ts";
import type { WritableDatabase } from "../connection.ts";
import { createRunReader, type RunError, runValues } from "./run-rows.ts";

/** A draft as it is begun; `replyTo` is a document's number. */
export type NewDraft = {
  readonly replyTo: number | null;
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

/** Records a draft that is being written; returns its number. */
export function insertDraft(db: WritableDatabase, item: NewDraft): number {
  const result = db
    .prepare(
      `INSERT INTO drafts (state, created_at_ms, reply_to, wishes, scope, endpoint, model, draft, warnings)
       VALUES ('running', ?, ?, ?, ?, ?, ?, '', '[]')`,
    )
    .run(Date.now(), item.replyTo, JSON.stringify(item.wishes), JSON.stringify(item.scope), item.endpoint, item.model);
  return Number(result.lastInsertRowid);
}

/** Fills in what is known of a draft, or what the owner edited. */
export function updateDraft(db: WritableDatabase, id: number, change: DraftChange): null {
  if ("edited" in change) {
    db.prepare("UPDATE drafts SET edited = ?, edited_at_ms = ? WHERE id = ?").run(change.edited, Date.now(), id);
    return null;
  }
  db.prepare(
    `UPDATE drafts SET state = @state, draft = @draft, warnings = @warnings, receipt = @receipt, fit = @fit,
       error_code = @errorCode, error_message = @errorMessage WHERE id = @id`,
  ).run({
    id,
    state: change.state,
    draft: change.result?.draft ?? change.draft,
    warnings: JSON.stringify(change.result?.warnings ?? []),
    ...runValues(change),
  });
  return null;
}

/** Forgets a draft. */
export function deleteDraft(db: WritableDatabase, id: number): null {
  db.prepare("DELETE FROM drafts WHERE id = ?").run(id);
  return null;
}

type DraftColumns = {
  readonly createdAtMs: number;
  readonly editedAtMs: number | null;
  readonly replyToNumber: number | null;
  readonly wishes: string;
  readonly draft: string;
  readonly edited: string | null;
  readonly warnings: string;
};

const drafts = createRunReader(
  "drafts",
  "created_at_ms AS createdAtMs, edited_at_ms AS editedAtMs, reply_to AS replyToNumber, wishes, draft, edited, warnings",
  (fields, own: DraftColumns): DraftRecord => ({
    ...fields,
    createdAt: new Date(own.createdAtMs).toISOString(),
    editedAt: own.editedAtMs === null ? null : new Date(own.editedAtMs).toISOString(),
    // Only mails can be answered.
    replyTo: own.replyToNumber === null ? null : formatDocumentId("mail", own.replyToNumber),
    wishes: JSON.parse(own.wishes),
    draft: own.draft,
    edited: own.edited,
    warnings: JSON.parse(own.warnings),
  }),
);

/** Drafts, newest first, before a number. */
export const listDrafts = drafts.list;

/** One draft by number. */
export const getDraft = drafts.get;
