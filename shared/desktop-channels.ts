/** The names under which the preload script and Electron's main process talk. Pages never see them. */

/**
 * - `connect` (send): a page wants a port; `port` brings it.
 * - `watch` (send): a page wants to know the core's state; `state` brings it, now and after every change.
 * - `pick`, `folder` and `drop` (invoke): files, a folder to write to, see DesktopBridge in ./host-bridge.ts.
 * - `listen` (send): a page takes requests of the system; `request` (main to page) brings them, what came before too.
 * - `work` (send): what is under way, for the question at closing; `notify` (send): a note of the system.
 * - `log` and `diagnostics` (invoke): the program's own log, and saving what helps to find a fault.
 */
export const DESKTOP_CHANNELS = {
  connect: "longhand:connect",
  port: "longhand:port",
  watch: "longhand:watch",
  state: "longhand:state",
  pick: "longhand:pick",
  folder: "longhand:folder",
  drop: "longhand:drop",
  listen: "longhand:listen",
  request: "longhand:request",
  work: "longhand:work",
  notify: "longhand:notify",
  log: "longhand:log",
  diagnostics: "longhand:diagnostics",
} as const;
