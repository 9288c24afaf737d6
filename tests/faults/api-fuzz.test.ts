/**
 * Every procedure of the API, as a page calls it, with input of the right shape and with broken input: a result or a
 * typed error, in which there is no stack, no path and no word of the archive. Ids of another archive are refused.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { appRouter, createCaller } from "../../main/core/api/router.ts";
import { errorBehind } from "../../main/core/api/trpc.ts";
import { ERROR_CODES, sentenceOf, toErrorRecord } from "../../shared/errors.ts";
import { askAll, importPaths, openTestApi, type TestApi } from "../helpers/api.ts";
import { mailText, mboxText } from "../helpers/archive.ts";
import { ROOT } from "../helpers/paths.ts";
import { seededRandom } from "../helpers/random.ts";

const SEED = Number(process.env["LONGHAND_SEED"] ?? 1);
const TRIES = Number(process.env["LONGHAND_FUZZ"] ?? 12);
const MARKER = "zanzibarquokka";
/** What a run that never ends by itself is given. */
const LIMIT_MS = 4000;

let test: TestApi;
let other: TestApi;
beforeAll(async () => {
  test = await openTestApi();
  const file = path.join(test.scratch, "marked.mbox");
  const mails = Array.from({ length: 20 }, (_, index) =>
    mailText({
      "Message-ID": `<${index}@x.example>`,
      Subject: `${MARKER} ${index}`,
      To: "me@example.org",
      body: `${MARKER} body ${index}.`,
    }),
  );
  writeFileSync(file, mboxText(mails));
  await importPaths(test.api, [file], ["me@example.org"]);
  other = await openTestApi();
  await importPaths(other.api, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
  await askAll(other.api, ["What is the gate code?"], { scope: { since: "2026-09-01" } });
});
afterAll(async () => {
  await test.close();
  await other.close();
});

type Schema = { readonly [key: string]: unknown };
type Random = () => number;
const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

const TEXTS = [
  "m1",
  "m2",
  "f3",
  "p1.2",
  "t1",
  "2024-05-31",
  "a@example.org",
  "What is it?",
  "x",
  "' OR 1=1 --",
  "../../etc/passwd",
  "/etc/passwd",
  "http://127.0.0.1:1",
  "file:///etc/passwd",
  "\u202etxt",
  "\u0000",
  "<script>alert(1)</script>",
  "<|eot_id|>",
  "𝔘".repeat(50),
  "{}",
  "%",
] as const;

/** A value of a JSON schema's shape; patterns are met where one of the texts meets them. */
function shaped(schema: Schema, random: Random): unknown {
  const options = (schema["anyOf"] ?? schema["oneOf"]) as Schema[] | undefined;
  if (options !== undefined) return shaped(pick(random, options), random);
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return pick(random, schema["enum"]);
  switch (schema["type"]) {
    case "object": {
      const required = new Set((schema["required"] as string[] | undefined) ?? []);
      const fields = Object.entries((schema["properties"] as Record<string, Schema> | undefined) ?? {});
      return Object.fromEntries(
        fields
          .filter(([name]) => required.has(name) || random() < 0.4)
          .map(([name, field]) => [name, shaped(field, random)]),
      );
    }
    case "array": {
      const least = Number(schema["minItems"] ?? 0);
      const items = (schema["items"] ?? {}) as Schema;
      return Array.from({ length: Math.max(least, Math.floor(random() * 3)) }, () => shaped(items, random));
    }
    case "string": {
      const fitting = TEXTS.filter(
        (text) => schema["pattern"] === undefined || new RegExp(String(schema["pattern"]), "u").test(text),
      );
      return pick(random, fitting.length > 0 ? fitting : TEXTS);
    }
    case "integer":
    case "number": {
      const least = Number(schema["minimum"] ?? Number(schema["exclusiveMinimum"] ?? -1) + 1);
      return pick(
        random,
        [least, least + 1, 3, 7, 50, 99_999].filter(
          (value) => value >= least && value <= Number(schema["maximum"] ?? 1e9),
        ),
      );
    }
    case "boolean":
      return random() < 0.5;
    case "null":
      return null;
    default:
      return pick(random, [null, 1, "x"]);
  }
}

/** The value with one place of it broken. */
function broken(value: unknown, random: Random): unknown {
  const junk = pick<unknown>(random, [
    null,
    -1,
    1e300,
    Number.NaN,
    "",
    "\u0000",
    [],
    {},
    [[[]]],
    { __proto__: null, toString: 1 },
    "x".repeat(100_000),
    true,
  ]);
  if (typeof value !== "object" || value === null || random() < 0.3) return junk;
  const keys = Object.keys(value);
  if (keys.length === 0) return { ...value, surprise: junk };
  const key = pick(random, keys);
  const inner = (value as Record<string, unknown>)[key];
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? broken(inner, random) : item));
  return { ...value, [key]: broken(inner, random) };
}

