/**
 * How people are named in the prompt: with the address at the first appearance, by the name alone afterwards.
 *
 * Depends only on what stands before, so appending documents never changes what is sealed. Pure apart from its state.
 */
import type { Person } from "../../../shared/schemas.ts";
import { escapeInline } from "./escape.ts";

/** Names people in order of their appearance in one prefix. */
export type Namer = {
  (person: Person): string;
  /** A namer that knows what this one knows and keeps what it learns to itself. */
  fork(): Namer;
  /** The bare names that were given since the last call, with the address each stands for. */
  takeLearnt(): (readonly [label: string, address: string])[];
};

/** One line, and no `|`, which separates the fields of a header. */
export function headerField(text: string): string {
  return escapeInline(text.replace(/\s+/g, " ").trim().replaceAll("|", "/"));
}

/** A namer for one prefix; `me` holds the owner's addresses in lower case. */
export function createNamer(me: ReadonlySet<string>, known: ReadonlyMap<string, string> = new Map()): Namer {
  /** The address that a bare name stands for. */
  const owners = new Map(known);
  let learnt: (readonly [string, string])[] = [];
  const name = (person: Person): string => {
    if (me.has(person.address)) return "me";
    const address = headerField(person.address);
    const label = headerField(person.name);
    if (address === "") return label === "" ? "unknown" : `${label} <unknown>`;
    if (label === "" || label.toLowerCase() === address) return address;
    // A stranger who calls himself "me", or by somebody's address, must never be read as the owner or that person.
    if (/[<>@]/.test(label) || label.toLowerCase() === "me") return `${label} <${address}>`;
    const owner = owners.get(label);
    if (owner === person.address) return label;
    if (owner === undefined) {
      owners.set(label, person.address);
      learnt.push([label, person.address]);
    }
    return `${label} <${address}>`;
  };
  return Object.assign(name, {
    fork: () => createNamer(me, owners),
    takeLearnt: () => {
      const taken = learnt;
      learnt = [];
      return taken;
    },
  });
}
