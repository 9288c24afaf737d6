/**
 * What a page asks of its host beside the API: the core's state, files, and the way to the API itself.
 *
 * Two hosts, one page. In the desktop app the host is `window.longhand` ({@link DesktopBridge}, from the preload).
 * In the browser host there is no `window.longhand`; the page uses the addresses in {@link BROWSER_PATHS} with its
 * cookie. Neither ever hands the page a path of the machine.
 */
import type { ErrorRecord } from "./errors.ts";
import type { PickedFile } from "./schemas.ts";

/**
 * How the core process is.
 *
 * `restarting`: it died and starts again by itself; `failed`: it will not start until the host is started again,
 * and `error` says why (another program writes the archive, the archive is newer, it kept dying).
 */
export type CoreState =
  | { readonly status: "starting" | "ready" | "restarting" }
  | { readonly status: "failed"; readonly error: ErrorRecord };

/** An outcome that a host hands to a page; failures are values, because exceptions lose their code on the way. */
export type HostResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorRecord };

/** Files the owner picked or dropped; empty when the dialog was closed. */
export type PickResult = HostResult<readonly PickedFile[]>;

/** The data of the window message that carries the API's MessagePort to the page; `ports[0]` is the port. */
export const PORT_MESSAGE = "longhand:port";

/** What the system or the menu asks of a page. */
export type HostRequest =
  /** Files that were opened with Longhand; importing them is asked about. */
  | { readonly kind: "files"; readonly files: readonly PickedFile[] }
  /** A `longhand://` link, as it came: the page parses it. */
  | { readonly kind: "link"; readonly link: string }
  | { readonly kind: "command"; readonly command: MenuCommand };

/** What the menu can ask for. */
export type MenuCommand = "palette" | "settings" | "import" | "shortcuts" | "search" | "log";

/** Work under way, in words for the question at closing. */
export type WorkReport = { readonly words: string };

/** A note that the system shows; `address` is where a click leads, after `#`. */
export type HostNote = { readonly title: string; readonly body: string; readonly address: string };

/**
 * The desktop app's bridge, `window.longhand`. `TFile` is the DOM's `File`, which this folder does not know.
 */
export type DesktopBridge<TFile = unknown> = {
  readonly kind: "desktop";
  /**
   * Asks for a new MessagePort to the API; it arrives as a message of this window: `event.source === window`,
   * `event.data === PORT_MESSAGE`, `event.ports[0]`. The port carries tRPC's WebSocket messages as strings, a string
   * a message. The port gets a `close` event when the core dies; ask again when the state is `ready`. While the core
   * is starting the port comes as soon as it is ready.
   */
  connect(): void;
  /** Opens the system's file dialog. */
  pickFiles(): Promise<PickResult>;
  /** Opens the system's dialog for a folder to write to. */
  pickFolder(): Promise<PickResult>;
  /** Tickets for files that were dropped on the window. */
  ticketsForDrop(files: readonly TFile[]): Promise<PickResult>;
  /** Tells the state now and after every change; returns the unsubscribe. */
  onState(callback: (state: CoreState) => void): () => void;
  /** Takes what the system and the menu ask for, also what was asked before; returns the unsubscribe. */
  onRequest(callback: (request: HostRequest) => void): () => void;
  /** Tells what is under way; an empty list when nothing is. */
  reportWork(work: readonly WorkReport[]): void;
  /** Shows a note of the system. */
  notify(note: HostNote): void;
  /** The last lines of the program's log: ids, counts and codes, never content. */
  readLog(): Promise<HostResult<string>>;
  /** Asks where to, and saves the diagnostics there; false when the dialog was closed. */
  saveDiagnostics(): Promise<HostResult<boolean>>;
};

/**
 * The browser host's addresses. All need the cookie (else 401); all but GET also need the page's own Origin (else 403).
 *
 * - `api`: WebSocket, one tRPC message a text frame. Closed with 1012 when the core dies: connect again.
 * - `state`: GET, gives {@link CoreState}.
 * - `files`: GET, `?folder=TICKET` (without it the home folder), gives `HostResult<FolderListing>`.
 * - `pick`: POST, JSON body {@link PickRequest}, gives {@link PickResult}.
 * - `upload`: POST, `?name=FILE NAME`, the file itself as the body, gives {@link PickResult} with one file.
 */
export const BROWSER_PATHS = {
  api: "/api",
  state: "/state",
  files: "/files",
  pick: "/pick",
  upload: "/upload",
} as const;

/** A file or folder in the browser host's picker; `ticket` names it in the next request. */
export type FolderEntry = {
  readonly ticket: string;
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  /** ISO 8601 in UTC. */
  readonly modifiedAt: string;
};

/** One folder of the browser host's picker. */
export type FolderListing = {
  /** From the file system's root down to the folder itself, for a path bar. */
  readonly trail: readonly { readonly ticket: string; readonly name: string }[];
  /** Folders first, then files, each by name; hidden ones are left out. */
  readonly entries: readonly FolderEntry[];
  /** True where the folder has more entries than are listed. */
  readonly isCut: boolean;
};

/** Entries that the owner picked in a {@link FolderListing}. */
export type PickRequest = { readonly tickets: readonly string[] };
