/** What can go wrong with a connection itself, as errors that people can mend. */
import { LonghandError } from "../../../shared/errors.ts";
import type { Grant } from "./egress.ts";

/** Codes of certificates whose signer nobody here knows (Node's tls, "X509 certificate error codes"). */
const UNKNOWN_SIGNER = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_UNTRUSTED",
]);

/** What is wrong with an encrypted connection and what to do; undefined where the fault is another. */
function certificateFault(code: string): readonly [words: string, remedy: string] | undefined {
  if (UNKNOWN_SIGNER.has(code)) {
    return [
      "shows a certificate signed by nobody whom this machine trusts",
      "Name your company's CA: --ca FILE, or paste it in Settings.",
    ];
  }
  if (code === "CERT_HAS_EXPIRED")
    return ["shows a certificate that has expired", "Have it renewed, or check this machine's clock."];
  if (code === "CERT_NOT_YET_VALID")
    return ["shows a certificate that is not valid yet", "Check the clocks of this machine and of the server."];
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return ["shows a certificate for another host", "Use the name that the certificate is for, or have it corrected."];
  if (code === "EPROTO" || code.startsWith("ERR_SSL") || code === "ERR_TLS_HANDSHAKE_TIMEOUT")
    return [
      "does not answer encrypted",
      "Perhaps it speaks plain HTTP: write http:// and allow it, or correct the port.",
    ];
  if (code.startsWith("ERR_TLS") || code.includes("CERT") || code.includes("CRL"))
    return ["shows a certificate that cannot be accepted", "Correct the server's certificate."];
  return undefined;
}

/** The typed error of a failed request to a granted address. */
export function transportError(grant: Grant, error: unknown): LonghandError {
  if (error instanceof LonghandError) return error;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const where = grant.url.origin;
  if (code === "ABORT_ERR") return new LonghandError("CANCELLED", "The request was cancelled.", "", { cause: error });
  if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "ETIMEDOUT") {
    return new LonghandError(
      "ENDPOINT_DOWN",
      `Nothing answers at ${where}.`,
      "Start the server or check its address.",
      { cause: error },
    );
  }
  if (code === "ECONNRESET" || code === "EPIPE" || code === "HPE_INVALID_CONSTANT" || code.startsWith("HPE_")) {
    return new LonghandError(
      "ENDPOINT_LOST",
      `The connection to ${where} broke.`,
      "Try again; look at the server's log if it happens again.",
      { cause: error },
    );
  }
  const certificate = certificateFault(code);
  if (certificate !== undefined) {
    const [words, remedy] = certificate;
    return new LonghandError("ENDPOINT_CERTIFICATE", `${where} ${words} (${code}), so nothing was sent.`, remedy, {
      cause: error,
    });
  }
  return new LonghandError(
    "ENDPOINT_DOWN",
    `The endpoint ${where} cannot be reached (${code || "unknown fault"}).`,
    "Check the server.",
    { cause: error },
  );
}
