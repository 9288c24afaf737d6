/**
 * Raw bytes as text that is safe to look at: nothing in it hides, moves or reorders what stands beside it. Pure.
 */

/** Characters that turn the direction of what follows, or that take no room. */
const HIDDEN = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD]/g;
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;

/** UTF-8 where it is that, else byte by byte; control and hidden characters are shown as signs. */
export function safeText(bytes: Uint8Array): string {
  // A stretch may end inside a character: up to three bytes of it are no proof against UTF-8.
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    text = new TextDecoder("windows-1252").decode(bytes);
  }
  return text
    .replace(/\r\n/g, "\n")
    .replace(/\r/g, "\n")
    .replace(CONTROL, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replaceAll("\u007f", "\u2421")
    .replace(HIDDEN, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}
