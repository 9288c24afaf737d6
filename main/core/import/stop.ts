/** Why an import is stopped: the reasons of its signal, and their names between threads. */

/** The reason of an aborted signal that means "rest", not "end". */
export const PAUSE = Symbol("pause");
/** The reason when the program ends: jobs stay open as they are, and the next program goes on with them. */
export const CLOSING = Symbol("closing");

/** A reason as it crosses to the import's thread. */
export type StopName = "pause" | "closing" | "cancel";

/** The name of a signal's reason; any but the two above means "end". */
export function stopName(reason: unknown): StopName {
  return reason === PAUSE ? "pause" : reason === CLOSING ? "closing" : "cancel";
}

/** The reason of a name. */
export function stopReason(name: StopName): unknown {
  return name === "pause" ? PAUSE : name === "closing" ? CLOSING : undefined;
}
