import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longhand } from "../../helpers/cli.ts";
import { ROOT, temporaryDirectory } from "../../helpers/paths.ts";

const SAMPLE = path.join(ROOT, "resources", "sample", "archive.mbox");

describe("the command line", () => {
  const scratch = temporaryDirectory();
  const archive = path.join(scratch.path, "archive");
  beforeAll(async () => {
    const done = await longhand("import", SAMPLE, "--archive", archive, "--json");
    expect(done.lines.at(-1)).toMatchObject({ event: "done", imported: 179, duplicates: 0, failed: 0, skipped: 0 });
  });
  afterAll(() => scratch.dispose());

  it("imports the same file again as duplicates only", async () => {
    const again = await longhand("import", SAMPLE, "--archive", archive, "--json");
    expect(again.lines.at(-1)).toMatchObject({ event: "done", imported: 0, duplicates: 179 });
  });

  it("lists documents with the fields of the design", async () => {
    const { lines } = await longhand("list", "--archive", archive, "--json");
    expect(lines).toHaveLength(184);
    expect(Object.keys(lines[0] ?? {}).sort()).toEqual(
      [
        "cc",
        "date",
        "folder",
        "flags",
        "from",
        "id",
        "kind",
        "labels",
        "messageId",
        "pages",
        "sentByMe",
        "subject",
        "threadId",
        "to",
      ].sort(),
    );
    expect(lines.at(-1)).toMatchObject({
      id: "m184",
      kind: "mail",
      subject: "Friday",
      sentByMe: false,
      folder: "archive",
    });
    const limited = await longhand("list", "--archive", archive, "--json", "--sent", "--limit", "5");
    expect(limited.lines.map((line) => line["sentByMe"])).toEqual([true, true, true, true, true]);
  });

  it("narrows to single documents, and refuses what names none", async () => {
    const { lines } = await longhand("list", "--archive", archive, "--json", "--document", "m184", "--document", "m3");
    expect(lines.map((line) => line["id"])).toEqual(["m3", "m184"]);
    const page = await longhand("list", "--archive", archive, "--json", "--document", "p13.2");
    expect(page.code).toBe(2);
  });

  it("shows a document, its own text and its raw bytes", async () => {
    const { lines } = await longhand("show", "m184", "--archive", archive, "--json");
    expect(lines[0]).toMatchObject({
      id: "m184",
      ownText: expect.stringContaining("I bring the crates on Friday."),
      quoted: [],
    });
    const raw = await longhand("show", "m184", "--raw", "--archive", archive);
    expect(readFileSync(SAMPLE, "utf8")).toContain(raw.out.trimEnd());
  });

  it("says what a sweep would read, sweeps, and goes on with one that is done without reading again", async () => {
    const common = ["--archive", archive, "--json", "--window", "2048", "--sent"];
    const question = "What is the gate code of the Harbor depot?";
    const plan = await longhand("ask", question, "--sweep", "--plan", ...common);
    expect(plan.lines).toHaveLength(1);
    const { windows, documents, tokens } = plan.lines[0] as { windows: number; documents: number; tokens: number };
    expect(windows).toBeGreaterThan(1);
    expect((await longhand("history", "--archive", archive, "--json")).lines).toEqual([]);

    const swept = await longhand("ask", question, "--sweep", ...common);
    expect(swept.lines[0]).toMatchObject({ event: "plan", windows, documents, tokens });
    expect(swept.lines.filter(({ event }) => event === "window")).toHaveLength(windows);
    expect(swept.lines.at(-1)).toMatchObject({ question, sweep: { documents, read: documents } });

    const { id } = swept.lines.find(({ event }) => event === "started") as unknown as { id: number };
    const again = await longhand("ask", "--sweep", "--resume", `${id}`, ...common.slice(0, 5));
    expect(again.lines.filter(({ event }) => event === "window")).toEqual([]);
    expect(again.lines.at(-1)).toMatchObject({ question, sweep: { documents, read: documents } });

    expect((await longhand("ask", question, "--plan", "--archive", archive)).code).toBe(2);
    expect((await longhand("ask", "--sweep", "--archive", archive)).code).toBe(2);
  });

  it("knows who the owner is and takes another word for it", async () => {
    const before = await longhand("me", "--archive", archive, "--json");
    expect(before.lines[0]).toMatchObject({
      addresses: [{ address: "nora@haleworks.example", sent: 47 }, { sent: 31 }],
    });
    const other = path.join(scratch.path, "other");
    await longhand("import", SAMPLE, "--archive", other, "--me", "tom@ferrandcarriers.example");
    const set = await longhand("me", "--archive", other, "--json");
    expect(set.lines[0]).toMatchObject({
      addresses: [{ address: "tom@ferrandcarriers.example", why: "set by the owner" }],
    });
    const prompt = await longhand("prompt", "--archive", other, "--since", "2026-10-01");
    expect(prompt.out).toContain("| me to Nora Hale <nora@haleworks.example> | Friday");
  });

  it("searches for people", async () => {
    const { lines } = await longhand("search", "gate", "code", "--archive", archive, "--json");
    expect(lines.length).toBeGreaterThan(1);
    expect((await longhand("search", '"unbalanced AND (', "--archive", archive)).code).toBe(0);
  });

  it("saves a scope, reads what it holds, and counts with every document accounted for", async () => {
    await longhand("scopes", "--archive", archive, "--save", "Autumn", "--since", "2026-10-01", "--json");
    const listed = await longhand("scopes", "--archive", archive, "--json");
    expect(listed.lines[0]).toEqual({ scopes: [{ name: "Autumn", scope: { since: "2026-10-01" } }] });
    const saved = await longhand("prompt", "--archive", archive, "--scope", "autumn");
    expect(saved.out).toBe((await longhand("prompt", "--archive", archive, "--since", "2026-10-01")).out);
    const coverage = await longhand("corpus", "--archive", archive, "--scope", "Autumn", "--coverage", "--json");
    const report = coverage.lines.at(-1);
    const entries = coverage.lines.filter((line) => line["event"] === "coverage");
    expect(new Set(entries.map((line) => String(line["id"]).split(".")[0])).size).toBe(report?.["documents"]);
    expect(entries.reduce((sum, line) => sum + Number(line["tokens"]), 0)).toBeLessThan(Number(report?.["tokens"]));
    expect((await longhand("list", "--archive", archive, "--scope", "Nothing", "--json")).lines.at(-1)).toMatchObject({
      code: "SCOPE_NOT_FOUND",
    });
    await longhand("scopes", "--archive", archive, "--delete", "Autumn");
  });

  it("says what erasing and rebuilding cost before it does them", async () => {
    const erase = await longhand("erase", "m1", "--archive", archive, "--json");
    expect([erase.code, erase.lines.at(-1)?.["code"]]).toEqual([1, "REBUILD_NEEDED"]);
    expect(erase.lines.at(-1)?.["message"]).toContain("m1");
    expect((await longhand("show", "m1", "--archive", archive, "--json")).lines[0]).toMatchObject({ id: "m1" });
    const rebuild = await longhand("corpus", "--rebuild", "--archive", archive, "--json");
    expect(rebuild.lines.at(-1)).toMatchObject({ event: "error", code: "REBUILD_NEEDED" });
  });

  it("reports the corpus and prints the exact prefix, the same each time", async () => {
    const corpus = await longhand("corpus", "--archive", archive, "--json");
    expect(corpus.lines.at(-1)).toMatchObject({ documents: 184, out: 0, exact: true, window: 131_072, fits: true });
    const file = path.join(scratch.path, "prompt.txt");
    const printed = await longhand("prompt", "--archive", archive, "--out", file, "--json");
    expect(printed.lines[0]?.["prefixSha256"]).toBe(corpus.lines.at(-1)?.["prefixSha256"]);
    const text = readFileSync(file, "utf8");
    expect(text.startsWith("You are the private assistant of the owner of this archive")).toBe(true);
    expect(text.endsWith("\n\n")).toBe(true);
    expect((await longhand("prompt", "--archive", archive)).out).toBe(text);
  });

  it("asks two questions in one call; the second reads little more than its tail", async () => {
    const { lines, code } = await longhand(
      "ask",
      "What is the gate code of the north depot?",
      "What is the order number of the Cedar order?",
      "--archive",
      archive,
      "--since",
      "2026-09-01",
      "--json",
    );
    const results = lines.filter((line) => "answer" in line) as {
      answer: string;
      citations: unknown;
      receipt: Record<string, number>;
    }[];
    expect(code).toBe(0);
    expect(results).toMatchObject([{ citations: [{ state: "verified" }] }, { citations: [{ state: "verified" }] }]);
    expect(results[1]?.receipt["evaluatedTokens"]).toBeLessThan(40);
    expect(lines.at(-1)).toHaveProperty("answer");
  });

  it("drafts a reply to a mail and to a file", async () => {
    const byId = await longhand("draft", "--reply-to", "m184", "--archive", archive, "--since", "2026-09-01", "--json");
    expect(byId.lines.at(-1)).toMatchObject({ draft: expect.stringContaining("Cheers,\nNora"), warnings: [] });
    const file = path.join(scratch.path, "letter.eml");
    writeFileSync(
      file,
      "From: Peter Hall <p@hall.example>\nTo: nora@haleworks.example\nSubject: Friday\nDate: Tue, 6 Oct 2026 09:00:00 +0100\n\nCan you be there?\n",
    );
    const byFile = await longhand("draft", "--reply-to", file, "--archive", archive, "--since", "2026-09-01", "--json");
    expect(byFile.lines.at(-1)).toMatchObject({
      draft: expect.stringContaining("Hi Peter,"),
      receipt: { answerCut: false },
    });
  });

  it("fails with WINDOW_TOO_SMALL, or fits the newest and lists what stayed out", async () => {
    const args = ["ask", "Anything?", "--archive", archive, "--window", "8192", "--json"];
    const refused = await longhand(...args);
    expect(refused.code).toBe(1);
    expect(refused.lines.at(-1)).toMatchObject({ event: "error", code: "WINDOW_TOO_SMALL" });
    expect(refused.err).toContain("--fit newest");
    const fitted = await longhand(...args, "--fit", "newest");
    const fit = fitted.lines.at(-1)?.["fit"] as { kept: number; leftOut: string[] };
    expect(fit.kept + fit.leftOut.length).toBe(184);
  });

  it("says each failure in one sentence with its code, exits 1, and leaves the archive as it is", async () => {
    const bad = (name: string, content: string | Buffer): string => {
      const file = path.join(scratch.path, name);
      writeFileSync(file, content);
      return file;
    };
    const locked = bad("locked.mbox", "From a Mon Jan  1 00:00:00 2024\nSubject: x\n\nx\n");
    chmodSync(locked, 0o000);
    const isRoot = process.getuid?.() === 0;
    const newer = path.join(scratch.path, "newer");
    await longhand("import", SAMPLE, "--archive", newer);
    const { default: Database } = await import("better-sqlite3");
    const db = new Database(path.join(newer, "archive.sqlite"));
    db.pragma("user_version = 9990");
    db.close();
    const damaged = path.join(scratch.path, "damaged");
    mkdirSync(damaged);
    writeFileSync(
      path.join(damaged, "archive.sqlite"),
      "this is no database, but it is long enough to be looked at".repeat(50),
    );
    const cases: [code: string, ...args: string[]][] = [
      ["SOURCE_NOT_FOUND", "import", path.join(scratch.path, "absent.mbox"), "--archive", archive],
      ["SOURCE_EMPTY", "import", bad("empty.mbox", ""), "--archive", archive],
      [
        "SOURCE_UNKNOWN",
        "import",
        bad("photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])),
        "--archive",
        archive,
      ],
      ["SOURCE_EMPTY", "import", mkdtempSync(path.join(scratch.path, "empty-")), "--archive", archive],
      [
        "SOURCE_UNKNOWN",
        "import",
        SAMPLE,
        bad("noise.bin", Buffer.from([1, 2, 0, 3])),
        "--archive",
        path.join(scratch.path, "untouched"),
      ],
      ...(isRoot ? [] : ([["SOURCE_UNREADABLE", "import", locked, "--archive", archive]] as [string, ...string[]][])),
      ["ARCHIVE_NOT_FOUND", "list", "--archive", path.join(scratch.path, "nowhere")],
      ["ARCHIVE_NOT_FOUND", "ask", "Anything?", "--archive", path.join(scratch.path, "nowhere")],
      ["ARCHIVE_NEWER", "list", "--archive", newer],
      ["ARCHIVE_NEWER", "import", SAMPLE, "--archive", newer],
      ["ARCHIVE_DAMAGED", "list", "--archive", damaged],
      ["ARCHIVE_NOT_WRITABLE", "import", SAMPLE, "--archive", path.join(locked, "under-a-file")],
      [
        "MODEL_NOT_FOUND",
        "ask",
        "Anything?",
        "--archive",
        archive,
        "--endpoint",
        path.join(scratch.path, "absent.gguf"),
      ],
      [
        "MODEL_UNREADABLE",
        "ask",
        "Anything?",
        "--archive",
        archive,
        "--endpoint",
        bad("fake.gguf", "GGUF but not really"),
      ],
      ["ENDPOINT_DOWN", "ask", "Anything?", "--archive", archive, "--endpoint", "http://127.0.0.1:9"],
      ["ENDPOINT_FORBIDDEN", "ask", "Anything?", "--archive", archive, "--endpoint", "http://169.254.169.254/"],
      [
        "INVALID_INPUT",
        "ask",
        "Anything?",
        "--archive",
        archive,
        "--endpoint",
        "http://127.0.0.1:9",
        "--api-key-env",
        "NO_SUCH_VARIABLE",
      ],
      ["INVALID_INPUT", "show", "x12", "--archive", archive],
      ["DOCUMENT_NOT_FOUND", "show", "m99999", "--archive", archive],
      ["DOCUMENT_NOT_FOUND", "show", "p12", "--archive", archive],
      ["CORPUS_EMPTY", "ask", "Anything?", "--archive", archive, "--person", "nobody@nowhere.example"],
      ["SOURCE_NOT_FOUND", "draft", "--reply-to", path.join(scratch.path, "absent.eml"), "--archive", archive],
      ["SOURCE_UNKNOWN", "draft", "--reply-to", bad("noise.eml", "no mail\n"), "--archive", archive],
    ];
    for (const [code, ...args] of cases) {
      const { code: exit, err, out, lines } = await longhand(...args, "--json");
      expect([args.slice(0, 2), exit, lines.at(-1)?.["code"]]).toEqual([args.slice(0, 2), 1, code]);
      expect(err.trim().split("\n"), args.join(" ")).toHaveLength(1);
      expect(err + out).not.toMatch(/\n\s+at /);
    }
    const { lines } = await longhand("list", "--archive", archive, "--json");
    expect(lines).toHaveLength(184);
    // Some thirty processes one after the other.
  }, 180_000);

  it("exits 2 with the usage for wrong usage, 0 for help", async () => {
    for (const args of [
      [],
      ["nonsense"],
      ["import", "--archive", archive],
      ["list"],
      ["list", "--archive", archive, "--since", "yesterday"],
      ["list", "--archive", archive, "--kind", "fax"],
      ["ask", "Anything?", "--archive", archive, "--window", "many"],
      ["draft", "--archive", archive],
    ]) {
      const { code, err, out } = await longhand(...args);
      expect([args, code]).toEqual([args, 2]);
      expect(`${err}${out}`).toContain("Usage: longhand");
    }
    expect((await longhand("--help")).code).toBe(0);
    expect((await longhand("ask", "--help")).code).toBe(0);
  });
});
