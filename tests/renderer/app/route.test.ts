import { describe, expect, it } from "vitest";
import {
  answerAddress,
  composeAddress,
  documentAddress,
  draftAddress,
  parseRoute,
  replyAddress,
  sourceAddress,
} from "../../../renderer/app/route.ts";

describe("addresses of places", () => {
  it("keeps the page of a PDF beside the document", () => {
    const address = documentAddress("p13.3", { quote: "words" });
    expect(address).toBe("#/library/p13?page=3&quote=words");
    expect(parseRoute(address)).toMatchObject({ document: "p13", page: 3, quote: "words" });
  });

  it("brings a document, its quote and the way back through an address", () => {
    const quote = 'The "gate" & code #1 is 50% of\nwhat? ä 日本';
    const address = documentAddress("m12", { quote, back: answerAddress(3) });
    expect(parseRoute(address)).toEqual({ screen: "library", document: "m12", page: null, quote, back: "#/ask/3" });
  });

  it("reads every place back", () => {
    expect(parseRoute(answerAddress("live"))).toEqual({ screen: "ask", answer: "live" });
    expect(parseRoute(draftAddress(7))).toEqual({ screen: "write", draft: 7, replyTo: null, compose: null });
    expect(parseRoute(replyAddress("m9"))).toEqual({ screen: "write", draft: null, replyTo: "m9", compose: null });
    expect(parseRoute(composeAddress("new"))).toMatchObject({ screen: "write", compose: "new" });
    expect(parseRoute(sourceAddress(3))).toEqual({ screen: "sources", source: 3, state: null });
    expect(parseRoute(sourceAddress(3, "failed"))).toEqual({ screen: "sources", source: 3, state: "failed" });
    expect(parseRoute("#/sources/x?state=lost")).toEqual({ screen: "sources", source: null, state: null });
    expect(parseRoute("")).toEqual({ screen: "ask", answer: null });
    expect(parseRoute("#/nonsense/../x")).toEqual({ screen: "nowhere" });
  });

  it("never leads back to another site, and takes no id that is none", () => {
    expect(parseRoute("#/library/m1?back=https://evil.example")).toMatchObject({ back: null });
    expect(parseRoute("#/library/m1?back=javascript:alert(1)")).toMatchObject({ back: null });
    expect(parseRoute("#/library/m0")).toMatchObject({ document: null });
    expect(parseRoute("#/ask/-1")).toMatchObject({ answer: null });
  });
});
