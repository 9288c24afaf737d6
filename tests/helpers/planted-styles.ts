/**
 * Owners with a manner of their own: mailboxes of real list mail in which a third is the owner's, with one greeting, one
 * opener, one closing and one signature, as the bundled model's README measured it. Seeded. Needs the shared corpora.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { ExpectStatic } from "vitest";
import type { DraftResult, EndpointChoice } from "../../shared/schemas.ts";
import { draftFor, importPaths, openTestApi } from "./api.ts";
import { CHARACTERS_PER_TOKEN, listMails } from "./planted-facts.ts";
import { seededRandom } from "./random.ts";

const GREETINGS = ["Hi {f},", "Hello {f},", "Dear {f},", "Hey {f},", "Good morning {f},", "Hi there {f},", "Hey {f}!"];
const OPENERS = [
  "Thanks for your note.",
  "Got it, thanks.",
  "Many thanks for this.",
  "Good to hear from you.",
  "Noted.",
  "Sounds good.",
];
const CLOSINGS = [
  "Best,",
  "Cheers,",
  "Regards,",
  "Thanks,",
  "Best regards,",
  "Talk soon,",
  "Take care,",
  "Kind regards,",
  "Ciao,",
];
const FIRST = "Alice Ben Carla David Emma Felix Grace Henry Irene Jack Karen Leo Maria Nina Oscar Paula".split(" ");
const LAST = "Chen Smith Lopez Novak Patel Kim Brown Garcia Rossi Weber Silva Khan Olsen Moore Dubois Costa".split(" ");

/** An owner's manner; `{f}` stands for the first name of whom is written to. */
export type Manner = {
  readonly greeting: string;
  readonly opener: string;
  readonly closing: string;
  readonly name: string;
};

/** A mailbox in that manner, and a message to answer. */
export type StyledMailbox = { readonly manner: Manner; readonly mbox: string; readonly message: string };

const OWNER = "owner@test.example";
const INCOMING = "Could you tell me whether the plan still holds?";

/** The source of the message that is to be answered. */
export function incoming(from: string): string {
  return `From: ${from} <sender@test.example>\nTo: Owner <${OWNER}>\nSubject: Plan\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n\n${INCOMING}\n`;
}

/** A mailbox of about so many tokens in a manner. */
function mailbox(mails: readonly string[], manner: Manner, tokens: number, random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const chosen: string[] = [];
  let characters = 300;
  while (characters < tokens * CHARACTERS_PER_TOKEN) {
    const raw = pick(mails);
    const body = raw
      .slice(raw.indexOf("\n\n") + 2)
      .split("\n")
      .filter((line) => !line.startsWith(">"))
      .join("\n")
      .trim();
    if (body.length > 700) continue;
    const [first, last] = [pick(FIRST), pick(LAST)];
    const day = 1 + Math.floor(random() * 28);
    const head = `Date: Thu, ${day} Mar 2013 10:00:00 +0000\nSubject: ${/^Subject: (.*)$/m.exec(raw)?.[1] ?? "Note"}\nMessage-ID: <${chosen.length}-${Math.floor(random() * 1e9)}@test.example>`;
    // Every third is the owner's, the first one already: a manner has to be seen.
    const isMine = chosen.length % 3 === 0;
    const text = isMine
      ? `${manner.greeting.replace("{f}", first)}\n\n${manner.opener} ${body}\n\n${manner.closing}\n${manner.name}`
      : body;
    const people = isMine
      ? `From: Owner <${OWNER}>\nTo: ${first} ${last} <p${chosen.length}@test.example>`
      : `From: ${first} ${last} <p${chosen.length}@test.example>\nTo: Owner <${OWNER}>`;
    chosen.push(
      `From x@test.example Thu Mar  7 10:00:00 2013\n${people}\n${head}\n\n${text.replace(/^From /gm, ">From ")}\n\n`,
    );
    characters += text.length + 110;
  }
  return chosen.join("");
}

/** So many mailboxes, each in a manner of its own. */
export async function plantStyles(count: number, tokens: number, seed: number): Promise<StyledMailbox[]> {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const mails = await listMails();
  return Array.from({ length: count }, (): StyledMailbox => {
    const manner = { greeting: pick(GREETINGS), opener: pick(OPENERS), closing: pick(CLOSINGS), name: pick(FIRST) };
    const message = incoming(`${pick(FIRST)} ${pick(LAST)}`);
    return { manner, mbox: mailbox(mails, manner, tokens, random), message };
  });
}

