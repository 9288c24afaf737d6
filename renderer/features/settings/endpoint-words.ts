/** How an endpoint is named and judged in words. Pure. */
import type { EndpointChoice } from "../../../shared/schemas.ts";

/** A short name of what was chosen. */
export function endpointName(choice: EndpointChoice): string {
  if (choice.address === undefined) return "Demonstration model";
  if (!URL.canParse(choice.address)) return choice.address.split(/[\\/]/).at(-1) ?? choice.address;
  const { host } = new URL(choice.address);
  return choice.model === undefined ? host : `${choice.model} at ${host}`;
}

/** Whether an address is a web address at all. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Whether mail sent to this address would cross a network unencrypted, as far as the address alone can tell. */
export function crossesNetworkPlainly(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const { protocol, hostname } = new URL(text);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return protocol === "http:" && !isLoopback;
}
