/**
 * What the system hands to Longhand: files opened with it and `longhand://` links, from a first start, a second one or
 * macOS's own events.
 *
 * Owns telling them apart on a command line. A path becomes a ticket before a page hears of it; a link is only passed on
 * where it is one.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { parseDeepLink } from "../../shared/deep-link.ts";

/** The endings Longhand offers to open; the packaging declares the same. */
export const OPEN_WITH = [".eml", ".mbox", ".emlx", ".pst", ".pdf"] as const;

/** What stood on a command line. */
export type Opened = { readonly files: readonly string[]; readonly links: readonly string[] };

/** Files and links among the arguments of a start; everything else (Chromium's switches, our own path) is left alone. */
export function openedFrom(args: readonly string[], directory: string): Opened {
  const links = args.filter((arg) => parseDeepLink(arg) !== undefined);
  const files = args
    .filter((arg) => !arg.startsWith("-") && OPEN_WITH.some((ending) => arg.toLowerCase().endsWith(ending)))
    .map((arg) => path.resolve(directory, arg))
    .filter((file) => existsSync(file));
  return { files, links };
}
