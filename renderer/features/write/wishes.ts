/** The form's text as wishes, and back in words. Pure. */
import type { DraftTarget, DraftWishes, Person } from "../../../shared/schemas.ts";
import { personName } from "../../format.ts";

/** How long a mail shall be; the empty value leaves it to the owner's habit. */
export const LENGTHS = [
  { value: "", label: "As I would" },
  { value: "very short", label: "Very short" },
  { value: "short", label: "Short" },
  { value: "detailed", label: "Detailed" },
] as const;

/** A nudge from the owner's habit with this person. */
export const FORMALITIES = [
  { value: "more casual", label: "More casual" },
  { value: "", label: "As I would" },
  { value: "more formal", label: "More formal" },
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

type WishesText = {
  readonly points: string;
  readonly language: string;
  readonly length: string;
  readonly formality: string;
};

/** One point a line; bullets that were typed are dropped. */
export function toWishes(form: WishesText, learn?: DraftWishes["learn"]): DraftWishes {
  const points = form.points
    .split("\n")
    .map((line) => line.replace(/^\s*[-*•]\s*/, "").trim())
    .filter((line) => line !== "");
  return {
    points,
    ...(form.language.trim() === "" ? {} : { language: form.language.trim() }),
    ...(form.length === "" ? {} : { length: form.length }),
    ...(form.formality === "" ? {} : { formality: form.formality }),
    ...(learn === undefined || learn === "everything" ? {} : { learn }),
  };
}

/** The wishes of a draft as one line; empty where there are none. */
export function wishesWords(wishes: DraftWishes): string {
  return [
    ...(wishes.points.length > 0 ? [wishes.points.join("; ")] : []),
    ...(wishes.language === undefined ? [] : [wishes.language]),
    ...(wishes.length === undefined ? [] : [wishes.length]),
    ...(wishes.formality === undefined ? [] : [wishes.formality]),
  ].join(", ");
}

/** People as they are typed: `Alice Chen <alice@example.org>, bob@example.org`. Null where one of them has no address. */
export function parsePeople(text: string): Person[] | null {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const people = parts.map((part) => {
    const match = /^"?(.*?)"?\s*<([^<>\s]+@[^<>\s]+)>$/.exec(part);
    return { name: match?.[1] ?? "", address: (match?.[2] ?? part).toLowerCase() };
  });
  return people.length > 0 && people.every(({ address }) => /^\S+@\S+$/.test(address)) ? people : null;
}

/** Who a draft goes to and what it is about, where the target itself says so. */
export function targetWords(target: DraftTarget | null): { readonly who: string; readonly subject: string } {
  switch (target?.type) {
    case "new":
      return { who: target.to.map(personName).join(", "), subject: target.subject };
    case "outside":
      return { who: personName(target.message.from), subject: target.message.subject };
    default:
      return { who: "", subject: "" };
  }
}
