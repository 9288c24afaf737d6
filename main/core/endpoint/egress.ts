/**
 * The egress guard: which addresses Longhand may connect to.
 *
 * An endpoint's host is what the owner named; its addresses are checked after DNS resolution and pinned to the first
 * answer. Link-local and metadata addresses are always refused, plain HTTP beyond this machine needs an explicit yes.
 * Proxies from the environment are never used (node:http ignores them) and redirects are never followed (see http.ts).
 */
import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { LonghandError } from "../../../shared/errors.ts";

/** A host that may be connected to, with the address it is pinned to. */
export type Grant = { readonly url: URL; readonly address: string; readonly family: 4 | 6 };

const REFUSED_RANGES = new Set(["linkLocal", "unspecified", "multicast", "broadcast", "reserved", "teredo"]);
/** Cloud metadata services outside the link-local range. */
const METADATA = new Set(["100.100.100.200", "fd00:ec2::254", "168.63.129.16"]);

function rangeOf(address: string): string {
  const parsed = inner(ipaddr.process(address));
  return METADATA.has(parsed.toString()) ? "linkLocal" : parsed.range();
}

/** The IPv4 address that an IPv6 address leads to through a translator (NAT64) or a tunnel (6to4), else the address. */
function inner(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === "rfc6052" || range === "rfc6145") return new ipaddr.IPv4(bytes.slice(12));
  if (range === "6to4") return new ipaddr.IPv4(bytes.slice(2, 6));
  return address;
}

/** Whether a resolved address is this machine itself. */
export function isLoopback(address: string): boolean {
  return rangeOf(address) === "loopback";
}

/** Parses an endpoint's URL; throws `INVALID_INPUT`. */
export function parseEndpointUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new LonghandError(
      "INVALID_INPUT",
      `${text} is not an http or https address.`,
      "Write it like http://127.0.0.1:8080.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new LonghandError(
      "INVALID_INPUT",
      "The endpoint's address holds a user name or password.",
      "Use --api-key-env for a key.",
    );
  }
  return url;
}

/** Resolves and checks an endpoint that the owner confirmed; throws `ENDPOINT_FORBIDDEN` or `ENDPOINT_DOWN`. */
export async function grantEgress(url: URL, options: { readonly allowPlainHttp: boolean }): Promise<Grant> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const answers = await lookup(host, { all: true, verbatim: true }).catch((error: unknown) => {
    throw new LonghandError(
      "ENDPOINT_DOWN",
      `The name ${host} cannot be found.`,
      "Check the address and the network.",
      { cause: error },
    );
  });
  for (const { address } of answers) {
    const range = rangeOf(address);
    if (REFUSED_RANGES.has(range)) {
      throw new LonghandError(
        "ENDPOINT_FORBIDDEN",
        `Longhand never connects to ${address} (${range} address).`,
        "Name another endpoint.",
      );
    }
    if (range !== "loopback" && url.protocol === "http:" && !options.allowPlainHttp) {
      throw new LonghandError(
        "ENDPOINT_FORBIDDEN",
        `${url.origin} is beyond this machine and not encrypted, so your mail would cross the network readable.`,
        "Use https, or say --allow-plain-http if you trust that network.",
      );
    }
  }
  const first = answers.find((answer) => answer.family === 4) ?? answers[0];
  if (first === undefined)
    throw new LonghandError("ENDPOINT_DOWN", `The name ${host} has no address.`, "Check the address.");
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}
