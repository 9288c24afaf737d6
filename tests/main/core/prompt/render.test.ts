import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { assembleCorpus, prefixText } from "../../../../main/core/prompt/corpus.ts";
import { createRenderer, formatSize, RULES } from "../../../../main/core/prompt/render.ts";
import { corpusDocument, type DocumentFields, person } from "../../../helpers/documents.ts";
import { ROOT } from "../../../helpers/paths.ts";

const FIXTURE = path.join(ROOT, "tests", "fixtures", "prompt-format-1");
type Golden = {
  readonly me: readonly string[];
  readonly documents: readonly (DocumentFields & { readonly why: string })[];
};
const golden = JSON.parse(readFileSync(path.join(FIXTURE, "input.json"), "utf8")) as Golden;
const expected = readFileSync(path.join(FIXTURE, "expected.txt"), "utf8");
const documents = golden.documents.map(corpusDocument);
const me = new Set(golden.me);

describe("prompt format 1", () => {
  // One byte that differs makes every server read the whole archive again, and every stored count wrong.
  it("is byte for byte what the golden fixture says", () => {
    expect(prefixText(assembleCorpus(documents, me))).toBe(expected);
  });

  it("begins with the rules and ends every document with a blank line, the last one too", () => {
    expect(expected.startsWith(`${RULES}[m12] `)).toBe(true);
    expect(expected.endsWith("\n\n")).toBe(true);
    expect(expected.endsWith("\n\n\n")).toBe(false);
    for (const { text } of assembleCorpus(documents, me).documents) {
      expect(text).toMatch(
        /^(?:\[m\d+\] (\d{4}-\d{2}-\d{2}|undated) \| [^|\n]+ \| [^|\n]+|\[(?:p\d+\.1|f\d+)\] (\d{4}-\d{2}-\d{2}|undated) \| [^|\n]+(?: \| [^|\n]+)?)\n/,
      );
      expect(text).toMatch(/[^\n]\n\n$/);
      expect(text.slice(0, -2)).not.toMatch(/[ \t]$|\n\n\n/m);
    }
  });

  it("says of each document whether something in it was folded", () => {
    const folded = assembleCorpus(documents, me).documents.filter((document) => document.isFolded);
    expect(folded.map((document) => document.id)).toEqual(["m14", "m15", "m25"]);
  });

  it("gives the documents before the same text, whatever is appended", () => {
    for (let count = 1; count < documents.length; count += 1) {
      const shorter = prefixText(assembleCorpus(documents.slice(0, count), me));
      expect(expected.startsWith(shorter)).toBe(true);
    }
  });
});

describe("the message of a draft's tail", () => {
  const message = corpusDocument({
    number: 30,
    from: person("Carla Silva <carla@example.org>"),
    subject: "Again",
    references: ["12@example.org"],
    threadId: 1,
    text: "Shall we?\n\n> The gate code of the Harbor depot is 48213.\n\n-- \nCarla",
  });

  it("is rendered like a document after the prefix, without an id", () => {
    const { renderer } = assembleCorpus(documents, me);
    expect(renderer.renderMessage(message)).toBe(
      "2021-03-04 | Carla Silva <carla@example.org> to me | Again\nShall we?\n\n> [m12]\n\n-- \nCarla".replace(
        "-- \n",
        "--\n",
      ),
    );
  });

  // The tail is rendered anew for every draft; what it taught the renderer would be missing from the next one.
  it("leaves no trace: the same message twice, and the next document, read as if it had not been there", () => {
    const { renderer } = assembleCorpus(documents, me);
    const once = renderer.renderMessage(message);
    expect(renderer.renderMessage(message)).toBe(once);
    const untouched = assembleCorpus(documents, me).renderer;
    expect(renderer.render(message)).toEqual(untouched.render(message));
  });
});

describe("rendering", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1 KB"],
    [120_400, "120 KB"],
    [999_499, "999 KB"],
    [999_500, "1.0 MB"],
    [12_345_678, "12.3 MB"],
  ])("writes %d bytes as %s", (size, text) => {
    expect(formatSize(size)).toBe(text);
  });

  it("keeps the signature of another sender, and one that differs", () => {
    const renderer = createRenderer(me);
    const text = "Hi.\n\n-- \nThe Team";
    const texts = [
      renderer.render(corpusDocument({ number: 1, text })).text,
      renderer.render(corpusDocument({ number: 2, text })).text,
      renderer.render(corpusDocument({ number: 3, text, from: person("bob@example.org") })).text,
      renderer.render(corpusDocument({ number: 4, text: `${text} 2` })).text,
    ];
    expect(texts.map((rendered) => rendered.includes("The Team"))).toEqual([true, false, true, true]);
  });
});
