/** Draft texts that the archive has not confirmed yet, kept over a reload of this window. */

/** `base` is what the archive held when the edit began, `sent` what was last handed to it without an answer. */
export type UnsavedText = { readonly text: string; readonly base: string; readonly sent: string | null };

const keyOf = (id: number): string => `longhand:unsaved-draft:${id}`;

/** The text of a draft that still has to be saved. */
export function readUnsaved(id: number): UnsavedText | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(id)) ?? "null");
    if (typeof value !== "object" || value === null) return null;
    const { text, base, sent } = value as Partial<UnsavedText>;
    return typeof text === "string" && typeof base === "string" ? { text, base, sent: sent ?? null } : null;
  } catch {
    return null;
  }
}

/** Keeps a text until {@link forgetUnsaved}. */
export function keepUnsaved(id: number, unsaved: UnsavedText): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify(unsaved));
  } catch {
    // A full storage: the save itself comes half a second later.
  }
}

/** The archive has it. */
export function forgetUnsaved(id: number): void {
  sessionStorage.removeItem(keyOf(id));
}

/** How a stored text stands to an unsaved one: ours to go on from, the same, or changed elsewhere. Pure. */
export function compareUnsaved(stored: string, unsaved: UnsavedText): "same" | "ours" | "theirs" {
  if (stored === unsaved.text) return "same";
  return stored === unsaved.base || stored === unsaved.sent ? "ours" : "theirs";
}
