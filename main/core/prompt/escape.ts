/**
 * Content cannot act as format: a reversible escape.
 *
 * Adds a backslash after the first character of a line start that looks like a document header or a fold
 * (`[m1`, `> [p2`), and of every control token of the known model families. Pure.
 */

/** Mistral's and Llama 2's bracketed control words. */
const BRACKET_WORDS =
  "/?INST|/?AVAILABLE_TOOLS|/?TOOL_RESULTS|TOOL_CALLS|TOOL_CONTENT|/?SYSTEM_PROMPT|/?THINK|ARGS|CALL_ID|IMG|IMG_BREAK|IMG_END|PREFIX|MIDDLE|SUFFIX|CONTROL_\\d+|BEGIN_AUDIO|AUDIO";
/** Llama 2, Gemma, Mistral, DeepSeek and Qwen words in angle brackets. */
const ANGLE_WORDS =
  "/?s|bos|eos|pad|unk|mask|start_of_turn|end_of_turn|start_of_image|end_of_image|image_soft_token|/?think|/?tool_call|/?tool_response|/?tools|/?start_header_id|eot_id|begin_of_text|end_of_text|unused\\d+";

/**
 * One alternative a family, each split after its first character; backslashes that are already there are part of
 * the match, so that escaping twice and unescaping twice is the identity.
 */
const CONTROL = new RegExp(
  [
    "(<)(\\\\*\\|[^|<>[\\]\\n]{1,64}\\|>)", // Llama 3, ChatML, Phi, Qwen: <|name|>
    "(<)(\\\\*\\|(?:turn|channel|image|audio|tool|think)>)", // Gemma 4: <|turn>
    "(<)(\\\\*(?:turn|channel|image|audio|tool|think)\\|>)", // Gemma 4: <turn|>
    "(<)(\\\\*｜[^｜<>[\\]\\n]{1,64}｜>)", // DeepSeek, full-width bars
    `(<)(\\\\*(?:${ANGLE_WORDS})>)`,
    "(<)(\\\\*</?SYS>>)", // Llama 2: <<SYS>>
    `(\\[)(\\\\*(?:${BRACKET_WORDS})\\])`,
  ].join("|"),
  "g",
);

/** A line start that reads as a header or a fold. */
const HEADER = /^((?:>[ \t]?)*\[)(\\*[mpf]\d)/gm;

const DOCUMENT_ID = /(\[)(\\*[mpf]\d)/g;

function insertBackslash(match: string, ...groups: readonly unknown[]): string {
  const first = groups.find((group, index) => typeof group === "string" && index % 2 === 0);
  return typeof first === "string" ? `${first}\\${match.slice(first.length)}` : match;
}

/** Escapes control tokens in one line of header content. */
export function escapeInline(text: string): string {
  return text.replace(CONTROL, insertBackslash);
}

/** Escapes the ids in a header field (see ./people.ts) that stands between document ids of our own: an attachment's name. */
export function escapeName(field: string): string {
  return field.replace(DOCUMENT_ID, "$1\\$2");
}

/** Escapes the lines of a document's text. */
export function escapeContent(text: string): string {
  return escapeInline(text).replace(HEADER, "$1\\$2");
}

const ESCAPED_CONTROL = new RegExp(CONTROL.source.replaceAll("\\\\*", "\\\\+"), "g");
const ESCAPED_HEADER = /^((?:>[ \t]?)*\[)\\(\\*[mpf]\d)/gm;

/** Undoes {@link escapeContent}. */
export function unescapeContent(text: string): string {
  return text
    .replace(ESCAPED_HEADER, "$1$2")
    .replace(ESCAPED_CONTROL, (match) => `${match.slice(0, 1)}${match.slice(2)}`);
}
