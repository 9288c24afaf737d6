/**
 * Clean-up of decoded text that every reader of it may rely on.
 *
 * Line ends become LF; characters that no reader sees but that change comparison or the terminal are dropped:
 * control characters other than tab and newline, and the byte order mark. Nothing visible is lost.
 */

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g;

/** Text with LF line ends and without control characters; well-formed Unicode. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/\u00a0/g, " ")
    .replace(CONTROLS, "")
    .toWellFormed();
}

/** White space of any kind folded to one space; used for header fields. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
