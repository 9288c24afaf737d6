/**
 * A stand-in for a model, for tests of exams only: it really parses the prompt it is sent and answers from it.
 *
 * The perfect oracle finds what is hidden; the random one says words of the kind that is asked. A cut drops tokens
 * without saying so, as some servers do. Nothing of it knows the exam's own lists of answers.
 */
import type { Endpoint, Prompt } from "../../main/core/endpoint/endpoint.ts";
import { seededRandom } from "./random.ts";

/** What a scripted endpoint keeps of the tokens it was sent; the last ones are the question. */
export type Cut = (ids: readonly number[]) => readonly number[];

/** Keeps all. */
export const KEEP_ALL: Cut = (ids) => ids;

/** Tokens at the end that hold the question, in every cut. */
const TAIL = 150;

/** Drops the first part of what is longer than `limit`, so that `limit` remain. */
export const cutFront =
  (limit: number): Cut =>
  (ids) =>
    ids.length <= limit ? ids : ids.slice(ids.length - limit);

/** Drops a third in the middle of what is longer than `limit`. */
export const cutMiddle =
  (limit: number): Cut =>
  (ids) =>
    ids.length <= limit
      ? ids
      : [
          ...ids.slice(0, Math.floor(ids.length / 3)),
          ...ids.slice(Math.min(ids.length - TAIL, Math.floor((2 * ids.length) / 3))),
        ];

/** Keeps the last half of the window of what is longer than that, as Ollama's truncation does. */
export const cutHalf = (windowTokens: number): Cut => cutFront(Math.floor(windowTokens / 2));

const last = <T>(items: readonly T[]): T | undefined => items.at(-1);

function needles(text: string): { key: string; value: string; type: string }[] {
  return [...text.matchAll(/One of the special magic (\w+) for (\S+) is: (\S+)\./g)].map((match) => ({
    type: match[1] ?? "",
    key: match[2] ?? "",
    value: match[3] ?? "",
  }));
}

function variables(text: string, value: string): string[] {
  const holders = [...text.matchAll(/VAR ([A-Z]+) = (\d+)/g)]
    .filter((match) => match[2] === value)
    .map((match) => match[1] ?? "");
  for (let index = 0; index < holders.length; index += 1) {
    for (const match of text.matchAll(/VAR ([A-Z]+) = VAR ([A-Z]+)/g)) {
      if (match[2] === holders[index] && !holders.includes(match[1] ?? "")) holders.push(match[1] ?? "");
    }
  }
  return holders;
}

