/** The form's text as wishes, and back in words. Pure. */
import type { DraftWishes } from "../../../shared/schemas.ts";

/** How long a reply shall be; the empty value leaves it to the owner's habit. */
export const LENGTHS = [
  { value: "", label: "As I would" },
  { value: "very short", label: "Very short" },
  { value: "short", label: "Short" },
  { value: "detailed", label: "Detailed" },
] as const;

/** Languages that are offered; any other can be typed. */
export const LANGUAGES = [
  "English",
  "German",
  "French",
  "Spanish",
  "Italian",
  "Dutch",
  "Portuguese",
  "Polish",
] as const;

/** One point a line; bullets that were typed are dropped. */
export function toWishes(form: {
  readonly points: string;
  readonly language: string;
  readonly length: string;
}): DraftWishes {
  const points = form.points
    .split("\n")
    .map((line) => line.replace(/^\s*[-*•]\s*/, "").trim())
    .filter((line) => line !== "");
  return {
    points,
    ...(form.language.trim() === "" ? {} : { language: form.language.trim() }),
    ...(form.length === "" ? {} : { length: form.length }),
  };
}

/** The wishes of a draft as one line; empty where there are none. */
export function wishesWords(wishes: DraftWishes): string {
  return [
    ...(wishes.points.length > 0 ? [wishes.points.join("; ")] : []),
    ...(wishes.language === undefined ? [] : [wishes.language]),
    ...(wishes.length === undefined ? [] : [wishes.length]),
  ].join(", ");
}
