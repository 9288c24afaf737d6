/** What the page needs of any host. */
import type {
  CoreState,
  FolderListing,
  HostNote,
  HostRequest,
  HostResult,
  PickResult,
  WorkReport,
} from "../../shared/host-bridge.ts";

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
  /** The system's dialog for a folder to write to; absent where the page shows its own picker. */
  readonly pickFolder?: () => Promise<PickResult>;
  /** A folder of the host's machine, for the page's own picker. */
  readonly listFolder?: (ticket: string | undefined) => Promise<FolderListing>;
  /** Turns entries of {@link listFolder} into tickets for importing. */
  readonly pickEntries?: (tickets: readonly string[]) => Promise<PickResult>;
  /** Tickets for files that were dropped on the window. */
  ticketsForDrop(files: readonly File[], onHandOver: (progress: HandOver) => void): Promise<PickResult>;
  /** Asks for or listens to the core's state, while `isWanted`; returns the unsubscribe. */
  watchState(callback: (state: KnownCoreState) => void): () => void;
  /** What the system and the menu ask for; absent where there is neither. */
  readonly onRequest?: (callback: (request: HostRequest) => void) => () => void;
  /** Tells what is under way, so that closing asks. */
  reportWork(work: readonly WorkReport[]): void;
  /** Shows a note of the system, where the owner allowed it. */
  notify(note: HostNote): void;
  /** The program's log and diagnostics; absent where the program runs in a terminal that shows them. */
  readonly readLog?: () => Promise<HostResult<string>>;
  readonly saveDiagnostics?: () => Promise<HostResult<boolean>>;
};
