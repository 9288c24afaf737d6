/** Text as the words and letter sequences that style is measured by. Pure. */

/** Programs and addresses are not anybody's hand. */
const NOT_PROSE =
  /^\s*(?:[>|#%$]|\+\s|\[\d+\]|Error|Warning message|library\(|[-=_*~]{4,})|<-|\s\|\s.*\s\|\s|[{};]\s*$|\w\(.*\)\s*$|(?:\s+-?\d+(?:\.\d+)?(?:e-?\d+)?){3,}/;
const ADDRESS = /(?:https?|ftp):\/\/\S+|www\.\S+|\S+@\S+/g;
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu;

/** The lines of a text that are prose: no code, no tables, no console output. Addresses are left out. */
export function proseOf(text: string): string {
  return text
    .split("\n")
    .filter((line) => !NOT_PROSE.test(line))
    .join("\n")
    .replace(ADDRESS, " ");
}

/** The words of a text in lower case; typographic apostrophes count as plain ones, figures are no words. */
export function styleWords(text: string): string[] {
  return (text.match(WORD) ?? []).map((word) => word.toLowerCase().replaceAll("’", "'"));
}
