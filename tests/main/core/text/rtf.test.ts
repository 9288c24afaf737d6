import path from "node:path";
import pst from "pst-extractor";
import { describe, expect, it } from "vitest";
import { rtfToText } from "../../../../main/core/text/rtf.ts";
import { unpackRtf } from "../../../../main/core/text/rtf-compressed.ts";
import { CORPORA, hasCorpora } from "../../../helpers/paths.ts";

type Mail = InstanceType<typeof pst.PSTMessage>;
type Folder = InstanceType<typeof pst.PSTFolder>;

function* mailsOf(folder: Folder): Generator<Mail> {
  if (folder.contentCount > 0) {
    for (let child = folder.getNextChild(); child !== null; child = folder.getNextChild()) yield child as Mail;
  }
  if (folder.hasSubfolders) for (const inner of folder.getSubFolders()) yield* mailsOf(inner);
}

const words = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Outlook's own mail of the corpora that has its body in RTF. */
function richMail(): Mail | undefined {
  const file = path.join(CORPORA, "mail", "pst", "testPST_variousBodyTypes.pst");
  return [...mailsOf(new pst.PSTFile(file).getRootFolder())].find(({ bodyRTF }) => bodyRTF !== "");
}

describe("rtfToText", () => {
  it("drops formatting, tables of fonts and pictures, and groups that a reader may not know", () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}{\\*\\generator X;}{\\pict 0102}\\f0\\b Bold\\b0 , then\\par\nnext\\tab cell \\{1\\}}";
    expect(rtfToText(rtf)).toBe("Bold, then\nnext\tcell {1}");
  });

  it("reads each code page, characters of two bytes too", () => {
    expect(rtfToText("{\\rtf1\\ansi\\ansicpg1252 Gr\\'fc\\'dfe}")).toBe("Grüße");
    expect(rtfToText("{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}")).toBe("Привет");
    expect(rtfToText("{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa\\'96\\'7b}")).toBe("日本");
    expect(rtfToText("{\\rtf1\\ansi\\ansicpg99999 a}")).toBe("a");
  });

  it("takes Unicode once, not with the signs that stand in for it", () => {
    expect(rtfToText("{\\rtf1\\ansi\\uc1 Gr\\u252\\'fc\\u223?e}")).toBe("Grüße");
    expect(rtfToText("{\\rtf1\\ansi\\uc2 \\u26085\\'93\\'fa!}")).toBe("日!");
    expect(rtfToText("{\\rtf1\\ansi\\uc0 \\u-10179\\u-8704 }")).toBe("😀");
  });

  it("reads RTF that was made from HTML once: no tags, none of what stands there for readers without HTML", () => {
    const rtf =
      "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 The crane is free.\\htmlrtf \\par}\\htmlrtf0 {\\*\\htmltag72 </p>}\\par}";
    expect(words(rtfToText(rtf))).toBe("The crane is free.");
  });

  it("ends on braces without end", () => {
    expect(rtfToText("{".repeat(100_000))).toBe("");
    expect(rtfToText(`${"}".repeat(1000)}left`)).toBe("left");
  });

  it.skipIf(!hasCorpora())("reads of Outlook's own RTF body what Outlook's plain body says", () => {
    const mail = richMail();
    expect(mail?.bodyRTF.length).toBeGreaterThan(10_000);
    expect(mail?.bodyHTML).toBe("");
    expect(words(rtfToText(mail?.bodyRTF ?? ""))).toBe(words(mail?.body ?? "?"));
  });
});

describe("unpackRtf", () => {
  // [MS-OXRTFCP] 4.1 and 4.2, the examples of the format's own description.
  it("unpacks what the format's description packs", () => {
    const simple = Buffer.from(
      "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
      "hex",
    );
    expect(unpackRtf(simple)).toBe("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    const crossing = Buffer.from("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", "hex");
    expect(unpackRtf(crossing)).toBe("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
  });

  it("ends on bytes that are none, cut off anywhere or changed, and never throws", () => {
    expect(unpackRtf(Buffer.from("short"))).toBe("");
    expect(unpackRtf(Buffer.alloc(64, 7))).toBe("");
    const crossing = Buffer.from("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", "hex");
    for (let at = 0; at < crossing.length; at += 1) {
      unpackRtf(crossing.subarray(0, at));
      const changed = Buffer.from(crossing);
      changed[at] = 0xff;
      expect(unpackRtf(changed).length).toBeLessThan(1000);
    }
  });
});
