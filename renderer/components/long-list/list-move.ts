/** Where a key leads in a list. Pure. */

/** The row after a key, `undefined` for keys that mean nothing here. */
export function listMove(key: string, active: number, total: number, pageRows: number): number | undefined {
  const clamp = (index: number): number => Math.max(0, Math.min(total - 1, index));
  switch (key) {
    case "ArrowDown":
    case "j":
      return clamp(active + 1);
    case "ArrowUp":
    case "k":
      return clamp(active - 1);
    case "PageDown":
      return clamp(active + Math.max(1, pageRows - 1));
    case "PageUp":
      return clamp(active - Math.max(1, pageRows - 1));
    case "Home":
      return clamp(0);
    case "End":
      return clamp(total - 1);
    default:
      return undefined;
  }
}
