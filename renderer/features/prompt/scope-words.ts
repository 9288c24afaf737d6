/** A scope in words, and its parts as chips. Pure. */
import type { Scope } from "../../../shared/schemas.ts";
import { formatDay } from "../../format.ts";

const KIND_WORDS = { mail: "mail only", pdf: "PDFs only", file: "files only" } as const;
const WITHOUT_WORDS = { spam: "spam", drafts: "drafts", automatic: "automatic mail" } as const;

/** The values of a field that may hold one or several. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** A part of a scope that can be taken away by itself. */
export type ScopePart = { readonly key: keyof Scope; readonly words: string };

/** The parts that restrict, in the order in which they are shown. */
export function scopeParts(scope: Scope): ScopePart[] {
  const parts: ScopePart[] = [];
  const add = (key: keyof Scope, words: string): void => {
    parts.push({ key, words });
  };
  if (scope.person !== undefined) add("person", `with ${listOf(scope.person).join(" or ")}`);
  if (scope.since !== undefined) add("since", `since ${formatDay(scope.since)}`);
  if (scope.until !== undefined) add("until", `until ${formatDay(scope.until)}`);
  if (scope.sent === true) add("sent", "sent by me");
  if (scope.document !== undefined) add("document", `only ${listOf(scope.document).join(" and ")}`);
  if (scope.thread !== undefined) add("thread", threadWords(listOf(scope.thread).length));
  if (scope.folder !== undefined) add("folder", `in ${listOf(scope.folder).join(" or ")}`);
  if (scope.label !== undefined) add("label", `labelled ${listOf(scope.label).join(" or ")}`);
  if (scope.kind !== undefined)
    add(
      "kind",
      listOf(scope.kind)
        .map((kind) => KIND_WORDS[kind])
        .join(" or "),
    );
  if (scope.without !== undefined && scope.without.length > 0)
    add("without", `without ${scope.without.map((what) => WITHOUT_WORDS[what]).join(" and ")}`);
  if (scope.except !== undefined && scope.except.length > 0) add("except", `without ${exceptWords(scope.except)}`);
  if (scope.saved !== undefined) add("saved", scope.saved);
  return parts;
}

function threadWords(count: number): string {
  return count === 1 ? "this conversation" : `${count} conversations`;
}

/** More are counted. */
const NAMED_EXCEPTIONS = 3;

function exceptWords(except: NonNullable<Scope["except"]>): string {
  const names = except.map(({ by, key }) => {
    if (by === "kind") return { mail: "mail", pdf: "PDFs", file: "files" }[key] ?? key;
    if (by === "person" && key === "me") return "my own mail";
    return key === "" ? { person: "unknown senders", year: "what has no date", folder: "what has no folder" }[by] : key;
  });
  const named = names.slice(0, NAMED_EXCEPTIONS).join(", ");
  return names.length <= NAMED_EXCEPTIONS ? named : `${named} and ${names.length - NAMED_EXCEPTIONS} more`;
}

/** `the whole archive`, or `mail since 1 Sep 2026, sent by me`, or `“The house”, since 1 Sep 2026` */
export function scopeWords(scope: Scope): string {
  const parts = scopeParts(scope);
  if (parts.length === 0) return "the whole archive";
  const words = parts.filter(({ key }) => key !== "saved").map((part) => part.words);
  if (scope.saved !== undefined) return [`“${scope.saved}”`, ...words].join(", ");
  return `${scope.document === undefined ? "mail " : ""}${words.join(", ")}`;
}

/** The scope with one part set, or taken away where the value is empty. */
export function withPart<K extends keyof Scope>(scope: Scope, key: K, value: Scope[K]): Scope {
  const { [key]: _, ...others } = scope;
  return value === undefined || value === "" || value === false ? (others as Scope) : { ...others, [key]: value };
}
