/**
 * What a host and the core process say to each other. Types and limits only.
 *
 * Pages never speak this: a page's frames are the strings inside `data`, and those are tRPC's own messages.
 */
import type { ErrorRecord } from "../../../shared/errors.ts";
import type { PickedFile } from "../../../shared/schemas.ts";

/** A longer message of a page ends its connection; the largest honest one is an edited draft. */
export const MAX_PAGE_MESSAGE_BYTES = 8 * 1024 * 1024;

/** What the core process needs to open its archive. */
export type CoreStart = {
  readonly directory: string;
  /** How other processes name this one in `ARCHIVE_IN_USE`. */
  readonly program: string;
  /** The folder with the bundled model and sample. */
  readonly resources: string;
  /** API keys by address where the host keeps them; null where the core keeps them in a file. */
  readonly keys: Readonly<Record<string, string>> | null;
};

/** A page's connection over the channel of a Node child process; Electron hands over a MessagePort instead. */
export type PageFrame =
  | { readonly type: "open" | "close"; readonly page: number }
  | { readonly type: "data"; readonly page: number; readonly data: string };

/** What only the host may say. */
export type ControlMessage =
  | { readonly type: "start"; readonly start: CoreStart }
  | { readonly type: "ticket"; readonly id: number; readonly path: string }
  /** An engine that the host started for the core has ended. */
  | { readonly type: "engine-exit"; readonly id: number }
  | { readonly type: "shutdown" };

/** What comes with a MessagePort: to a page, or to the engine that the core asked for. */
export type PortMessage = { readonly type: "port" } | { readonly type: "engine-port"; readonly id: number };

/** From the host to the core. */
export type HostMessage = ControlMessage | PageFrame | PortMessage;

/** How opening the archive ended. */
export type CoreReport =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly error: ErrorRecord }
  /** The answer to `ticket`. */
  | {
      readonly type: "ticket";
      readonly id: number;
      readonly result:
        | { readonly ok: true; readonly value: PickedFile }
        | { readonly ok: false; readonly error: ErrorRecord };
    }
  /** The core wants an engine, or wants it ended; only in the desktop app, elsewhere it starts its own. */
  | { readonly type: "engine" | "engine-stop"; readonly id: number }
  /** The owner saved a key; an empty one forgets it. */
  | { readonly type: "key"; readonly address: string; readonly key: string };

/** From the core to the host. */
export type CoreMessage = CoreReport | PageFrame;
