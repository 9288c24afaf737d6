/** What the palette can do by itself: places and actions, found by the beginnings of their words. Pure. */
import { parseDocumentId } from "../../shared/document-id.ts";
import { SCREENS, type ScreenName, screenAddress } from "./route.ts";

/** Something that can be done. */
export type Command = {
  readonly id: string;
  readonly label: string;
  /** Further words it is found by. */
  readonly words: string;
  readonly keys?: readonly string[];
} & ({ readonly address: string } | { readonly action: PaletteAction });

/** Actions that need the window. */
export type PaletteAction = "shortcuts" | "light" | "dark" | "system";

const SCREEN_NAMES: Readonly<Record<ScreenName, readonly [label: string, words: string]>> = {
  ask: ["Ask", "question answer chat"],
  write: ["Write", "draft reply compose"],
  library: ["Library", "mail list messages inbox"],
  context: ["Context", "map window tokens"],
  exam: ["Exam", "test effective needle"],
  voice: ["Voice", "style hand backtest"],
  sources: ["Sources", "import add mail folders"],
  settings: ["Settings", "model endpoint server preferences"],
};

/** All of them; `commandKey` is the name of this machine's. */
export function allCommands(commandKey: string): readonly Command[] {
  return [
    ...SCREENS.map((screen, index) => ({
      id: `screen-${screen}`,
      label: `Go to ${SCREEN_NAMES[screen][0]}`,
      words: SCREEN_NAMES[screen][1],
      keys: [commandKey, String(index + 1)],
      address: screenAddress(screen),
    })),
    { id: "new-mail", label: "Write a new mail", words: "compose draft", address: "#/write/new" },
    { id: "outside", label: "Answer a message from elsewhere", words: "paste eml", address: "#/write/message" },
    { id: "compare", label: "Ask the same in two ways", words: "compare scopes", address: "#/ask/compare" },
    { id: "import", label: "Bring in mail", words: "import add source mbox pst", address: screenAddress("sources") },
    { id: "model", label: "Choose a model", words: "endpoint server gguf llama", address: screenAddress("settings") },
    { id: "shortcuts", label: "Keyboard shortcuts", words: "keys help", keys: ["?"], action: "shortcuts" },
    { id: "light", label: "Appearance: light", words: "theme colours", action: "light" },
    { id: "dark", label: "Appearance: dark", words: "theme colours night", action: "dark" },
    { id: "system", label: "Appearance: as the system", words: "theme colours auto", action: "system" },
  ];
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The commands that hold the beginnings of all words, those by their label first. */
export function matchingCommands(commands: readonly Command[], text: string): readonly Command[] {
  const wanted = text.toLowerCase().match(WORD) ?? [];
  const holds = (where: string): boolean => {
    const own = where.toLowerCase().match(WORD) ?? [];
    return wanted.every((word) => own.some((other) => other.startsWith(word)));
  };
  const byLabel = commands.filter(({ label }) => holds(label));
  return [...byLabel, ...commands.filter(({ label, words }) => !holds(label) && holds(`${label} ${words}`))];
}

/** A document that is named by its id, like `m12` or `p13.3`. */
export function namedDocument(text: string): string | null {
  const [id = "", page] = text.trim().toLowerCase().split(".", 2);
  if (parseDocumentId(id) === undefined) return null;
  return page !== undefined && /^[1-9]\d{0,5}$/.test(page) ? `${id}.${page}` : id;
}