/** What must be in no error: where the program and its files are, what the archive holds, where it was thrown. */
function leaks(text: string): string[] {
  const places = [test.scratch, test.directory, ROOT, "/tmp/", "/home/", "node_modules", MARKER];
  return [
    ...places.filter((place) => text.includes(place)),
    ...(/\n\s+at |at .*\(.*:\d+:\d+\)/.test(text) ? ["a stack"] : []),
  ];
}

type Procedures = Readonly<Record<string, { readonly _def: { readonly inputs: readonly z.ZodType[] } }>>;
const PROCEDURES = appRouter._def.procedures as unknown as Procedures;
/** They work on this machine or beyond for long; what they take is fuzzed, what they do is tested elsewhere. */
const SLOW = /^(?:exam|backtest|sweep)\.(?:run|start|resume)$|^warm\.(?:run|start)$|^settings\.localServers$/;

/** Calls as a page does; the error if there was one. A run is ended after its first event, or in time. */
async function call(name: string, input: unknown): Promise<{ code: string; text: string } | undefined> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), LIMIT_MS);
  const caller = createCaller(test.core.context("page"), { signal: controller.signal });
  const procedure = name
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], caller) as (
    input: unknown,
  ) => Promise<unknown>;
  try {
    const result = await procedure(input);
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
      for await (const _ of result as AsyncIterable<unknown>) break;
    }
    return undefined;
  } catch (error) {
    const record = toErrorRecord(errorBehind(error));
    return { code: record.code, text: `${sentenceOf(record)} ${JSON.stringify(record.details ?? {})}` };
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

it.each(Object.keys(PROCEDURES))("%s", async (name) => {
  const random = seededRandom(SEED + name.length * 7919);
  const [input] = PROCEDURES[name]?._def.inputs ?? [];
  const schema =
    input === undefined ? undefined : (z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Schema);
  let fitting = 0;
  for (let round = 0; round < TRIES; round += 1) {
    const right = schema === undefined ? undefined : shaped(schema, random);
    const isShaped = round % 2 === 0;
    const value = isShaped ? right : broken(right, random);
    const isValid = input === undefined || input.safeParse(value).success;
    if (isValid) fitting += 1;
    // What has the right shape and would work for minutes: only that it is taken is looked at.
    if (isValid && SLOW.test(name)) continue;
    const error = await call(name, value);
    if (error === undefined) continue;
    const shown = `${JSON.stringify(value)?.slice(0, 300)} -> ${error.code}: ${error.text}`;
    expect(ERROR_CODES, shown).toContain(error.code);
    expect(error.code, shown).not.toBe("INTERNAL");
    expect(leaks(error.text), shown).toEqual([]);
    if (!isValid) expect(error.code, shown).toBe("INVALID_INPUT");
  }
  // The generator makes what it says: right shapes do come up.
  if (schema !== undefined) expect(fitting, JSON.stringify(schema).slice(0, 500)).toBeGreaterThan(0);
});

async function drain(events: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await events);
}

it("refuses what belongs to another archive: documents, answers, drafts, backups, tickets", async () => {
  const page = createCaller(test.core.context("page"));
  const theirs = createCaller(other.core.context("page"));
  for await (const _ of await theirs.backups.make());
  const [backup] = await theirs.backups.list();
  const [answer] = await theirs.ask.history({ limit: 1 });
  const ticket = await other.core.tickets.issue(path.join(ROOT, "resources", "sample", "archive.mbox"));
  const attempts: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
    ["document", () => page.documents.show({ id: "m150" }), ["DOCUMENT_NOT_FOUND"]],
    ["its HTML", () => page.documents.html({ id: "m150" }), ["DOCUMENT_NOT_FOUND"]],
    ["answer", () => page.ask.get({ id: answer?.id ?? 1 }), ["DOCUMENT_NOT_FOUND"]],
    ["draft", () => page.draft.get({ id: 1 }), ["DOCUMENT_NOT_FOUND"]],
    ["backup", () => page.backups.delete({ name: backup?.name ?? "" }), ["BACKUP_NOT_FOUND"]],
    ["a path as a backup", () => page.backups.delete({ name: "../archive.sqlite" }), ["BACKUP_NOT_FOUND"]],
    [
      "a backup to go back to",
      () => page.backups.restore({ name: backup?.name ?? "" }),
      ["BACKUP_NOT_FOUND", "INVALID_INPUT"],
    ],
    ["a folder to export to", () => drain(page.exports.make({ ticket: ticket.ticket })), ["INVALID_INPUT"]],
    ["ticket", () => page.import.start({ tickets: [ticket.ticket] }), ["INVALID_INPUT"]],
    ["erasing", () => page.withdrawal.erase({ ids: ["m150"] }), ["DOCUMENT_NOT_FOUND"]],
  ];
  for (const [what, attempt, codes] of attempts) {
    const code = await attempt().then(
      () => "no error",
      (error: unknown) => errorBehind(error).code,
    );
    expect(codes, `${what}: ${code}`).toContain(code);
  }
  expect((await theirs.documents.show({ id: "m150" })).subject).not.toBe("");
  expect(await theirs.backups.list()).toHaveLength(1);
});
