/**
 * How a mail begins and ends: its greeting and its closing, with names taken out, so that "Hi Tom," and "Hi Ida," are one.
 *
 * Owns their shapes in the languages that drafts are offered in. Pure.
 */
import type { Person } from "../../../shared/schemas.ts";

/** A greeting or closing: its form with `{name}` for names, and the words as they stand in the mail. */
export type Salute = { readonly form: string; readonly words: string };

const GREETING =
  /^(?:hi|hello|hey|heya|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|morning|all|everyone|team|folks|hallo|hi zusammen|liebe[rs]?|sehr geehrte[rsn]?|guten (?:morgen|tag|abend)|moin|servus|grüezi|bonjour|bonsoir|salut|cher|chère|coucou|hola|buenos días|buenas|querid[oa]|estimad[oa]|ciao|buongiorno|salve|gentile|car[oa]|hoi|beste|geachte|dag|olá|caro|prezad[oa]|cześć|dzień dobry|hej|hejsan|kære|kjære)(?![\p{L}])/iu;
const CLOSING =
  /^(?:(?:(?:with|my|many|warm|warmest|kind|kindest|best|all|all the|very|sincere|friendly)\s+)*(?:regards|wishes|best|thanks|greetings)|best|cheers|thanks|thank you|thx|many thanks|thanks (?:again|a lot|so much|in advance)|sincerely|yours(?: (?:sincerely|truly|faithfully|ever))?|love|take care|talk soon|see you(?: (?:soon|then|there))?|bye|ciao|xo+|xx+|speak soon|(?:viele|liebe|beste|herzliche|schöne|freundliche)n? grü(?:ß|ss)e|mit (?:freundlichen|besten|herzlichen) grü(?:ß|ss)en|lg|vg|mfg|danke|gru(?:ß|ss)|bis (?:bald|dann|morgen)|cordialement|bien à (?:vous|toi)|amitiés|merci|à bientôt|bises|saludos|un saludo|abrazos?|gracias|atentamente|saluti|cordiali saluti|un abbraccio|grazie|groet(?:en|jes)?|met vriendelijke groet|groetjes|abraços?|obrigad[oa]|pozdrawiam|hälsningar|mvh|hilsen|venlig hilsen)(?![\p{L}])/iu;

/** Names, behind titles that are part of how one greets. */
const NAMES =
  /((?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Frau|Herrn?|Madame|Monsieur|Señora?)\.?\s+)*)\p{Lu}[\p{L}'.-]*(?: \p{Lu}[\p{L}'.-]*)*/u;

const MAX_WORDS = 7;
const NAME = "{name}";

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map(plain)
    .filter((line) => line !== "");
}

/** Replaces the words of people's names; two names in a row are one. */
function withoutNames(line: string, people: readonly Person[]): string {
  const names = new Set(
    people
      .flatMap(({ name, address }) => [...name.split(/[\s,."]+/), ...(address.split("@")[0] ?? "").split(/[._\d-]+/)])
      .map((word) => word.toLowerCase())
      .filter((word) => word.length > 1),
  );
  const words = line.split(" ").map((word) => {
    const bare = word.replace(/[^\p{L}\p{M}'-]/gu, "");
    return names.has(bare.toLowerCase()) ? word.replace(bare, NAME) : word;
  });
  return words.join(" ").replace(/\{name\}(?: \{name\})+/g, NAME);
}

/** What stands behind a greeting's word is a name, known or not: "Hi Tommy," */
function nameTail(form: string): string {
  const match = GREETING.exec(form);
  if (match === null) return form;
  const rest = form.slice(match[0].length);
  const generic =
    /^[\s,]*(?:all|everyone|both|team|there|folks|zusammen|ihr|miteinander|together|guys|again)?\s*[,.!:–—-]*$/iu;
  if (rest.includes(NAME) || generic.test(rest)) return form;
  return `${match[0]}${rest.replace(NAMES, `$1${NAME}`)}`;
}

/** The greeting of a mail's own text; `undefined` where it begins without. */
export function greetingOf(text: string, recipients: readonly Person[]): Salute | undefined {
  const [first = ""] = linesOf(text);
  // "Hi Tom, yes please" greets and goes on.
  const comma = /^(.{2,40}?[,!:–—]|.{2,40}?\s?-(?=\s))(?:\s|$)/u.exec(first)?.[1] ?? first;
  const head = comma.split(" ").length <= MAX_WORDS ? comma : first;
  if (head.split(" ").length > MAX_WORDS || /[.?]$/.test(head)) return undefined;
  const named = withoutNames(head, recipients);
  const isGreeting = GREETING.test(head);
  // "Tom," and "Mary-": a name alone greets too.
  const isName = /^\{name\}[\s,!:–—-]*$/.test(named) && head !== first.replace(/[,!:–—-]+$/, "");
  if (!isGreeting && !isName) return undefined;
  const form = isGreeting ? nameTail(named) : named;
  return { form: plain(form).replace(/[,:!–—-]+$/u, (marks) => marks[0] ?? ""), words: head };
}

/** The closing of a mail's own text, with what it is signed with; `undefined` where it ends without. */
export function closingOf(text: string): Salute | undefined {
  const lines = linesOf(text).slice(-4);
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? "";
    if (line.split(" ").length > MAX_WORDS || !CLOSING.test(line)) continue;
    const rest = lines.slice(at + 1);
    if (rest.some((below) => below.split(" ").length > 4)) return undefined;
    // "Cheers, Nora" on one line is "Cheers," and a name.
    const [, words = line] = /^(.*?[,!.])\s+\p{Lu}[\p{L}.' -]*$/u.exec(line) ?? [];
    return { form: words.replace(/[.,!]+$/, (marks) => (marks.startsWith(",") ? "," : (marks[0] ?? ""))), words };
  }
  return undefined;
}

/** What a mail says between its greeting and its closing; what it is signed with goes along with the closing. */
export function bodyOf(text: string, recipients: readonly Person[]): string {
  const lines = text.split("\n");
  const greeting = greetingOf(text, recipients);
  const first = lines.findIndex((line) => plain(line) !== "");
  if (greeting !== undefined && first >= 0) {
    lines[first] = plain(lines[first] ?? "").slice(greeting.words.length);
  }
  const closing = closingOf(text);
  if (closing !== undefined) {
    const at = lines.findLastIndex((line) => plain(line).startsWith(closing.words));
    if (at > 0) lines.length = at;
  }
  return lines.join("\n").trim();
}
