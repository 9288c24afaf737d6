/** What the folder of an item is called, and what a Maildir's file names say. Pure. */
import path from "node:path";
import type { SourceFormat } from "./recognise.ts";

/** A Maildir's message by its file name: a key that stays when flags change, and the flags. */
export type MaildirName = { readonly key: string; readonly isDraft: boolean; readonly labels: readonly string[] };

const MAILDIR_FILE = /^(.*?)(?:cur|new)\/([^/]+)$/;
/** `:2,RS`; file systems without colons have another mark. */
const MAILDIR_FLAGS = /[:!;]2,([A-Za-z]*)$/;

/** What a Maildir's file name says; undefined for a file that does not lie in `cur` or `new`. */
export function maildirName(file: string): MaildirName | undefined {
  const match = MAILDIR_FILE.exec(file);
  if (match === null) return undefined;
  const flags = MAILDIR_FLAGS.exec(file)?.[1] ?? "";
  const labels = [...(flags.includes("F") ? ["Flagged"] : []), ...(flags.includes("T") ? ["Trash"] : [])];
  return {
    key: `${match[1]}${(match[2] ?? "").replace(MAILDIR_FLAGS, "")}`,
    isDraft: flags.includes("D"),
    labels,
  };
}

function withoutSuffix(name: string): string {
  return name.replace(/\.(?:mbox|mbx|sbd|mboxes)$/i, "");
}

/** Folders of a mail program that say nothing to people. */
const TECHNICAL = /^(?:cur|new|Messages|Data|Attachments|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}|V\d+)$/;

/** `Mail.Sent.2020` of a Maildir++ is Sent/2020. */
function maildirPlus(name: string): string[] {
  return name.startsWith(".") && name.length > 1 ? name.slice(1).split(".") : [name];
}

/**
 * The folder of an item: the path below the source's root in the words of the mail program, the root's own name where
 * nothing else is left. `file` is the path of the file that holds it (a zip's entry included).
 */
export function folderName(file: string, format: SourceFormat, rootName: string): string {
  const parts = file.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  const isContainer = format === "mbox" || format === "mmdf" || format === "pst";
  const name = parts.pop() ?? "";
  const isMail = isContainer || format === "mail" || format === "emlx";
  const isTechnical = (part: string): boolean => TECHNICAL.test(part) || (format === "emlx" && /^\d+$/.test(part));
  const folders = parts
    .filter((part) => !isMail || !isTechnical(part))
    .flatMap((part) => (isMail ? maildirPlus(part) : [part]))
    .map(withoutSuffix);
  // Apple Mail's folders hold a file named mbox; a Takeout's mailboxes lie in Takeout/Mail.
  const own = isContainer && !/^mbox$/i.test(name) && file !== "" ? [withoutSuffix(name)] : [];
  const all = [...folders, ...own];
  if (all[0] === "Takeout" && isMail) all.splice(0, all[1] === "Mail" ? 2 : 1);
  return all.length === 0 ? withoutSuffix(path.basename(rootName)) : all.join("/");
}
