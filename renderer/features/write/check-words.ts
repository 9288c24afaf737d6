/** What a draft was checked for, in words and as pieces of its text. Pure. */
import type { DraftChecks, Grounding, Leak } from "../../../shared/schemas.ts";
import { countOf } from "../../format.ts";

const KINDS = { name: "name", date: "date", amount: "figure", promise: "promise" } as const;

/** `1 name and 2 figures stand nowhere; 1 passage is from a mail with somebody else.` Empty where nothing is wrong. */
export function checkSummary({ grounding, leaks }: DraftChecks): string {
  const open = grounding.filter(({ state }) => state === "nowhere");
  const parts = (["name", "date", "amount", "promise"] as const)
    .map((kind) => [KINDS[kind], open.filter((item) => item.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => countOf(count, name));
  const sentences = [
    ...(parts.length === 0
      ? []
      : [`${parts.join(", ")} ${open.length === 1 ? "stands" : "stand"} neither in the message nor in what was read.`]),
    ...(leaks.length === 0
      ? []
      : [`${countOf(leaks.length, "passage")} ${leaks.length === 1 ? "is" : "are"} from mail with somebody else.`]),
  ];
  return sentences.join(" ");
}

/** How a piece of the text is marked. */
export type CheckMark = Grounding["state"] | "leak";

/** A piece of the draft, marked or not. */
export type CheckedPiece = { readonly text: string; readonly start: number; readonly mark: CheckMark | null };

/** The text in pieces; where marks overlap the graver one shows: a leak, then nowhere, then the archive. */
export function checkedPieces(text: string, { grounding, leaks }: DraftChecks): CheckedPiece[] {
  const gravity: Readonly<Record<CheckMark, number>> = { leak: 4, nowhere: 3, archive: 2, given: 1 };
  const marks = new Array<CheckMark | null>(text.length).fill(null);
  const paint = (start: number, end: number, mark: CheckMark): void => {
    for (let at = start; at < end; at += 1) {
      const there = marks[at];
      if (there == null || gravity[mark] > gravity[there]) marks[at] = mark;
    }
  };
  // A promise is a whole sentence: it would hide the claims inside it, and shows by itself where it stands nowhere.
  for (const { start, end, state, kind } of grounding)
    if (kind !== "promise" || state !== "given") paint(start, end, state);
  for (const { start, end } of leaks) paint(start, end, "leak");
  const pieces: CheckedPiece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const mark = marks[at] ?? null;
    const last = pieces.at(-1);
    if (last !== undefined && last.mark === mark)
      pieces[pieces.length - 1] = { ...last, text: last.text + (text[at] ?? "") };
    else pieces.push({ text: text[at] ?? "", start: at, mark });
  }
  return pieces;
}

/** One line about a claim. */
export function groundingWords({ kind, state, source }: Grounding): string {
  const name = KINDS[kind];
  if (state === "nowhere") return `This ${name} stands neither in the message nor in what was read`;
  if (state === "archive") return `This ${name} is from elsewhere in the archive`;
  const from = {
    message: "the message",
    thread: "its thread",
    points: "your points",
    me: "you",
    archive: "the archive",
  };
  return `This ${name} is from ${from[source ?? "message"]}`;
}

/** One line about a leak. */
export function leakWords(leak: Leak): string {
  const more = leak.alsoIn.length === 0 ? "" : ` and ${countOf(leak.alsoIn.length, "other mail")}`;
  return `From a mail with somebody else${more}`;
}
