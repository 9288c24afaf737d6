import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appRouter, createCaller } from "../../../../main/core/api/router.ts";
import { openCore } from "../../../../main/core/core.ts";
import { errorCode, importPaths } from "../../../helpers/api.ts";
import { ROOT, temporaryDirectory } from "../../../helpers/paths.ts";

type Procedure = (input: unknown) => Promise<unknown>;

const scratch = temporaryDirectory();
let core: Awaited<ReturnType<typeof openCore>>;
let page: ReturnType<typeof createCaller>;
let host: ReturnType<typeof createCaller>;
beforeAll(async () => {
  core = await openCore({
    directory: path.join(scratch.path, "archive"),
    mode: "create",
    program: "a test",
    resources: path.join(ROOT, "resources"),
  });
  page = createCaller(core.context("page"));
  host = createCaller(core.context("host"));
  await importPaths(host, [path.join(ROOT, "resources", "sample", "archive.mbox")]);
});
afterAll(async () => {
  await core.close();
  scratch.dispose();
});

/** The procedure of a caller by its path. */
function procedureOf(caller: object, name: string): Procedure {
  return name.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], caller) as Procedure;
}

/** Calls and, where a stream comes back, takes its first event. */
async function run(caller: object, name: string, input: unknown): Promise<void> {
  const result = await procedureOf(caller, name)(input);
  if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
    for await (const _ of result as AsyncIterable<unknown>) break;
  }
}

const NAMES = Object.keys(appRouter._def.procedures);
const WITHOUT_INPUT = [
  "archive.status",
  "backups.list",
  "backups.lastRestore",
  "backups.make",
  "corpus.progress",
  "exam.list",
  "exam.watch",
  "import.sample",
  "import.watch",
  "me.candidates",
  "me.get",
  "models.downloads",
  "models.files",
  "models.watch",
  "planner.models",
  "scopes.list",
  "settings.endpoint",
  "settings.localServers",
  "sources.list",
  "warm.eraseAll",
  "warm.saved",
  "warm.watch",
  "sources.missing",
  "withdrawal.list",
];
const HOST_ONLY = [
  "backups.makeAt",
  "exports.makeAt",
  "corpus.prompt",
  "draft.readPath",
  "import.run",
  "planner.planFile",
  "sources.moveTo",
];

describe("the API", () => {
  it("has the procedures that this test knows", () => {
    expect(NAMES.length).toBeGreaterThan(25);
    for (const name of [...WITHOUT_INPUT, ...HOST_ONLY]) expect(NAMES).toContain(name);
  });

  it.each(NAMES.filter((name) => !WITHOUT_INPUT.includes(name)))(
    "%s refuses unknown shapes with a typed error",
    async (name) => {
      for (const input of [undefined, null, 7, "text", [], { surprise: true }, { id: { $ne: 1 }, scope: "all" }]) {
        const code = await errorCode(run(HOST_ONLY.includes(name) ? host : page, name, input));
        // Settings may be empty: the bundled model. Anything but an object is refused there too.
        expect([name, input, code]).toEqual([name, input, "INVALID_INPUT"]);
      }
    },
  );

  it.each(HOST_ONLY)("%s is the host's alone: a page may name no path", async (name) => {
    const inputs: Record<string, unknown> = {
      "backups.makeAt": { file: "/tmp/copy.sqlite" },
      "corpus.prompt": { scope: {} },
      "draft.readPath": { file: "/etc/passwd" },
      "import.run": { paths: ["/etc/passwd"], me: [] },
      "sources.moveTo": { sourceId: 1, path: "/etc/passwd" },
    };
    expect(await errorCode(run(page, name, inputs[name]))).toBe("INVALID_INPUT");
  });

  it("refuses tickets that were never issued, ids of another kind, and numbers that do not exist", async () => {
    expect(await errorCode(page.import.start({ tickets: ["/etc/passwd"] }))).toBe("INVALID_INPUT");
    expect(await errorCode(page.documents.show({ id: "p1" }))).toBe("DOCUMENT_NOT_FOUND");
    expect(await errorCode(page.ask.get({ id: 999 }))).toBe("DOCUMENT_NOT_FOUND");
    expect(await errorCode(page.draft.get({ id: 999 }))).toBe("DOCUMENT_NOT_FOUND");
  });

  it("gives a mail's text in order, told apart, and its HTML as it came", async () => {
    const [reply] = await page.documents.search({ words: "Original Message", scope: {}, limit: 1 });
    const blocks = await page.documents.blocks({ id: reply?.id ?? "" });
    const { text } = await page.documents.show({ id: reply?.id ?? "" });
    expect(blocks.map((block) => block.kind)).toContain("quoted");
    for (const block of blocks) for (const line of block.text.split("\n")) expect(text).toContain(line);
    expect((await page.documents.html({ id: "m184" })).html).toBeNull();
  });

  it("pages newest first and says how many there are in the scope", async () => {
    const first = await page.documents.page({ scope: {}, offset: 0, limit: 3 });
    const next = await page.documents.page({ scope: {}, offset: 3, limit: 3 });
    expect(first.total).toBe(184);
    expect(first.items[0]?.subject).toBe("Friday");
    const dates = [...first.items, ...next.items].map((item) => item.date ?? "");
    expect(dates).toEqual([...dates].sort().reverse());
    expect(new Set([...first.items, ...next.items].map((item) => item.id)).size).toBe(6);
  });

  it("says what the newest that fit leave out before it is chosen, and the question leaves out the same", async () => {
    const endpoint = { windowTokens: 8192 };
    const fit = await page.corpus.fit({ scope: {}, endpoint });
    expect(fit.kept).toBeGreaterThan(0);
    expect(fit.kept + fit.leftOut.length).toBe(184);
  });

  it("never shows a path of this machine", async () => {
    const report = await page.settings.checkEndpoint({});
    const corpus = await page.corpus.report({ scope: { since: "2026-09-01" }, endpoint: {} });
    const sources = await page.sources.list();
    for (const shown of [report, corpus, sources]) {
      expect(JSON.stringify(shown)).not.toContain(ROOT);
      expect(JSON.stringify(shown)).not.toContain(scratch.path);
    }
  });
});