function commonest(words: readonly string[], count: number, skip: readonly string[] = []): string[] {
  const counts = new Map<string, number>();
  for (const word of words) if (!skip.includes(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([word]) => word);
}

/** Knows how to answer the shipped texts' questions: by the paragraphs that must be in the prompt. */
export type Knowledge = { readonly question: string; readonly answer: string; readonly needs: readonly string[] };

/** Pairs without words in common that a reader would know. */
const WORLD: readonly [RegExp, RegExp][] = [
  [/gluten-free/, /^(.+?) cannot eat anything made with wheat/m],
  [/lives in Paris/, /^(.+?) has just moved into a flat beside the Eiffel Tower/m],
  [/build a ramp/, /^(.+?) has used a wheelchair/m],
  [/string quartet/, /^(.+?) plays second violin/m],
  [/astronomy/, /^(.+?) is up all night/m],
  [/surgeon/, /^(.+?) faints at/m],
  [/without driving/, /^(.+?) sold the car/m],
  [/from Rome/, /^(.+?) was born in the city with the Colosseum/m],
  [/allergy to pets/, /^(.+?) breaks out in hives/m],
  [/teaches poetry/, /^(.+?) gives lectures on the sonnets/m],
  [/honey/, /^(.+?) keeps forty thousand bees/m],
  [/Japanese/, /^(.+?) grew up speaking the language of Tokyo/m],
  [/newborn babies/, /^(.+?) has just become the mother of triplets/m],
  [/watchmaker/, /^(.+?) repairs clocks/m],
];

type Fact = { readonly date: string; readonly value: string };

function facts(text: string, attribute: string, place: string): Fact[] {
  const found: Fact[] = [];
  let date = "";
  for (const line of text.split("\n")) {
    date = /^\[m\d+\] (\d{4}-\d{2}-\d{2}) \|/.exec(line)?.[1] ?? date;
    const fact = new RegExp(`^(?:The|One) ${attribute} of the ${place} is (?:now )?(\\d+)\\.`).exec(line);
    if (fact !== null) found.push({ date, value: fact[1] ?? "" });
  }
  return found;
}

const ABSENT = "I could not find that in the archive.";

function answerMail(text: string, question: string): string {
  const world = WORLD.find(([asked]) => asked.test(question));
  if (world !== undefined) return world[1].exec(text)?.[1] ?? ABSENT;
  const mails = [...text.matchAll(/^\[m\d+\] (\S+) \| (.+?)(?: <[^>]*>)? to .+? \| (.*)$/gm)].map((match) => ({
    day: match[1] ?? "",
    sender: match[2] ?? "",
    subject: match[3] ?? "",
    body: text.slice((match.index ?? 0) + match[0].length).split(/^\[[mpf]\d+(?:\.\d+)?\] /m)[0] ?? "",
  }));
  const quoted = /subject "(.*)"\?$/.exec(question)?.[1];
  if (quoted !== undefined) {
    const who = /^Who wrote the mail of (\S+) with/.exec(question);
    if (who !== null) return mails.find((mail) => mail.day === who[1] && mail.subject === quoted)?.sender ?? ABSENT;
    const when = /^On which date did (.+) write the mail with/.exec(question);
    if (when !== null) return mails.find((mail) => mail.sender === when[1] && mail.subject === quoted)?.day ?? ABSENT;
    const amount = /^Which amount of money does (.+) name in the mail of (\S+) with/.exec(question);
    const mail = mails.find(
      (each) => each.sender === amount?.[1] && each.day === amount?.[2] && each.subject === quoted,
    );
    return (
      mail?.body
        .split("\n")
        .filter((line) => !line.startsWith(">"))
        .join("\n")
        .match(/[$€£]\s?\d[\d,.]*\d|\d[\d,.]*\d\s?(?:EUR|euros?|pounds?|dollars?)/i)?.[0] ?? ABSENT
    );
  }
  const all = /^What are all the (.+)s of the (.+)\? There are/.exec(question);
  if (all !== null)
    return (
      facts(text, all[1] ?? "", all[2] ?? "")
        .map(({ value }) => value)
        .join(", ") || ABSENT
    );
  const asked = [...question.matchAll(/the ([a-z ]+?) of the ([A-Za-z0-9 ]+?)(?=[,?])/g)];
  const answers = asked.map((match) =>
    last(facts(text, match[1] ?? "", match[2] ?? "").sort((a, b) => a.date.localeCompare(b.date))),
  );
  if (answers.every((answer) => answer === undefined)) return ABSENT;
  return answers.map((answer) => answer?.value ?? "unknown").join(", ");
}

/** The perfect oracle: what a reader who overlooks nothing answers. */
export function perfectAnswer(prompt: string, knowledge: readonly Knowledge[] = []): string {
  const start = prompt.lastIndexOf("\u0001user\u0002");
  const [context, tail] = [prompt.slice(0, start), prompt.slice(start)];
  const niah = /special magic (\w+?)s? for (.+?) mentioned in the provided text\?/.exec(tail);
  if (niah !== null) {
    const keys = (niah[2] ?? "").split(/, and |, /);
    return needles(context)
      .filter(({ key, type }) => keys.includes(key) && type.startsWith(niah[1] ?? ""))
      .map(({ value }) => value)
      .join(" ");
  }
  const value = /assigned the value (\d+) in the text above\./.exec(tail)?.[1];
  if (value !== undefined) return variables(context.slice(context.lastIndexOf("Memorize and track")), value).join(" ");
  if (tail.includes("10 most common words")) {
    const list = context.slice(context.lastIndexOf("Below is a numbered list"));
    return commonest(
      [...list.matchAll(/\d+\. (\S+)/g)].map((match) => match[1] ?? ""),
      10,
    ).join(" ");
  }
  if (tail.includes("most frequently appeared words")) {
    return commonest(context.slice(context.indexOf("coded words. ") + 13).split(/\s+/), 3, ["...", ""]).join(" ");
  }
  const qa = /\n\nQuestion: (.+?)(?:\u0003|$)/s.exec(tail)?.[1]?.trim() ?? "";
  const known = knowledge.find((item) => item.question === qa);
  if (known !== undefined) return known.needs.every((need) => context.includes(need)) ? known.answer : "unknown";
  return answerMail(context, qa);
}

/** An answer of the right kind that knows nothing. */
export function randomAnswer(seed: number): (prompt: string) => string {
  const random = seededRandom(seed);
  return (prompt) => {
    const digits = (): string => String(Math.floor(random() * 9_000_000) + 1_000_000);
    const letters = (count: number): string =>
      Array.from({ length: count }, () => "abcdefghijklmnopqrstuvwxyz"[Math.floor(random() * 26)]).join("");
    const tail = prompt.slice(-900);
    if (tail.includes("variables are")) return Array.from({ length: 5 }, () => letters(5).toUpperCase()).join(" ");
    if (tail.includes("words")) return Array.from({ length: 10 }, () => letters(6)).join(" ");
    return `${digits()} ${letters(6)}`;
  };
}

/** What the scripted endpoint was asked, in tokens. */
export type Usage = { prompts: number; promptTokens: number; evaluatedTokens: number };

/**
 * An endpoint in this process: a token is up to four characters of a word with the white space before it. It keeps the
 * last prompt as a cache of one slot, and it claims to have read everything whatever it cut, unless `isHonest`.
 */
export function scriptedEndpoint(options: {
  readonly answer: (prompt: string) => string;
  readonly windowTokens?: number;
  readonly cut?: Cut;
  readonly isHonest?: boolean;
  readonly identity?: string;
}): Endpoint & { readonly usage: Usage } {
  const vocabulary = new Map<string, number>();
  const words: string[] = [];
  const encode = (text: string): Uint32Array => {
    const pieces = text.match(/\s*[^\s]{1,4}|\s+/g) ?? [];
    return Uint32Array.from(pieces, (piece) => {
      const known = vocabulary.get(piece);
      if (known !== undefined) return known;
      vocabulary.set(piece, words.length);
      words.push(piece);
      return words.length - 1;
    });
  };
  const template = {
    head: encode("\u0001sys\u0002"),
    afterSystem: encode("\u0001user\u0002"),
    afterUser: encode("\u0003bot\u0004"),
  };
  const usage: Usage = { prompts: 0, promptTokens: 0, evaluatedTokens: 0 };
  let cache: readonly number[] = [];
  const windowTokens = options.windowTokens ?? 32_768;
  return {
    usage,
    description: {
      kind: "llama-server",
      address: "http://127.0.0.1:1",
      model: "oracle",
      version: "1",
      windowTokens,
      tokenizer: "oracle",
      modelIdentity: options.identity ?? "oracle-1",
      capabilities: {
        takes: "ids",
        counts: "exact",
        reportsCached: true,
        reportsPrefill: false,
        slots: 1,
        savesKv: false,
        keepAlive: "always",
      },
      warnings: [],
    },
    template,
    tokenizer: { type: "exact", tokenize: async (texts) => texts.map(encode) },
    overheadTokens: template.head.length + template.afterSystem.length + template.afterUser.length,
    async generate({ prompt, signal }) {
      signal.throwIfAborted();
      const sent = idsOf(prompt);
      const kept = (options.cut ?? KEEP_ALL)(sent);
      const text = options.answer(kept.map((id) => words[id] ?? "").join(""));
      let shared = 0;
      while (shared < sent.length - 1 && cache[shared] === sent[shared]) shared += 1;
      cache = sent;
      const read = options.isHonest === true ? kept.length : sent.length;
      const evaluated = Math.max(1, read - shared);
      usage.prompts += 1;
      usage.promptTokens += read;
      usage.evaluatedTokens += evaluated;
      return {
        text,
        promptTokens: read,
        cachedTokens: read - evaluated,
        evaluatedTokens: evaluated,
        answerTokens: encode(text).length,
        prefillMs: 1,
        decodeMs: 1,
        isCut: false,
      };
    },
    isUsable: async () => true,
    close: async () => undefined,
  };
}

function idsOf(prompt: Prompt): number[] {
  if (prompt.type !== "ids") throw new Error("the oracle takes ids");
  return [...prompt.ids];
}
