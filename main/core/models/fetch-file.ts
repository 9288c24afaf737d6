/**
 * One attempt to bring a model's file to the disk: redirects, what the hosts say of it, its bytes behind those that
 * are there already.
 *
 * Owns what goes over the wire. A host that was not granted is never connected to, not even where a granted one sends
 * there. When to try again, and what is on record, is ./downloads.ts.
 */
import { type FileHandle, open, statfs } from "node:fs/promises";
import path from "node:path";
import { LonghandError } from "../../../shared/errors.ts";
import type { ConnectionLog } from "../endpoint/connection-log.ts";
import { openGuardedHttp } from "../endpoint/guarded-http.ts";
import type { FileReply } from "../endpoint/http.ts";
import { declaredBytes, declaredSha256, hostRefuses, placeOfRange } from "./host-words.ts";

/** What is known of a file before all of it is there. */
export type FileFacts = {
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly etag: string | null;
};

/** What an attempt is told. */
export type FetchRequest = {
  readonly url: string;
  /** Where the bytes go; what is there already is gone on with. */
  readonly file: string;
  /** Hosts that the owner said yes to, as in {@link URL.host}. */
  readonly hosts: readonly string[];
  readonly facts: FileFacts;
  readonly log: ConnectionLog;
  readonly signal: AbortSignal;
  /** Silence after which a connection counts as lost. */
  readonly idleMs: number;
  /** Called once the hosts have said what the file is, before its first byte is taken. */
  onFacts(facts: FileFacts): Promise<void>;
  onBytes(done: number): void;
};

/** Hosts of models send on once or twice. */
const MOST_HOPS = 5;
/** What must stay free on a disk, for the archive that lies on it too. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** The error for a host that waits for the owner's yes; `details` names it, and what is known of the file by then. */
export function hostNotGranted(
  host: string,
  from: string | null,
  known: Partial<Pick<FileFacts, "bytes" | "sha256">> = {},
): LonghandError {
  return new LonghandError(
    "HOST_NOT_GRANTED",
    from === null ? `The file lies at ${host}.` : `${from} sends to ${host} for the file.`,
    `Longhand connects to ${host} only after your yes.`,
    { details: { host, from, bytes: known.bytes ?? null, sha256: known.sha256 ?? null } },
  );
}

