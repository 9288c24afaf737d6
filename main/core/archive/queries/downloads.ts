/** Model files that are fetched from elsewhere: what was granted, how far each is. The files are main/core/models'. */
import type { ChecksumSource, DownloadState } from "../../../../shared/downloads.ts";
import type { ErrorCode } from "../../../../shared/errors.ts";
import type { ReadableDatabase, WritableDatabase } from "../connection.ts";

/** A download as it is stored. */
export type StoredDownload = {
  readonly id: number;
  readonly url: string;
  readonly name: string;
  readonly state: DownloadState;
  readonly hosts: readonly string[];
  readonly askHost: string | null;
  readonly bytes: number | null;
  readonly doneBytes: number;
  readonly sha256: string | null;
  readonly sha256From: ChecksumSource | null;
  /** The host's name for these bytes; another one means that the file there is another. */
  readonly etag: string | null;
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  readonly startedAtMs: number;
};

/** What a download begins with. */
export type NewDownload = Pick<StoredDownload, "url" | "name" | "hosts" | "bytes" | "sha256" | "sha256From">;

/** What changes of a download; fields that are absent stay. */
export type DownloadChange = Partial<Omit<StoredDownload, "id" | "url" | "name" | "startedAtMs">>;

type Row = Omit<StoredDownload, "hosts" | "error"> & {
  readonly hosts: string;
  readonly errorCode: ErrorCode | null;
  readonly errorMessage: string | null;
};

/** All downloads, the newest first. */
export function listDownloads(db: ReadableDatabase): StoredDownload[] {
  const rows = db
    .prepare(
      `SELECT id, url, name, state, hosts, ask_host AS askHost, bytes, done_bytes AS doneBytes, sha256,
         sha256_from AS sha256From, etag, error_code AS errorCode, error_message AS errorMessage,
         started_at_ms AS startedAtMs
       FROM downloads ORDER BY id DESC`,
    )
    .all() as Row[];
  return rows.map(({ hosts, errorCode, errorMessage, ...row }) => ({
    ...row,
    hosts: JSON.parse(hosts) as string[],
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
  }));
}

/** Records a download that begins; returns its number. */
export function insertDownload(db: WritableDatabase, item: NewDownload): number {
  const result = db
    .prepare(
      `INSERT INTO downloads (url, name, state, hosts, bytes, sha256, sha256_from, started_at_ms)
       VALUES (@url, @name, 'running', @hosts, @bytes, @sha256, @sha256From, @now)`,
    )
    .run({ ...item, hosts: JSON.stringify(item.hosts), now: Date.now() });
  return Number(result.lastInsertRowid);
}

/** Changes a download. */
export function updateDownload(db: WritableDatabase, id: number, change: DownloadChange): null {
  const before = listDownloads(db).find((row) => row.id === id);
  if (before === undefined) return null;
  const { error, hosts, ...rest } = { ...before, ...change };
  db.prepare(
    `UPDATE downloads SET state = @state, hosts = @hosts, ask_host = @askHost, bytes = @bytes, done_bytes = @doneBytes,
       sha256 = @sha256, sha256_from = @sha256From, etag = @etag, error_code = @code, error_message = @message
     WHERE id = @id`,
  ).run({ ...rest, hosts: JSON.stringify(hosts), code: error?.code ?? null, message: error?.message ?? null });
  return null;
}

/** Forgets a download. */
export function deleteDownload(db: WritableDatabase, id: number): null {
  db.prepare("DELETE FROM downloads WHERE id = ?").run(id);
  return null;
}
