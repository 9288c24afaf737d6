// Encoding of headers, bodies and dates. No dependencies, no clock.
import { Buffer } from "node:buffer";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const FR_DAYS = ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."];
const FR_MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const ES_DAYS = ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"];
const ES_MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
const DE_MONTHS = [
  "Januar",
  "Februar",
  "März",
  "April",
  "Mai",
  "Juni",
  "Juli",
  "August",
  "September",
  "Oktober",
  "November",
  "Dezember",
];
const two = (n) => String(n).padStart(2, "0");

/** Day of the month of the n-th (or, with 0, the last) Sunday of a month, 1-based month. */
function sunday(year, month, n) {
  if (n === 0) {
    const last = new Date(Date.UTC(year, month, 0));
    return last.getUTCDate() - last.getUTCDay();
  }
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  return 1 + ((7 - first) % 7) + 7 * (n - 1);
}

/** Minutes east of UTC for a zone at a moment (milliseconds, UTC). */
export function offsetAt(zone, ms) {
  const fixed = /^([+-])(\d\d)(\d\d)$/.exec(zone);
  if (fixed) return (fixed[1] === "-" ? -1 : 1) * (60 * Number(fixed[2]) + Number(fixed[3]));
  const year = new Date(ms).getUTCFullYear();
  if (zone === "atlantic") {
    const from = Date.UTC(year, 2, sunday(year, 3, 2), 6);
    const until = Date.UTC(year, 10, sunday(year, 11, 1), 5);
    return ms >= from && ms < until ? -180 : -240;
  }
  const summer = ms >= Date.UTC(year, 2, sunday(year, 3, 0), 1) && ms < Date.UTC(year, 9, sunday(year, 10, 0), 1);
  return (zone === "cet" ? 60 : 0) + (summer ? 60 : 0);
}

/** 'YYYY-MM-DD HH:MM' in a zone, to milliseconds in UTC. */
export function moment(at, zone) {
  const local = Date.UTC(+at.slice(0, 4), +at.slice(5, 7) - 1, +at.slice(8, 10), +at.slice(11, 13), +at.slice(14, 16));
  let ms = local;
  for (let i = 0; i < 2; i += 1) ms = local - 60000 * offsetAt(zone, ms);
  return ms;
}

export function parts(ms, zone) {
  const offset = offsetAt(zone, ms);
  const d = new Date(ms + 60000 * offset);
  return {
    y: d.getUTCFullYear(),
    mo: d.getUTCMonth(),
    d: d.getUTCDate(),
    w: d.getUTCDay(),
    h: two(d.getUTCHours()),
    mi: two(d.getUTCMinutes()),
    s: two(d.getUTCSeconds()),
    offset,
  };
}

export function headerDate(ms, zone) {
  const p = parts(ms, zone);
  const o = Math.abs(p.offset);
  return `${DAYS[p.w]}, ${p.d} ${MONTHS[p.mo]} ${p.y} ${p.h}:${p.mi}:${p.s} ${p.offset < 0 ? "-" : "+"}${two(Math.floor(o / 60))}${two(o % 60)}`;
}

export function fromLineDate(ms) {
  const p = parts(ms, "+0000");
  return `${DAYS[p.w]} ${MONTHS[p.mo]} ${String(p.d).padStart(2, " ")} ${p.h}:${p.mi}:${p.s} ${p.y}`;
}

export const isoDay = (ms) => new Date(ms).toISOString().slice(0, 10);

/** The line above a quotation, in the language of the quoting mail program. */
export function attribution(ms, zone, who, lang) {
  const p = parts(ms, zone);
  if (lang === "de") return `Am ${p.d}. ${DE_MONTHS[p.mo]} ${p.y} um ${p.h}:${p.mi} schrieb ${who}:`;
  if (lang === "fr") return `Le ${FR_DAYS[p.w]} ${p.d} ${FR_MONTHS[p.mo]} ${p.y} à ${p.h}:${p.mi}, ${who} a écrit :`;
  if (lang === "es")
    return `El ${ES_DAYS[p.w]}, ${p.d} ${ES_MONTHS[p.mo]} ${p.y} a las ${p.h}:${p.mi}, ${who} escribió:`;
  return `On ${DAYS[p.w]}, ${p.d} ${MONTHS[p.mo]} ${p.y} at ${p.h}:${p.mi}, ${who} wrote:`;
}

