/** What hosts of model files say in status and headers. Pure. */
import type { IncomingHttpHeaders } from "node:http";
import { LonghandError } from "../../../shared/errors.ts";

/**
 * The SHA-256 that a host declares for the whole file, in lower case; null where it declares none.
 *
 * Hugging Face names a large file's in `X-Linked-Etag` (huggingface_hub, constants.py), others in `Repr-Digest`
 * (RFC 9530). It proves that the file arrived as the host has it, not that the host is honest.
 */
export function declaredSha256(headers: IncomingHttpHeaders): string | null {
  const linked = /^"?([0-9a-f]{64})"?$/i.exec(String(headers["x-linked-etag"] ?? ""));
  if (linked?.[1] !== undefined) return linked[1].toLowerCase();
  const digest = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(String(headers["repr-digest"] ?? ""));
  return digest?.[1] === undefined ? null : Buffer.from(digest[1], "base64").toString("hex");
}

/** How large the file is that a host sends on to; null where it does not say (`X-Linked-Size` of the same host). */
export function declaredBytes(headers: IncomingHttpHeaders): number | null {
  const size = /^\d{1,15}$/.exec(String(headers["x-linked-size"] ?? ""));
  return size === null ? null : Number(size[0]);
}

/** Where a reply's body begins in the file, and how large the file is; undefined for a reply that gives no file. */
export function placeOfRange(
  status: number,
  headers: IncomingHttpHeaders,
): { readonly from: number; readonly total: number | null } | undefined {
  if (status === 200) {
    const length = headers["content-length"];
    return { from: 0, total: length === undefined || !/^\d{1,15}$/.test(length) ? null : Number(length) };
  }
  const range = /^bytes (?:(\d{1,15})-\d{1,15}|\*)\/(\d{1,15})$/.exec(headers["content-range"] ?? "");
  if ((status !== 206 && status !== 416) || range === null) return undefined;
  return { from: Number(range[1] ?? 0), total: Number(range[2]) };
}

/** The error for a status that gives no file. */
export function hostRefuses(host: string, status: number): LonghandError {
  if (status === 429 || status >= 500) {
    return new LonghandError(
      "ENDPOINT_DOWN",
      `${host} cannot give the file now (status ${status}).`,
      "Try again later.",
    );
  }
  const [words, remedy] =
    status === 401 || status === 403
      ? [
          "gives this file only to those who have signed in or agreed to its licence",
          "Fetch it with a browser and choose the file.",
        ]
      : status === 404 || status === 410
        ? ["has no such file", "Look at the model's page: its files may have other names now."]
        : ["does not give the file", "Fetch it with a browser and choose the file."];
  return new LonghandError("DOWNLOAD_REFUSED", `${host} ${words} (status ${status}).`, remedy);
}
