/** Whether the core process can be reached, for the banner and for runs that must not be sent twice. */
import { create } from "zustand";
import type { KnownCoreState } from "../host/page-host.ts";

/** The line to the core: `connecting` only before it was open for the first time. */
type Connection = {
  readonly line: "connecting" | "open" | "lost";
  /** When it came back after a loss, for a short word of relief. */
  readonly recoveredAt: number | null;
  /** What the host says of the core while the line is not open. */
  readonly core: KnownCoreState | null;
};

/** See {@link Connection}. */
export const useConnection = create<Connection>(() => ({ line: "connecting", recoveredAt: null, core: null }));

/** The line is open. */
export function markOpen(): void {
  const wasLost = useConnection.getState().line === "lost";
  useConnection.setState({ line: "open", core: null, ...(wasLost ? { recoveredAt: Date.now() } : {}) });
}

/** The line is gone; it is being tried again. */
export function markLost(): void {
  if (useConnection.getState().line === "open") useConnection.setState({ line: "lost", recoveredAt: null });
}

/** What the host says of the core. */
export function noteCoreState(core: KnownCoreState): void {
  useConnection.setState({ core });
}
