/** The words of an RTF body, for old Outlook mail that has no other. Formatting is dropped. Pure. */

const SKIPPED = /^\\(?:\*|fonttbl|colortbl|stylesheet|info|pict|header|footer|generator|themedata|listtable)/;
const ENTITIES: Readonly<Record<string, string>> = {
  par: "\n",
  line: "\n",
  row: "\n",
  tab: "\t",
  cell: "\t",
  emdash: "—",
  endash: "–",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
  bullet: "•",
};

/** Plain text of RTF. */
export function rtfToText(rtf: string): string {
  const out: string[] = [];
  const token = /\\u(-?\d+)\??|\\'([0-9a-f]{2})|\\([a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;
  const skipping: boolean[] = [false];
  for (const match of rtf.matchAll(token)) {
    const isSkipping = skipping.at(-1) === true;
    const [, unicode, hex, word, , symbol, brace, text] = match;
    if (brace === "{") skipping.push(isSkipping || SKIPPED.test(rtf.slice(match.index + 1, match.index + 16)));
    else if (brace === "}") {
      if (skipping.length > 1) skipping.pop();
    } else if (isSkipping) continue;
    else if (unicode !== undefined) out.push(String.fromCharCode(Number(unicode) & 0xffff));
    else if (hex !== undefined) out.push(new TextDecoder("windows-1252").decode(Buffer.from(hex, "hex")));
    else if (word !== undefined) out.push(ENTITIES[word] ?? "");
    else if (symbol !== undefined) out.push(/[\\{}]/.test(symbol) ? symbol : symbol === "~" ? " " : "");
    else if (text !== undefined) out.push(text);
  }
  return out.join("");
}