/** Brings the file in; resolves when all its bytes are there, which have not been checked yet. */
export async function fetchFile(request: FetchRequest): Promise<FileFacts> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), request.idleMs);
  };
  heard();
  try {
    return await follow({ ...request, signal: AbortSignal.any([request.signal, silence.signal]) }, heard);
  } catch (error) {
    if (silence.signal.aborted && !request.signal.aborted) {
      throw new LonghandError("ENDPOINT_LOST", "The host has stopped sending.", "It is tried again.", { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function follow(request: FetchRequest, heard: () => void): Promise<FileFacts> {
  const handle = await open(request.file, "a+", 0o600);
  try {
    let url = new URL(request.url);
    let from: string | null = null;
    let facts = request.facts;
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      if (!request.hosts.includes(url.host)) throw hostNotGranted(url.host, from, facts);
      const { http } = await openGuardedHttp({ address: url.origin }, "model", request.log);
      try {
        const have = (await handle.stat()).size;
        const range: Record<string, string> =
          have === 0 ? {} : { range: `bytes=${have}-`, ...(facts.etag === null ? {} : { "if-range": facts.etag }) };
        const reply = await http.file(`${url.pathname}${url.search}`, range, request.signal);
        heard();
        facts = joinFacts(facts, reply, url.host);
        const next = redirectOf(reply, url);
        if (next === undefined) return await take(request, handle, have, reply, facts, url.host, heard);
        reply.drop();
        from = url.host;
        url = next;
      } finally {
        http.close();
      }
    }
    throw new LonghandError("DOWNLOAD_REFUSED", `${url.host} sends on without end.`, "Name the file's own address.");
  } finally {
    await handle.close();
  }
}

/** Adds the checksum that a host declares; one that contradicts what is known ends it before a byte is taken. */
function joinFacts(facts: FileFacts, reply: FileReply, host: string): FileFacts {
  const bytes = facts.bytes ?? declaredBytes(reply.headers);
  const declared = declaredSha256(reply.headers);
  if (declared === null) return { ...facts, bytes };
  if (facts.sha256 !== null && facts.sha256 !== declared) {
    throw new LonghandError(
      "CHECKSUM_WRONG",
      `${host} has another file at this address than the one that was meant.`,
      "Look at the model's page; nothing was fetched.",
    );
  }
  return { ...facts, bytes, sha256: declared };
}

function redirectOf({ status, headers }: FileReply, url: URL): URL | undefined {
  if (status < 300 || status > 399) return undefined;
  const place = headers.location ?? "";
  if (place === "" || !URL.canParse(place, url.href)) throw hostRefuses(url.host, status);
  return new URL(place, url);
}

/** Takes the reply's body behind the `have` bytes, or from the start where the host gives the whole file. */
async function take(
  request: FetchRequest,
  handle: FileHandle,
  have: number,
  reply: FileReply,
  known: FileFacts,
  host: string,
  heard: () => void,
): Promise<FileFacts> {
  const { status, headers } = reply;
  const place = placeOfRange(status, headers);
  // Nothing is behind what is there: it is all of it, or it belongs to another file and is begun anew.
  if (status === 416) {
    reply.drop();
    if (place?.total === have) return { ...known, bytes: have };
    await handle.truncate(0);
    throw new LonghandError("ENDPOINT_LOST", `${host} has another file now.`, "It is begun anew.");
  }
  if (place === undefined) {
    reply.drop();
    throw hostRefuses(host, status);
  }
  if (place.total === null) {
    reply.drop();
    throw new LonghandError(
      "DOWNLOAD_REFUSED",
      `${host} does not say how large the file is.`,
      "Fetch it with a browser and choose the file.",
    );
  }
  if (known.bytes !== null && known.bytes !== place.total) {
    reply.drop();
    throw new LonghandError(
      "CHECKSUM_WRONG",
      `The file at ${host} has ${place.total} bytes where ${known.bytes} were expected.`,
      "It is another file: look at the model's page.",
    );
  }
  const etag = headers.etag?.startsWith("W/") === false ? headers.etag : null;
  const facts: FileFacts = { bytes: place.total, sha256: known.sha256, etag };
  if (facts.sha256 === null) {
    reply.drop();
    throw new LonghandError(
      "CHECKSUM_UNKNOWN",
      `Neither you nor ${host} gave the file's SHA-256, so nobody could tell whether it arrived whole.`,
      "Take it from the model's page and give it with the address.",
    );
  }
  if (place.from !== have) await handle.truncate(place.from === 0 ? 0 : have);
  if (place.from !== have && place.from !== 0) {
    reply.drop();
    throw new LonghandError("DOWNLOAD_REFUSED", `${host} gave another part of the file than was asked for.`, "");
  }
  await requireSpace(request.file, place.total - place.from);
  await request.onFacts(facts);
  let done = place.from;
  for await (const piece of reply.body) {
    heard();
    if (done + piece.length > place.total) {
      reply.drop();
      throw new LonghandError("DOWNLOAD_REFUSED", `${host} sends more than the file holds.`, "Try another source.");
    }
    // Opened for appending: every byte goes behind the last one, whatever happened before.
    await writeWhole(handle, piece);
    done += piece.length;
    request.onBytes(done);
  }
  if (done < place.total) {
    throw new LonghandError("ENDPOINT_LOST", `The connection to ${host} broke.`, "It goes on where it stopped.");
  }
  return facts;
}

async function writeWhole(handle: FileHandle, piece: Buffer): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
}

async function requireSpace(file: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(file));
  const free = bavail * bsize;
  if (free >= bytes + SPARE_BYTES) return;
  throw new LonghandError(
    "DISK_FULL",
    `The rest of the file needs ${gigabytes(bytes)} and the archive's disk has ${gigabytes(free)} free.`,
    "Free some space; it goes on where it stopped.",
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
