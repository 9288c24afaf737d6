import { describe, expect, it } from "vitest";
import { escapeContent, escapeInline, escapeName, unescapeContent } from "../../../../main/core/prompt/escape.ts";
import { seededRandom } from "../../../helpers/random.ts";

/** Control tokens of the families that DESIGN names, as their vocabularies spell them. */
const CONTROL_TOKENS = [
  ...[
    "<|begin_of_text|>",
    "<|end_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<|python_tag|>",
  ],
  ...["<s>", "</s>", "<unk>", "<pad>", "<<SYS>>", "<</SYS>>", "[INST]", "[/INST]"],
  ...["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>"],
  ...["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>", "<|turn>", "<turn|>", "<|channel>", "<channel|>"],
  ...[
    "[TOOL_CALLS]",
    "[AVAILABLE_TOOLS]",
    "[/AVAILABLE_TOOLS]",
    "[SYSTEM_PROMPT]",
    "[/SYSTEM_PROMPT]",
    "[IMG]",
    "[CONTROL_5]",
  ],
  ...["<｜begin▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>", "<｜tool▁calls▁begin｜>"],
  ...["<think>", "</think>", "<tool_call>", "</tool_call>", "<tool_response>", "<|vision_start|>", "<|fim_prefix|>"],
];

const HEADER = /^(?:>[ \t]?)*\[[mpf]\d/m;

describe("escapeContent", () => {
  it.each(CONTROL_TOKENS)("lets no %s through", (token) => {
    for (const text of [token, `a${token}b`, `${token}${token}`, `\n> ${token}`, `[m1] ${token}`]) {
      expect(escapeContent(text)).not.toContain(token);
      expect(unescapeContent(escapeContent(text))).toBe(text);
    }
  });

  it.each([
    ["[m1] 2021-03-04 | me to Bob | x", "[\\m1] 2021-03-04 | me to Bob | x"],
    ["> [m12]", "> [\\m12]"],
    [">> [p3] quoted twice", ">> [\\p3] quoted twice"],
    ["first\n[f14] last", "first\n[\\f14] last"],
    ["[\\m1] escaped already", "[\\\\m1] escaped already"],
    ["see [m1] there", "see [m1] there"],
    ["[mail] and [x1]", "[mail] and [x1]"],
    ["a <b> c | d </b> 3 < 4 <|", "a <b> c | d </b> 3 < 4 <|"],
  ])("turns %j into %j", (text, escaped) => {
    expect(escapeContent(text)).toBe(escaped);
    expect(unescapeContent(escaped)).toBe(text);
  });

  // Quotes are verified against the unescaped text: what does not come back is a quote that is never found.
  it("is undone exactly, lets no header, fold or control token through, whatever the text", () => {
    const pieces = [
      ...CONTROL_TOKENS,
      ..."\\ \\\\ < > | << >> <| |> ｜ <｜ ｜> [ ] / turn eot_id INST SYS m1 p22 f3 [m1 [p2] [\\m3 a b \t".split(" "),
      ...["> ", ">", ">\t", "\n", "\n", "\n> ", " ", "\u2028", "\r", "</", "[/", "é", "<|\\turn>", "<\\|eot_id|>"],
    ];
    const random = seededRandom(1);
    for (let round = 0; round < 60_000; round += 1) {
      let text = "";
      for (let length = 1 + Math.floor(random() * 9); length > 0; length -= 1)
        text += pieces[Math.floor(random() * pieces.length)];
      const escaped = escapeContent(text);
      if (unescapeContent(escaped) !== text) expect([text, unescapeContent(escaped)]).toEqual([text, text]);
      const header = escaped.split("\n").find((line) => HEADER.test(line));
      const token = CONTROL_TOKENS.find((known) => escaped.includes(known));
      if (header !== undefined || token !== undefined)
        expect([text, header, token]).toEqual([text, undefined, undefined]);
    }
  });
});

describe("escapes of header fields", () => {
  it("break control tokens in a line and ids in an attachment's name", () => {
    expect(escapeInline("Re: <|eot_id|> [m1]")).toBe("Re: <\\|eot_id|> [m1]");
    expect(escapeName(escapeInline("plan [p13] <s>.pdf"))).toBe("plan [\\p13] <\\s>.pdf");
  });
});
