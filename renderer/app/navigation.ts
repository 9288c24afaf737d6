/** Moves between places and tells components where the window is. The address is the only state. */
import { useMemo, useSyncExternalStore } from "react";
import { parseRoute, type Route } from "./route.ts";

/** Goes to an address; it can be gone back from. */
export function navigate(address: string): void {
  window.location.hash = address;
}

/** Goes to an address in place of the present one. */
export function replaceAddress(address: string): void {
  window.history.replaceState(null, "", address);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The present address. */
export function currentAddress(): string {
  return window.location.hash === "" ? "#/ask" : window.location.hash;
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** The present place; renders again when it changes. */
export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, currentAddress);
  return useMemo(() => parseRoute(address), [address]);
}
