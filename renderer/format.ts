/** Numbers, sizes, times and people as text. Pure; the locale is the system's unless a test names one. */
import type { Person } from "../shared/schemas.ts";

/** `28,162` */
export function formatCount(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `1 document`, `179 documents` */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** `221 KB`: decimal units, as file managers show them. */
export function formatBytes(bytes: number, locale?: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[unit] ?? "byte",
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: digits,
  }).format(value);
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How shared sentences write numbers and times here. */
export const NUMBER_WORDS = { count: (value: number): string => formatCount(value), duration: formatDuration };

/** The shortest date that is clear in a list: the time today, the weekday this week, `6 Oct` this year, else with year. */
export function formatListDate(iso: string | null, now: Date, locale?: string): string {
  if (iso === null) return "No date";
  const date = new Date(iso);
  const days = Math.floor((startOfDay(now) - startOfDay(date)) / 86_400_000);
  const options: Intl.DateTimeFormatOptions =
    days === 0
      ? { hour: "numeric", minute: "2-digit" }
      : days > 0 && days < 6
        ? { weekday: "long" }
        : date.getFullYear() === now.getFullYear()
          ? { day: "numeric", month: "short" }
          : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale, options).format(date);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** A date and time in full. */
export function formatLongDate(iso: string | null, locale?: string): string {
  if (iso === null) return "No date";
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }).format(new Date(iso));
}

/** A UTC day like `2026-09-01` as `1 Sep 2026`. */
export function formatDay(day: string, locale?: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    date,
  );
}

/** A person's name, else the address. */
export function personName(person: Person | null): string {
  if (person === null) return "Unknown sender";
  return person.name === "" ? person.address : person.name;
}

/** Up to two letters that stand for a person. */
export function initials(person: Person | null): string {
  const words = personName(person)
    .replace(/@.*/, "")
    .split(/[\s._-]+/)
    .filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letter = (word: string | undefined): string => (word === undefined ? "" : (Array.from(word)[0] ?? ""));
  return `${letter(first)}${letter(last)}`.toLocaleUpperCase() || "?";
}

/** The share that is done, 0 to 100, never past its ends. */
export function percent(done: number, total: number): number {
  return total <= 0 ? 0 : Math.max(0, Math.min(100, (done / total) * 100));
}
