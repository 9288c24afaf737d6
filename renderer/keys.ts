/** React keys for lists whose items may repeat. Pure. */

/** Each item with a key: its name, and its number among those of the same name. */
export function withKeys<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): { readonly key: string; readonly item: T }[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = nameOf(item);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { key: `${count}:${name}`, item };
  });
}
