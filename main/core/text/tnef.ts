/**
 * Opens TNEF (`winmail.dat`): the attachments and the text that Outlook hid in it. Pure.
 *
 * Owns the reading of the attribute stream and of the few MAPI properties needed. No maintained library reads it on
 * Node (docs/decisions/0008-tnef-own-reader.md). Anything that does not fit ends the reading; what was read stays.
 */
import { isUtf8 } from "node:buffer";
import { rtfToText } from "./rtf.ts";
import { unpackRtf } from "./rtf-compressed.ts";

/** An attachment inside TNEF. */
export type TnefAttachment = { readonly name: string; readonly type: string; readonly content: Buffer };

/** What a TNEF part holds; `html` and `text` are the mail's body where it has one. */
export type Tnef = { readonly attachments: readonly TnefAttachment[]; readonly text: string; readonly html: string };

const SIGNATURE = 0x223e9f78;
const ATTACH_RENDER = 0x00069002;
const ATTACH_TITLE = 0x00018010;
const ATTACH_DATA = 0x0006800f;
const ATTACH_PROPS = 0x00069005;
const MESSAGE_PROPS = 0x00069003;
const MESSAGE_BODY = 0x0002800c;
const OEM_CODE_PAGE = 0x00069007;

const BODY = 0x1000;
const BODY_RTF = 0x1009;
const BODY_HTML = 0x1013;
const LONG_NAME = 0x3707;
const SHORT_NAME = 0x3704;
const DISPLAY_NAME = 0x3001;
const MIME_TYPE = 0x370e;
const DATA = 0x3701;

/** Bytes a value of each fixed MAPI type takes, padding included. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  1: 0,
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const UNICODE = 0x1f;
const STRING = 0x1e;
const OBJECT = 0x0d;
const BINARY = 0x102;

type Properties = ReadonlyMap<number, { readonly type: number; readonly value: Buffer }>;

/** The first value of every property of variable length; throws a RangeError at the end of a cut-off block. */
function readProperties(block: Buffer): Properties {
  const found = new Map<number, { readonly type: number; readonly value: Buffer }>();
  let at = 4;
  const u32 = (): number => {
    const value = block.readUInt32LE(at);
    at += 4;
    return value;
  };
  for (let left = block.readUInt32LE(0); left > 0; left -= 1) {
    const tag = u32();
    const type = tag & 0x0fff;
    const isMany = (tag & 0x1000) !== 0;
    const id = tag >>> 16;
    if (id >= 0x8000) {
      at += 16;
      if (u32() === 0) at += 4;
      else {
        const length = u32();
        at += length + ((4 - (length % 4)) % 4);
      }
    }
    const fixed = FIXED_BYTES[type];
    const isVariable = type === UNICODE || type === STRING || type === OBJECT || type === BINARY;
    if (fixed === undefined && !isVariable) break;
    for (let count = isMany || isVariable ? u32() : 1; count > 0; count -= 1) {
      const length = isVariable ? u32() : (fixed ?? 0);
      if (at + length > block.length) throw new RangeError("a property is cut off");
      if (isVariable && !found.has(id)) found.set(id, { type, value: block.subarray(at, at + length) });
      at += isVariable ? length + ((4 - (length % 4)) % 4) : length;
    }
  }
  return found;
}

function textOf(properties: Properties, id: number): string {
  const property = properties.get(id);
  if (property === undefined) return "";
  const text =
    property.type === UNICODE
      ? property.value.toString("utf16le")
      : new TextDecoder("windows-1252").decode(property.value);
  return text.replace(/\0+$/, "");
}

/** Text in a character set by name; one that is not known is read as Windows-1252. */
function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** An HTML body: it names its character set itself. */
function htmlOf(bytes: Buffer | undefined): string {
  if (bytes === undefined) return "";
  const named = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString("latin1", 0, 4096))?.[1];
  return decode(bytes, named ?? (isUtf8(bytes) ? "utf-8" : "windows-1252"));
}

type Draft = { name: string; type: string; content: Buffer };

/** Reads a TNEF part; undefined where it is none. */
export function readTnef(bytes: Buffer): Tnef | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return undefined;
  const drafts: Draft[] = [];
  let text = "";
  let html = "";
  /** Of the texts that are in no Unicode. */
  let codePage = "windows-1252";
  let at = 6;
  try {
    while (at + 9 <= bytes.length) {
      const id = bytes.readUInt32LE(at + 1);
      const length = bytes.readUInt32LE(at + 5);
      const data = bytes.subarray(at + 9, at + 9 + length);
      at += 9 + length + 2;
      const current = drafts.at(-1);
      if (id === ATTACH_RENDER) drafts.push({ name: "", type: "application/octet-stream", content: Buffer.alloc(0) });
      else if (id === ATTACH_TITLE && current !== undefined && current.name === "")
        current.name = decode(data, codePage).replace(/\0+$/, "");
      else if (id === ATTACH_DATA && current !== undefined) current.content = data;
      else if (id === OEM_CODE_PAGE && data.length >= 4) codePage = `windows-${data.readUInt32LE(0)}`;
      else if (id === MESSAGE_BODY) text = decode(data, codePage).replace(/\0+$/, "");
      else if (id === MESSAGE_PROPS) {
        const properties = readProperties(data);
        text = textOf(properties, BODY) || text;
        html = htmlOf(properties.get(BODY_HTML)?.value);
        const rtf = properties.get(BODY_RTF)?.value;
        // Outlook's "rich text" has no other body.
        if (text === "" && html === "" && rtf !== undefined) text = rtfToText(unpackRtf(rtf));
      } else if (id === ATTACH_PROPS && current !== undefined) {
        const properties = readProperties(data);
        const names = [LONG_NAME, SHORT_NAME, DISPLAY_NAME].map((name) => textOf(properties, name));
        current.name = names.find((name) => name !== "") ?? current.name;
        current.type = textOf(properties, MIME_TYPE) || current.type;
        // An object's first 16 bytes are the interface's name.
        const inner = properties.get(DATA);
        if (current.content.length === 0 && inner !== undefined)
          current.content = inner.type === OBJECT ? inner.value.subarray(16) : inner.value;
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { attachments: drafts, text, html };
}
