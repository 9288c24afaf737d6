/** What the page needs of any host. */
import type { CoreState, FolderListing, PickResult } from "../../shared/host-bridge.ts";

/** The core's state as far as the page can know; `unreachable` where the host itself does not answer. */
export type KnownCoreState = CoreState | { readonly status: "unreachable" | "signed-out" };

/** How far a dropped file has been handed over to the host. */
export type HandOver = { readonly name: string; readonly done: number; readonly total: number };

/** A host. */
export type PageHost = {
  readonly kind: "desktop" | "browser";
  /** The address and the class of the socket that carries the API. */
  readonly url: string;
  readonly socket: typeof WebSocket;
  /** The system's file dialog; absent where the page shows its own picker over {@link listFolder}. */
  readonly pickFiles?: () => Promise<PickResult>;
  /** A folder of the host's machine, for the page's own picker. */
  readonly listFolder?: (ticket: string | undefined) => Promise<FolderListing>;
  /** Turns entries of {@link listFolder} into tickets for importing. */
  readonly pickEntries?: (tickets: readonly string[]) => Promise<PickResult>;
  /** Tickets for files that were dropped on the window. */
  ticketsForDrop(files: readonly File[], onHandOver: (progress: HandOver) => void): Promise<PickResult>;
  /** Asks for or listens to the core's state, while `isWanted`; returns the unsubscribe. */
  watchState(callback: (state: KnownCoreState) => void): () => void;
};
