/**
 * Prints the match rate of own text on the quote and signature fixtures, ours beside the best libraries' in one run.
 *
 * `node tests/bench/quotes.ts`. Owns the libraries' adapters; the sets and what is right are ./quote-sets.ts.
 */
import { createRequire } from "node:module";
import EmailReplyParser from "email-reply-parser";
import { embeddedCases, quoteSets, signatureCases } from "./quote-sets.ts";
import { isEmbeddedRight, missesOf, OURS, type Splitter, signatureMisses } from "./quote-splitters.ts";

type Fragment = { getContent(): string; isSignature(): boolean; isQuoted(): boolean; isHidden(): boolean };
type Replies = { getFragments(): Fragment[]; getVisibleText(): string };

const require = createRequire(import.meta.url);
const planer = require("planer") as { extractFrom(text: string, type: "text/plain"): string };
const nodeReplyParser = require("node-email-reply-parser") as (text: string) => Replies;

function fromFragments(name: string, parse: (text: string) => Replies): Splitter {
  return {
    name,
    split(text) {
      const email = parse(text);
      const fragments = email.getFragments();
      const visible = fragments.filter(
        (fragment) => !fragment.isQuoted() && (!fragment.isHidden() || fragment.isSignature()),
      );
      return {
        reply: email.getVisibleText(),
        replyWithSignature: visible.map((fragment) => fragment.getContent()).join("\n"),
        first: fragments[0]?.getContent() ?? "",
        signature: fragments
          .filter((fragment) => fragment.isSignature())
          .map((fragment) => fragment.getContent())
          .join("\n"),
      };
    },
  };
}

const LIBRARIES: readonly Splitter[] = [
  fromFragments("email-reply-parser 2.3.9", (text) => new EmailReplyParser().read(text)),
  {
    name: "planer 1.2.0",
    split(text) {
      const reply = planer.extractFrom(text, "text/plain");
      return { reply, replyWithSignature: reply, first: reply, signature: "" };
    },
  },
  fromFragments("node-email-reply-parser 0.1.4", nodeReplyParser),
];

const cell = (misses: readonly string[], total: number): string =>
  `${(((total - misses.length) / total) * 100).toFixed(1)} % (${total - misses.length}/${total})`;

const splitters = [OURS, ...LIBRARIES];
const notes: string[] = [];
const row = (name: string, total: number, misses: readonly (readonly string[] | undefined)[]): void => {
  console.log(`| ${name} | ${misses.map((list) => (list === undefined ? "-" : cell(list, total))).join(" | ")} |`);
  for (const [at, list] of misses.entries()) {
    if (list !== undefined && list.length > 0)
      notes.push(`misses of ${splitters[at]?.name}, ${name}: ${list.join(", ")}`);
  }
};

console.log(`| set | ${splitters.map(({ name }) => name).join(" | ")} |`);
console.log(`|---|${splitters.map(() => "---|").join("")}`);
for (const set of await quoteSets()) {
  row(
    set.name,
    set.cases.length,
    splitters.map((splitter) => missesOf(splitter, set)),
  );
}
const signatures = signatureCases();
row(
  "talon, signatures",
  signatures.length,
  // Planer tells no signatures.
  splitters.map((splitter) => (splitter.name.startsWith("planer") ? undefined : signatureMisses(splitter, signatures))),
);
const embedded = embeddedCases();
const unfound = embedded.filter((item) => !isEmbeddedRight(item)).map((item) => item.name);
// None of the libraries tells where a mail inside a mail begins.
row("email_reply_trimmer, embedded", embedded.length, [unfound, ...LIBRARIES.map(() => undefined)]);
console.log("");
for (const note of notes) console.log(note);
