/** The header of a message as written, by name. Pure. */

/** A header line: its name in lower case, and all of it as written, folds included. */
export type HeaderLine = { readonly key: string; readonly line: string };

/** Gives the values of all headers of a name (in lower case), unfolded; words are not decoded. */
export type HeaderFields = (key: string) => readonly string[];

const NONE: readonly string[] = [];

/** Reads header lines by name; values are unfolded when they are asked for. */
export function headerFields(lines: readonly HeaderLine[]): HeaderFields {
  const byKey = Map.groupBy(lines, ({ key }) => key);
  const known = new Map<string, readonly string[]>();
  return (key) => {
    const found = byKey.get(key);
    if (found === undefined) return NONE;
    let values = known.get(key);
    if (values === undefined) {
      values = found.map(({ line }) =>
        line
          .slice(line.indexOf(":") + 1)
          .replace(/\s+/g, " ")
          .trim(),
      );
      known.set(key, values);
    }
    return values;
  };
}
