/**
 * Reads the Date header of a mail: the moment in UTC and the day on the sender's calendar.
 *
 * Owns the tolerant grammar (RFC 5322 with its obsolete zones, and what real mailers write instead).
 */

/** A date as a mail gives it; `localDate` is `YYYY-MM-DD` in the sender's zone. */
export type MailDate = { readonly dateMs: number; readonly localDate: string };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Offsets in minutes of RFC 5322's obsolete zones, and of the common ones it leaves out. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  gmt: 0,
  utc: 0,
  z: 0,
  wet: 0,
  bst: 60,
  ist: 330,
  cet: 60,
  met: 60,
  cest: 120,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  hst: -600,
  akst: -540,
  akdt: -480,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
};

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length >= 4) return year;
  if (text.length === 3) return 1900 + year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function zoneMinutes(text: string | undefined): number {
  if (text === undefined) return 0;
  // "GMT+1", as some phones write it, means what "+0100" means.
  const numeric = /^(?:(?:GMT|UTC)([+-])(\d{1,2}):?(\d{2})?|([+-])(\d{2}):?(\d{2}))$/i.exec(text);
  if (numeric !== null) {
    const [, sign = numeric[4], hours = numeric[5], rest = numeric[6] ?? "0"] = numeric;
    const minutes = Number(hours) * 60 + Number(rest);
    return sign === "-" ? -minutes : minutes;
  }
  return ZONES[text.toLowerCase()] ?? 0;
}

function build(
  parts: { readonly year: number; readonly month: number; readonly day: number },
  time: { readonly hour: number; readonly minute: number; readonly second: number },
  zone: number,
): MailDate | undefined {
  const { year, month, day } = parts;
  if (month < 0 || day < 1 || day > 31 || year < 1 || time.hour > 24 || time.minute > 59 || time.second > 60)
    return undefined;
  if (Math.abs(zone) >= 24 * 60) return undefined;
  const local = Date.UTC(year, month, day, time.hour, time.minute, time.second);
  if (Number.isNaN(local)) return undefined;
  return { dateMs: local - zone * 60_000, localDate: new Date(local).toISOString().slice(0, 10) };
}

/** The moment and local day of a Date header; `undefined` where it cannot be read. */
export function parseMailDate(header: string): MailDate | undefined {
  const text = header
    .replace(/\([^()]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const clock = /(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap]m\b)?/i.exec(text);
  const time = { hour: 0, minute: 0, second: 0 };
  let rest = text;
  let after = "";
  if (clock !== null) {
    const isPm = clock[4]?.toLowerCase() === "pm";
    const isAm = clock[4]?.toLowerCase() === "am";
    const hour = Number(clock[1]);
    time.hour = isPm && hour < 12 ? hour + 12 : isAm && hour === 12 ? 0 : hour;
    time.minute = Number(clock[2]);
    time.second = Number(clock[3] ?? 0);
    rest = text.slice(0, clock.index);
    after = text.slice(clock.index + clock[0].length);
  }
  const zone = /^\s*(?:T)?([+-]\d{2}:?\d{2}|(?:GMT|UTC)[+-]\d{1,2}(?::?\d{2})?\b|[A-Za-z]{1,5}\b)/i.exec(after)?.[1];
  const iso = /(\d{4})-(\d{1,2})-(\d{1,2})/.exec(rest);
  if (iso !== null) {
    const parts = { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) };
    return build(parts, time, zoneMinutes(zone));
  }
  const dayFirst = /(\d{1,2})[ -]+([A-Za-z]{3,9})\.?[ -]+(\d{2,4})/.exec(rest);
  if (dayFirst !== null) {
    const month = MONTHS.indexOf((dayFirst[2] ?? "").slice(0, 3).toLowerCase());
    return build({ year: fullYear(dayFirst[3] ?? ""), month, day: Number(dayFirst[1]) }, time, zoneMinutes(zone));
  }
  // asctime: "Fri Apr  1 06:26:15 2005", with or without a zone before the year.
  const monthFirst = /([A-Za-z]{3,9})\.? (\d{1,2}),?\s*(\d{4})?\s*$/.exec(rest.trim());
  const year = monthFirst?.[3] ?? /\b(\d{4})\b/.exec(after.replace(/[+-]\d{4}/, " "))?.[1];
  if (monthFirst !== null && year !== undefined) {
    const month = MONTHS.indexOf((monthFirst[1] ?? "").slice(0, 3).toLowerCase());
    // Git and some scripts write the zone behind the year.
    const last = /\d{4}\s+([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})\s*$/.exec(after)?.[1];
    return build({ year: Number(year), month, day: Number(monthFirst[2]) }, time, zoneMinutes(zone ?? last));
  }
  return undefined;
}
