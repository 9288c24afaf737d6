/** Opens an address in the owner's browser, where there is one. */
import { spawn } from "node:child_process";

function command(url: string): readonly [string, readonly string[]] {
  if (process.platform === "darwin") return ["open", [url]];
  // The empty title keeps `start` from taking the address for one.
  if (process.platform === "win32") return ["cmd", ["/c", "start", "", url]];
  return ["xdg-open", [url]];
}

/** Whether a browser window can appear here: not on a server without a display, not over SSH. */
export function canOpenBrowser(env: NodeJS.ProcessEnv = process.env, isTerminal = process.stdout.isTTY): boolean {
  if (!isTerminal || env["SSH_CONNECTION"] !== undefined) return false;
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return env["DISPLAY"] !== undefined || env["WAYLAND_DISPLAY"] !== undefined;
}

/** Asks the system to open `url`; that there is no browser is no failure, the address was printed. */
export function openBrowser(url: string): void {
  const [program, args] = command(url);
  const child = spawn(program, [...args], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
