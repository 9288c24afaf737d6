/**
 * Who may talk to the browser host: the browser that opened the printed address, and no other page in it.
 *
 * Owns the token of the address (good for one exchange), the cookie it is exchanged for, and the checks of Host,
 * Origin and Sec-Fetch-Site that keep other sites and rebound names out.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The checks of one running server. */
export type Access = {
  /** Goes into the printed address. */
  readonly token: string;
  /** The Set-Cookie header for a token; undefined for a wrong or used one. */
  exchange(token: string): string | undefined;
  hasCookie(headers: IncomingHttpHeaders): boolean;
  /** Whether the request names this server: a name that was rebound to 127.0.0.1 does not. */
  isOwnHost(headers: IncomingHttpHeaders): boolean;
  /** Whether the request says that a page of this server made it. */
  isOwnOrigin(headers: IncomingHttpHeaders): boolean;
  /** Whether the browser says that another site's page made it. */
  isCrossSite(headers: IncomingHttpHeaders): boolean;
};

const secret = (): string => randomBytes(32).toString("base64url");

/** Compares without telling by its time how much was right. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** Creates the token and the cookie of a server on `port`. */
export function createAccess(port: number): Access {
  const token = secret();
  const session = secret();
  // Cookies do not know ports: the name does, so that two hosts on one machine do not overwrite each other's.
  const cookie = `longhand-${port}`;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  let isUsed = false;
  return {
    token,
    exchange(given) {
      if (!isSame(given, token) || isUsed) return undefined;
      isUsed = true;
      return `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasCookie: ({ cookie: header = "" }) =>
      header
        .split(";")
        .map((part) => part.trim())
        .some((part) => part.startsWith(`${cookie}=`) && isSame(part.slice(cookie.length + 1), session)),
    isOwnHost: ({ host }) => host !== undefined && hosts.includes(host),
    isOwnOrigin: ({ host, origin }) => host !== undefined && hosts.includes(host) && origin === `http://${host}`,
    isCrossSite: ({ "sec-fetch-site": site }) => site !== undefined && site !== "same-origin" && site !== "none",
  };
}
