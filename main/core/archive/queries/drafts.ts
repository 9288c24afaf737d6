/** Drafts: what was written, what the owner made of it. */
import { formatDocumentId } from "../../../../shared/document-id.ts";
import type { DraftRecord, DraftResult, DraftWishes, RunState, Scope } from "../../../../shared/schemas.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

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
      readonly error?: { readonly code: string; readonly message: string };
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
    `UPDATE drafts SET state = ?, draft = ?, warnings = ?, receipt = ?, fit = ?, error_code = ?, error_message = ? WHERE id = ?`,
  ).run(
    change.state,
    change.result?.draft ?? change.draft,
    JSON.stringify(change.result?.warnings ?? []),
    change.result === undefined ? null : JSON.stringify(change.result.receipt),
    change.result?.fit == null ? null : JSON.stringify(change.result.fit),
    change.error?.code ?? null,
    change.error?.message ?? null,
    id,
  );
  return null;
}

/** Forgets a draft. */
export function deleteDraft(db: WritableDatabase, id: number): null {
  db.prepare("DELETE FROM drafts WHERE id = ?").run(id);
  return null;
}

type DraftRow = {
  readonly id: number;
  readonly state: RunState;
  readonly createdAtMs: number;
  readonly editedAtMs: number | null;
  readonly replyToNumber: number | null;
  readonly wishes: string;
  readonly scope: string;
  readonly endpoint: string;
  readonly model: string;
  readonly draft: string;
  readonly edited: string | null;
  readonly warnings: string;
  readonly receipt: string | null;
  readonly fit: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
};

const COLUMNS = `id, state, created_at_ms AS createdAtMs, edited_at_ms AS editedAtMs, reply_to AS replyToNumber, wishes, scope,
  endpoint, model, draft, edited, warnings, receipt, fit, error_code AS errorCode, error_message AS errorMessage`;

function toRecord(row: DraftRow): DraftRecord {
  const { createdAtMs, editedAtMs, replyToNumber, errorCode, errorMessage, ...rest } = row;
  return {
    ...rest,
    createdAt: new Date(createdAtMs).toISOString(),
    editedAt: editedAtMs === null ? null : new Date(editedAtMs).toISOString(),
    // Only mails can be answered.
    replyTo: replyToNumber === null ? null : formatDocumentId("mail", replyToNumber),
    wishes: JSON.parse(row.wishes),
    scope: JSON.parse(row.scope),
    warnings: JSON.parse(row.warnings),
    receipt: row.receipt === null ? null : JSON.parse(row.receipt),
    fit: row.fit === null ? null : JSON.parse(row.fit),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
  };
}

/** Drafts, newest first, before number `before`. */
export function listDrafts(
  db: ReadableDatabase,
  page: { readonly limit: number; readonly before: number },
): DraftRecord[] {
  const rows = db
    .prepare(`SELECT ${COLUMNS} FROM drafts WHERE id < ? ORDER BY id DESC LIMIT ?`)
    .all(page.before, page.limit);
  return (rows as DraftRow[]).map(toRecord);
}

/** One draft by number. */
export function getDraft(db: ReadableDatabase, id: number): DraftRecord | undefined {
  const row = db.prepare(`SELECT ${COLUMNS} FROM drafts WHERE id = ?`).get(id) as DraftRow | undefined;
  return row === undefined ? undefined : toRecord(row);
}
