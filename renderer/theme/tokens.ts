/**
 * The design tokens: the one place where spacing, type, shape and colour are decided.
 *
 * Pure data. Colours are roles ("what is it for"), one value for light and one for dark; every pair of text and ground
 * passes WCAG AA. theme.ts turns them into CSS variables (`--lh-...`) and into Mantine's theme.
 */

/** Distances in pixels at the default text size. */
export const SPACE = { xs: 4, sm: 8, md: 12, lg: 16, xl: 24, xxl: 40 } as const;

/** Text sizes in pixels at the default text size. */
export const TEXT_SIZE = { caption: 12, small: 13, body: 14, reading: 15, answer: 17, title: 22, hero: 30 } as const;

/** Corner radii in pixels. */
export const RADIUS = { sm: 5, md: 8, lg: 12 } as const;

/** Font families; nothing is loaded from outside. */
export const FONT = {
  ui: '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Inter, Cantarell, "Noto Sans", Roboto, "Liberation Sans", sans-serif',
  letter:
    '"Iowan Old Style", "Palatino Nova", Charter, "Bitstream Charter", "Source Serif 4", "Noto Serif", Palatino, Georgia, "Liberation Serif", serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace',
} as const;

/** The colour of a role in the light and in the dark scheme. */
type Role = { readonly light: string; readonly dark: string };

/** Colour roles. `...Soft` is a ground for text in the colour of the same name. */
export const COLOR = {
  canvas: { light: "#fcfbf9", dark: "#1c1b19" },
  sidebar: { light: "#f3f0ea", dark: "#161513" },
  surface: { light: "#ffffff", dark: "#242320" },
  sunken: { light: "#f6f4f0", dark: "#181715" },
  hover: { light: "#eeeae3", dark: "#2b2926" },
  text: { light: "#211e1a", dark: "#ebe7e0" },
  dim: { light: "#5c574f", dark: "#b4ada2" },
  faint: { light: "#6b655c", dark: "#9c9488" },
  line: { light: "#e6e1d9", dark: "#363330" },
  lineStrong: { light: "#8d867b", dark: "#7d776d" },
  accent: { light: "#2b4a7f", dark: "#a9c1ee" },
  accentFill: { light: "#2b4a7f", dark: "#3d64a8" },
  accentSoft: { light: "#e7edf7", dark: "#27324a" },
  onAccent: { light: "#ffffff", dark: "#ffffff" },
  good: { light: "#1f6440", dark: "#8fd0a8" },
  goodSoft: { light: "#e5f2ea", dark: "#1c3025" },
  warn: { light: "#7c4d05", dark: "#e8c071" },
  warnSoft: { light: "#fbf1dc", dark: "#362b16" },
  bad: { light: "#9d2b20", dark: "#f2a59c" },
  badSoft: { light: "#fbe9e6", dark: "#3c2320" },
  mark: { light: "#ffe694", dark: "#6a5411" },
  markText: { light: "#211e1a", dark: "#fff6d8" },
} as const satisfies Readonly<Record<string, Role>>;
