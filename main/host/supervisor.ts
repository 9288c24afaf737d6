/**
 * Keeps the core process alive for a host: starts it, starts it again when it dies, and says how it is.
 *
 * Owns the state that windows show, the back-off between deaths, and the requests that are under way with the core.
 * How a process is started, and how pages reach it, is the launcher's business (./launch-node.ts, desktop/launch-core.ts).
 */

import { fromErrorRecord, LonghandError, toErrorRecord } from "../../shared/errors.ts";
import type { CoreState } from "../../shared/host-bridge.ts";
import type { PickedFile } from "../../shared/schemas.ts";
import type { CoreReport, CoreStart, HostMessage } from "../core/process/protocol.ts";

/** A running core process. */
export type CoreProcess = {
  readonly pid: number | undefined;
  send(message: HostMessage): void;
  /** Ends it at once. */
  kill(): void;
};

/** Starts a core process and reports what it says and its end, never before it has returned. */
export type LaunchCore<P extends CoreProcess> = (events: { onReport(report: CoreReport): void; onExit(): void }) => P;

/** Where a host keeps API keys, if not in the archive's directory. */
export type HostKeys = { all(): Readonly<Record<string, string>>; set(address: string, key: string): void };

/** How patient the supervisor is; tests are less. */
export type Patience = {
  /** Pauses before the first, second, ... start after a death. */
  readonly pausesMs: readonly number[];
  /** A process that lived longer did not die of starting: its death is the first again. */
  readonly longLifeMs: number;
  /** How often an archive that another program holds is tried again. */
  readonly inUseRetryMs: number;
  readonly stopLimitMs: number;
};

const PATIENCE: Patience = {
  pausesMs: [100, 500, 2000, 5000],
  longLifeMs: 60_000,
  inUseRetryMs: 3000,
  stopLimitMs: 10_000,
};

/** A supervised core. */
export type Supervisor<P extends CoreProcess> = {
  readonly state: CoreState;
  /** Tells the state now and after every change; returns the unsubscribe. */
  onState(listener: (state: CoreState) => void): () => void;
  /** The process, while it is ready. */
  current(): P | undefined;
  /** The process as soon as it is ready; throws why it cannot be, or after `limitMs`. */
  whenReady(limitMs: number): Promise<P>;
  /** A ticket for a path that the host itself resolved. */
  issueTicket(path: string): Promise<PickedFile>;
  /** Closes the core, whose state is `failed` from then on; resolves when its process is gone. */
  stop(): Promise<void>;
};

type TicketReply = Extract<CoreReport, { type: "ticket" }>["result"];

const CLOSED = new LonghandError("CANCELLED", "Longhand was closed.", "Start it again.");
const NOT_READY = new LonghandError("INTERNAL", "Longhand's core is starting.", "Try again in a moment.");

/** Starts the core and keeps it alive until `stop`. */
export function superviseCore<P extends CoreProcess>(
  launch: LaunchCore<P>,
  start: Omit<CoreStart, "keys">,
  options: { readonly keys?: HostKeys; readonly patience?: Partial<Patience> } = {},
): Supervisor<P> {
  const patience = { ...PATIENCE, ...options.patience };
  const listeners = new Set<(state: CoreState) => void>();
  const tickets = new Map<number, (reply: TicketReply) => void>();
  let state: CoreState = { status: "starting" };
  let running: P | undefined;
  let startedAt = 0;
  let deaths = 0;
  let nextTicket = 1;
  let timer: NodeJS.Timeout | undefined;
  let onGone: (() => void) | undefined;
  let stopping: Promise<void> | undefined;

  function setState(next: CoreState): void {
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  function startProcess(): void {
    startedAt = performance.now();
    const mine = launch({
      onReport: (report) => running === mine && receive(report),
      onExit: () => running === mine && die(),
    });
    running = mine;
    mine.send({ type: "start", start: { ...start, keys: options.keys?.all() ?? null } });
  }

  function receive(report: CoreReport): void {
    switch (report.type) {
      case "ready":
        if (stopping === undefined) setState({ status: "ready" });
        break;
      case "failed":
        fail(report.error);
        break;
      case "ticket":
        tickets.get(report.id)?.(report.result);
        tickets.delete(report.id);
        break;
      case "engine":
      case "engine-stop":
        // The launcher's business where the host starts engines; a Node core starts its own.
        break;
      case "key":
        options.keys?.set(report.address, report.key);
        break;
    }
  }

  /** Opening failed for a reason that a new start does not mend, unless another program lets go of the archive. */
  function fail(error: Parameters<typeof fromErrorRecord>[0]): void {
    running?.kill();
    running = undefined;
    if (onGone !== undefined) {
      onGone();
      return;
    }
    setState({ status: "failed", error });
    if (error.code === "ARCHIVE_IN_USE") timer = setTimeout(startProcess, patience.inUseRetryMs);
  }

  function die(): void {
    running = undefined;
    for (const settle of tickets.values()) settle({ ok: false, error: toErrorRecord(NOT_READY) });
    tickets.clear();
    if (onGone !== undefined) {
      onGone();
      return;
    }
    deaths = performance.now() - startedAt > patience.longLifeMs ? 1 : deaths + 1;
    const pause = patience.pausesMs[deaths - 1];
    if (pause === undefined) {
      const message = `Longhand's core stopped unexpectedly ${deaths} times in a row.`;
      const remedy = "Nothing that was stored is lost. Start Longhand again; if it happens again, report it.";
      setState({ status: "failed", error: { code: "INTERNAL", message, remedy } });
      return;
    }
    setState({ status: "restarting" });
    timer = setTimeout(startProcess, pause);
  }

  async function stopProcess(): Promise<void> {
    clearTimeout(timer);
    // Whoever waits for the core waits no longer.
    setState({ status: "failed", error: toErrorRecord(CLOSED) });
    const core = running;
    if (core === undefined) return;
    const gone = new Promise<void>((resolve) => {
      onGone = resolve;
    });
    const limit = setTimeout(() => core.kill(), patience.stopLimitMs);
    core.send({ type: "shutdown" });
    await gone;
    clearTimeout(limit);
  }

  const ready = (): P | undefined => (state.status === "ready" ? running : undefined);

  const supervisor: Supervisor<P> = {
    get state() {
      return state;
    },
    onState(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    current: ready,
    whenReady: (limitMs) =>
      new Promise((resolve, reject) => {
        let stopListening: () => void = () => undefined;
        const limit = setTimeout(() => settle(() => reject(NOT_READY)), limitMs);
        limit.unref();
        function settle(action: () => void): void {
          clearTimeout(limit);
          // The listener is called before `onState` has returned its unsubscribe.
          queueMicrotask(() => stopListening());
          action();
        }
        stopListening = supervisor.onState((now) => {
          const process = ready();
          if (process !== undefined) settle(() => resolve(process));
          else if (now.status === "failed") settle(() => reject(fromErrorRecord(now.error)));
        });
      }),
    async issueTicket(path) {
      const core = ready();
      if (core === undefined) throw state.status === "failed" ? fromErrorRecord(state.error) : NOT_READY;
      const id = nextTicket++;
      const reply = await new Promise<TicketReply>((resolve) => {
        tickets.set(id, resolve);
        core.send({ type: "ticket", id, path });
      });
      if (!reply.ok) throw fromErrorRecord(reply.error);
      return reply.value;
    },
    stop() {
      stopping ??= stopProcess();
      return stopping;
    },
  };
  startProcess();
  return supervisor;
}