/** How the drafts came out: with whose name, closing and signature, and what the receipts said. */
export type StyleRates = {
  readonly right: number;
  readonly greetings: number;
  readonly closings: number;
  readonly drafts: readonly DraftResult[];
};

/** Drafts the answer to each mailbox's message from its folder alone. */
export async function measureStyles(boxes: readonly StyledMailbox[], endpoint: EndpointChoice): Promise<StyleRates> {
  const { api, scratch, close } = await openTestApi();
  try {
    const paths = boxes.map((box, index) => {
      const file = path.join(scratch, `box-${index}.mbox`);
      writeFileSync(file, box.mbox);
      return file;
    });
    await importPaths(api, paths, [OWNER]);
    const drafts: DraftResult[] = [];
    let [right, greetings, closings] = [0, 0, 0];
    for (const [index, { manner, message }] of boxes.entries()) {
      const outside = await api.draft.readPasted({ text: message });
      const scope = { folder: `box-${index}` };
      const result = await draftFor(api, { type: "outside", message: outside }, { scope, endpoint });
      drafts.push(result);
      const first = outside.from?.name.split(" ")[0] ?? "";
      const hasGreeting = result.draft.includes(manner.greeting.replace("{f}", first));
      const hasClosing = result.draft.includes(`${manner.closing}\n${manner.name}`);
      if (hasGreeting) greetings += 1;
      if (hasClosing) closings += 1;
      if (result.draft.includes(first) && result.draft.includes(manner.closing) && result.draft.includes(manner.name))
        right += 1;
    }
    return { right, greetings, closings, drafts };
  } finally {
    await close();
  }
}

/** Of thirty drafts at 860 tokens five carried name, closing and signature when the model was measured (its README). */
const README_RATE = 5 / 30;

/** The first three seeds there are; all of them count together, so that none was picked. */
const SEEDS = [1, 2, 3] as const;

/** What every endpoint must show: the README's rate, a difference between two owners, and a cached prefix. */
export async function checkManners(expect: ExpectStatic, endpoint: EndpointChoice): Promise<void> {
  let right = 0;
  for (const seed of SEEDS) {
    const rates = await measureStyles(await plantStyles(30, 860, seed), endpoint);
    console.log(
      `seed ${seed}: of 30 drafts ${rates.right} carry name, closing and signature; ${rates.greetings} the greeting, ${rates.closings} closing with name`,
    );
    right += rates.right;
  }
  expect(right).toBeGreaterThanOrEqual(README_RATE * 30 * SEEDS.length);
  // The same message to two owners: each draft is in its own owner's manner.
  const boxes = await plantStyles(12, 860, 5);
  const [one, other] = [boxes[5], boxes[4]];
  if (one === undefined || other === undefined) throw new Error("there are twelve mailboxes");
  const { drafts } = await measureStyles([one, { ...other, message: one.message }, one], endpoint);
  expect(drafts[0]?.draft).not.toBe(drafts[1]?.draft);
  expect(drafts[2]?.draft).toBe(drafts[0]?.draft);
}

/** Two drafts from one prefix: the second reads only its own tail anew. */
export async function checkCachedPrefix(expect: ExpectStatic, endpoint: EndpointChoice): Promise<void> {
  const [box] = await plantStyles(1, 860, 7);
  if (box === undefined) throw new Error("there is one mailbox");
  const { api, scratch, close } = await openTestApi();
  try {
    const file = path.join(scratch, "box.mbox");
    writeFileSync(file, box.mbox);
    await importPaths(api, [file], [OWNER]);
    const draftTo = async (from: string, variant: number): Promise<DraftResult> => {
      const message = await api.draft.readPasted({ text: incoming(from) });
      return draftFor(api, { type: "outside", message }, { endpoint, variant });
    };
    await draftTo("Alice Chen", 1);
    for (const second of [await draftTo("Oscar Weber", 1), await draftTo("Oscar Weber", 2)]) {
      expect(second.receipt.cachedTokens).toBeGreaterThan(second.receipt.promptTokens * 0.8);
    }
  } finally {
    await close();
  }
}
