/**
 * How people are named in the prompt: with the address at the first appearance, by the name alone afterwards.
 *
 * Depends only on what stands before, so appending documents never changes what is sealed. Pure apart from its state.
 */
import type { Person } from "../../../shared/schemas.ts";
import { escapeInline } from "./escape.ts";

/** Names people in order of their appearance in one prefix. */
export type Namer = (person: Person) => string;

/** One line, and no `|`, which separates the fields of a header. */
export function headerField(text: string): string {
  return escapeInline(text.replace(/\s+/g, " ").trim().replaceAll("|", "/"));
}

/** A namer for one prefix; `me` holds the owner's addresses in lower case. */
export function createNamer(me: ReadonlySet<string>): Namer {
  /** The address that a bare name stands for. */
  const owners = new Map<string, string>();
  return (person) => {
    if (me.has(person.address)) return "me";
    const address = headerField(person.address);
    const name = headerField(person.name);
    if (address === "") return name === "" ? "unknown" : `${name} <unknown>`;
    if (name === "" || name.toLowerCase() === address) return address;
    // A stranger who calls himself "me" must never be read as the owner.
    const owner = name.toLowerCase() === "me" ? "" : owners.get(name);
    if (owner === person.address) return name;
    if (owner === undefined) owners.set(name, person.address);
    return `${name} <${address}>`;
  };
}