export function outlookSent(ms, zone) {
  const p = parts(ms, zone);
  return `${two(p.d)} ${LONG[p.mo]} ${p.y} ${p.h}:${p.mi}`;
}

const ascii = (s) => /^[\x00-\x7f]*$/.test(s);

/** RFC 2047: base64 words for a subject, a quoted-printable word for a name. */
export function encodeSubject(text) {
  if (ascii(text)) return text;
  const words = [];
  let run = "";
  for (const c of text) {
    if (Buffer.byteLength(run + c) > 42) {
      words.push(run);
      run = "";
    }
    run += c;
  }
  words.push(run);
  return words.map((w) => `=?UTF-8?B?${Buffer.from(w).toString("base64")}?=`).join("\n ");
}

export function address(name, mail) {
  if (ascii(name)) return `${name} <${mail}>`;
  const q = [...Buffer.from(name)]
    .map((b) =>
      b === 32
        ? "_"
        : /[A-Za-z0-9]/.test(String.fromCharCode(b)) && b < 128
          ? String.fromCharCode(b)
          : `=${b.toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
  return `=?UTF-8?Q?${q}?= <${mail}>`;
}

export function quotedPrintable(bytes) {
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => {
      const atoms = [...line].map((c, i) => {
        const b = c.charCodeAt(0);
        const last = i === line.length - 1;
        if (b === 61 || b > 126 || (b < 32 && b !== 9) || (last && (b === 32 || b === 9)))
          return `=${b.toString(16).toUpperCase().padStart(2, "0")}`;
        return c;
      });
      let out = "";
      let width = 0;
      atoms.forEach((a, i) => {
        const room = i === atoms.length - 1 ? 76 : 75;
        if (width + a.length > room) {
          out += "=\n";
          width = 0;
        }
        out += a;
        width += a.length;
      });
      return out;
    })
    .join("\n");
}

export const base64Lines = (bytes) => `${bytes.toString("base64").replace(/.{76}/g, "$&\n").replace(/\n$/, "")}\n`;

/** Content headers and encoded body of one text part. */
export function textPart(text, subtype, { charset = "utf-8", cte } = {}) {
  const body = text.endsWith("\n") ? text : `${text}\n`;
  const plainAscii = ascii(body);
  const latin = charset !== "utf-8" && /^[\x00-\x7f\xa0-\xff]*$/.test(body);
  const set = plainAscii && !cte ? "us-ascii" : latin ? charset : "utf-8";
  const bytes = Buffer.from(body, latin ? "latin1" : "utf8");
  const how = cte ?? (plainAscii ? "7bit" : "quoted-printable");
  const encoded = how === "base64" ? base64Lines(bytes) : how === "quoted-printable" ? quotedPrintable(bytes) : body;
  return {
    headers: [`Content-Type: text/${subtype}; charset=${set}`, `Content-Transfer-Encoding: ${how}`],
    body: encoded,
  };
}

/** Wrap at 72 columns, line by line. */
export function wrap(text, width = 72) {
  return text
    .split("\n")
    .map((line) => {
      if (line.length <= width + 4 || /^[>]/.test(line)) return line;
      const out = [];
      let run = "";
      for (const word of line.split(" ")) {
        if (run && run.length + 1 + word.length > width) {
          out.push(run);
          run = word;
        } else run = run ? `${run} ${word}` : word;
      }
      return [...out, run].join("\n");
    })
    .join("\n");
}

export const quoteLines = (text) =>
  text
    .split("\n")
    .map((l) => (l === "" ? ">" : l.startsWith(">") ? `>${l}` : `> ${l}`))
    .join("\n");

export const escapeHtml = (s) =>
  s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
