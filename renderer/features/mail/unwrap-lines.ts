/**
 * Joins lines that a mail program broke only because they were full, so that they break again where the window ends.
 *
 * Pure; for the eye alone, nothing is stored. A break is a wrap when the next line's first word would not have fitted
 * any more. Lists, tables, indented and quoted lines keep their breaks.
 */

/** Programs wrap at 72 to 78; shorter texts have no width to be full at. */
const MIN_WIDTH = 60;
const MAX_WIDTH = 80;

/** Lines whose breaks mean something: marks of lists and quotes, indents, columns. */
const KEEPS_BREAK = /^(?:\s|[-*•>|+#]|\d+[.)]\s)| {3,}|\t|\|/;

/** The text with its wraps as spaces; its length and every other character stay. */
export function unwrapLines(text: string): string {
  const lines = text.split("\n");
  const widest = Math.max(0, ...lines.map((line) => line.length).filter((length) => length <= MAX_WIDTH));
  if (widest < MIN_WIDTH) return text;
  return lines
    .map((line, index) => {
      const next = lines[index + 1];
      if (next === undefined) return line;
      const firstWord = /^\S+/.exec(next)?.[0] ?? "";
      const isWrap =
        firstWord !== "" &&
        line.length <= MAX_WIDTH &&
        line.trimEnd().length + 1 + firstWord.length > widest &&
        !KEEPS_BREAK.test(line) &&
        !KEEPS_BREAK.test(next);
      return `${line}${isWrap ? " " : "\n"}`;
    })
    .join("");
}
