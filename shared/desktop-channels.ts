/** The names under which the preload script and Electron's main process talk. Pages never see them. */

/**
 * - `connect` (send): a page wants a port; `port` brings it.
 * - `watch` (send): a page wants to know the core's state; `state` brings it, now and after every change.
 * - `pick` and `drop` (invoke): files, see DesktopBridge in ./host-bridge.ts.
 */
export const DESKTOP_CHANNELS = {
  connect: "longhand:connect",
  port: "longhand:port",
  watch: "longhand:watch",
  state: "longhand:state",
  pick: "longhand:pick",
  drop: "longhand:drop",
} as const;
