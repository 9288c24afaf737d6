/** Mantine's theme and the CSS variables, both built from tokens.ts. Decides nothing itself. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, Menu } from "@mantine/core";
import { COLOR, FONT, RADIUS, SPACE, TEXT_SIZE } from "./tokens.ts";

const ink: MantineColorsTuple = [
  "#eef2f9",
  "#dce4f2",
  "#b8c8e4",
  "#a9c1ee",
  "#8fa9d8",
  "#6685c0",
  "#4d73b3",
  "#3d64a8",
  "#2b4a7f",
  "#1e3862",
];

/** The red of what cannot be taken back: white reads on it in both schemes. */
const red: MantineColorsTuple = [
  "#fdecea",
  "#f8d3cf",
  "#f2a59c",
  "#e8857a",
  "#d9604f",
  "#c4432f",
  "#b53a2b",
  "#a8322a",
  "#9d2b20",
  "#7f2119",
];

/** Warm greys instead of Mantine's blue ones. */
const gray: MantineColorsTuple = [
  "#faf8f5",
  "#f3f0ea",
  "#eeeae3",
  "#e6e1d9",
  "#968e82",
  "#8d867b",
  "#5c574f",
  "#48443d",
  "#35322d",
  "#211e1a",
];
const dark: MantineColorsTuple = [
  "#ebe7e0",
  "#cfc9bf",
  "#b4ada2",
  "#9c9488",
  "#7d776d",
  "#3a3733",
  "#2a2825",
  "#1c1b19",
  "#161513",
  "#100f0e",
];

const rem = (pixels: number): string => `${pixels / 16}rem`;
const sizes = (values: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, pixels]) => [name, rem(pixels)]));

/** The theme of every window. */
export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 8, dark: 7 },
  colors: { ink, gray, dark, red },
  fontFamily: FONT.ui,
  fontFamilyMonospace: FONT.mono,
  fontSizes: sizes({
    xs: TEXT_SIZE.caption,
    sm: TEXT_SIZE.small,
    md: TEXT_SIZE.body,
    lg: TEXT_SIZE.reading,
    xl: TEXT_SIZE.answer,
  }),
  spacing: sizes({ xs: SPACE.xs, sm: SPACE.sm, md: SPACE.md, lg: SPACE.lg, xl: SPACE.xl }),
  radius: sizes({ sm: RADIUS.sm, md: RADIUS.md, lg: RADIUS.lg }),
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  focusRing: "auto",
  components: {
    // The empty element that Mantine would focus first is no item of a menu: the first item is focused instead.
    Menu: Menu.extend({
      defaultProps: { withInitialFocusPlaceholder: false },
      styles: { dropdown: { "--menu-item-hover": "var(--lh-hover)" } },
    }),
    InputWrapper: { styles: { description: { fontSize: rem(TEXT_SIZE.caption), color: "var(--lh-dim)" } } },
    Modal: {
      styles: { title: { fontFamily: FONT.letter, fontSize: rem(TEXT_SIZE.title - 2), fontWeight: 500 } },
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, padding: "lg", radius: "lg" },
    },
  },
});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function roles(scheme: "light" | "dark"): Record<string, string> {
  const own = Object.entries(COLOR).map(([name, role]) => [`--lh-${kebab(name)}`, role[scheme]]);
  return {
    ...Object.fromEntries(own),
    "--mantine-color-body": COLOR.canvas[scheme],
    "--mantine-color-text": COLOR.text[scheme],
    "--mantine-color-dimmed": COLOR.dim[scheme],
    "--mantine-color-placeholder": COLOR.faint[scheme],
    "--mantine-color-error": COLOR.bad[scheme],
    "--mantine-color-anchor": COLOR.accent[scheme],
    "--mantine-color-default": COLOR.surface[scheme],
    "--mantine-color-default-hover": COLOR.hover[scheme],
    "--mantine-color-default-color": COLOR.text[scheme],
    "--mantine-color-default-border": COLOR.line[scheme],
  };
}

/** Gives every stylesheet the tokens as `--lh-...` and Mantine its own names for them. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    ...Object.fromEntries(Object.entries(SPACE).map(([name, pixels]) => [`--lh-space-${name}`, rem(pixels)])),
    ...Object.fromEntries(Object.entries(TEXT_SIZE).map(([name, pixels]) => [`--lh-text-${name}`, rem(pixels)])),
    ...Object.fromEntries(Object.entries(RADIUS).map(([name, pixels]) => [`--lh-radius-${name}`, rem(pixels)])),
    "--lh-font-letter": FONT.letter,
    "--lh-font-mono": FONT.mono,
  },
  light: roles("light"),
  dark: roles("dark"),
});
