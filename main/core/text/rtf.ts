/**
 * The words of an RTF body, for old Outlook mail that has no other. Formatting is dropped. Pure.
 *
 * After the Rich Text Format Specification 1.9.1, and [MS-OXRTFEX] for RTF that was made from HTML: what stands between
 * `\htmlrtf` and `\htmlrtf0` is only for readers that do not know HTML, and the tags are in groups that are skipped.
 */

/** Groups that hold no words of the text. `\*` begins those that a reader may not know. */
const SKIPPED =
  /^\\(?:\*|fonttbl|colortbl|stylesheet|info|pict|header[lrf]?|footer[lrf]?|generator|themedata|listtable|nonshppict|object)(?![a-z])/;
const SIGNS: Readonly<Record<string, string>> = {
  par: "\n",
  line: "\n",
  row: "\n",
  sect: "\n",
  page: "\n",
  tab: "\t",
  cell: "\t",
  emdash: "—",
  endash: "–",
  emspace: " ",
  enspace: " ",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
  bullet: "•",
};
const CODE_PAGES: Readonly<Record<string, string>> = {
  "932": "shift_jis",
  "936": "gbk",
  "949": "euc-kr",
  "950": "big5",
  "874": "windows-874",
  "10000": "macintosh",
  "65001": "utf-8",
};

function decoderFor(rtf: string): InstanceType<typeof TextDecoder> {
  const page = /\\ansicpg(\d+)/.exec(rtf.slice(0, 4096))?.[1] ?? "1252";
  try {
    return new TextDecoder(CODE_PAGES[page] ?? `windows-${page}`);
  } catch {
    return new TextDecoder("windows-1252");
  }
}

/** What holds within a group: whether it is left out, and how many signs stand in for one of Unicode (`\ucN`). */
type Group = { readonly isSkipped: boolean; uc: number; isHtmlRtf: boolean };

/** Plain text of RTF. */
export function rtfToText(rtf: string): string {
  const out: string[] = [];
  const token = /\\'([0-9a-f]{2})|\\([a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;
  const groups: Group[] = [{ isSkipped: false, uc: 1, isHtmlRtf: false }];
  const decoder = decoderFor(rtf);
  // Bytes of the code page wait until all of a character is there.
  let bytes: number[] = [];
  /** Signs still to be left out: they stand in for a character that was given in Unicode. */
  let standIns = 0;

  const flush = (): void => {
    if (bytes.length > 0) out.push(decoder.decode(Uint8Array.from(bytes)));
    bytes = [];
  };
  const write = (text: string): void => {
    flush();
    out.push(text);
  };

  for (const match of rtf.matchAll(token)) {
    const group = groups.at(-1) ?? { isSkipped: false, uc: 1, isHtmlRtf: false };
    const [, hex, word, number, symbol, brace, text] = match;
    if (brace === "{") {
      flush();
      standIns = 0;
      const isSkipped = group.isSkipped || SKIPPED.test(rtf.slice(match.index + 1, match.index + 20));
      groups.push({ isSkipped, uc: group.uc, isHtmlRtf: group.isHtmlRtf });
    } else if (brace === "}") {
      flush();
      standIns = 0;
      if (groups.length > 1) groups.pop();
    } else if (word === "htmlrtf") group.isHtmlRtf = number !== "0";
    else if (group.isSkipped || group.isHtmlRtf) continue;
    else if (hex !== undefined) {
      if (standIns > 0) standIns -= 1;
      else bytes.push(Number.parseInt(hex, 16));
    } else if (word === "u") {
      write(String.fromCharCode(Number(number) & 0xffff));
      standIns = group.uc;
    } else if (word === "uc") group.uc = Number(number ?? 1);
    else if (word !== undefined) {
      if (SIGNS[word] !== undefined) write(SIGNS[word]);
    } else if (symbol !== undefined) {
      if (standIns > 0) standIns -= 1;
      else if (/[\\{}]/.test(symbol)) write(symbol);
      else if (symbol === "~") write(" ");
      else if (symbol === "_") write("-");
      else if (/[\r\n]/.test(symbol)) write("\n");
    } else if (text !== undefined) {
      const left = text.slice(standIns);
      standIns = Math.max(0, standIns - text.length);
      if (left !== "") write(left);
    }
  }
  flush();
  // The end of the property is marked by a NUL.
  return out.join("").replaceAll("\0", "").toWellFormed();
}
