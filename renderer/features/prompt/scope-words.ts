/** A scope in words, and its parts as chips. Pure. */
import type { Scope } from "../../../shared/schemas.ts";
import { formatDay } from "../../format.ts";

/** A part of a scope that can be taken away by itself. */
export type ScopePart = { readonly key: keyof Scope; readonly words: string };

/** The parts that restrict, in the order in which they are shown. */
export function scopeParts(scope: Scope): ScopePart[] {
  const parts: ScopePart[] = [];
  const add = (key: keyof Scope, words: string): void => {
    parts.push({ key, words });
  };
  if (scope.person !== undefined) add("person", `with ${scope.person}`);
  if (scope.since !== undefined) add("since", `since ${formatDay(scope.since)}`);
  if (scope.until !== undefined) add("until", `until ${formatDay(scope.until)}`);
  if (scope.sent === true) add("sent", "sent by me");
  if (scope.thread !== undefined) add("thread", "this conversation");
  if (scope.folder !== undefined) add("folder", `in ${scope.folder}`);
  if (scope.label !== undefined) add("label", `labelled ${scope.label}`);
  if (scope.kind !== undefined) add("kind", { mail: "mail only", pdf: "PDFs only", file: "files only" }[scope.kind]);
  if (scope.except !== undefined && scope.except.length > 0) add("except", `without ${exceptWords(scope.except)}`);
  return parts;
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

/** `the whole archive`, or `mail since 1 Sep 2026, sent by me` */
export function scopeWords(scope: Scope): string {
  const parts = scopeParts(scope);
  return parts.length === 0 ? "the whole archive" : `mail ${parts.map((part) => part.words).join(", ")}`;
}

/** The scope with one part set, or taken away where the value is empty. */
export function withPart<K extends keyof Scope>(scope: Scope, key: K, value: Scope[K]): Scope {
  const { [key]: _, ...others } = scope;
  return value === undefined || value === "" || value === false ? (others as Scope) : { ...others, [key]: value };
}
