/** Writes a mail as RFC 822 bytes from its parts, for sources that hold none (PST). Pure. */

/** An attachment to write. */
export type MailPart = {
  readonly name: string;
  readonly type: string;
  readonly contentId: string;
  readonly content: Buffer;
};

/** A mail to write; `headers` are lines without the content headers. */
export type MailParts = {
  readonly headers: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailPart[];
};

function base64(content: Buffer): string {
  return content.toString("base64").replace(/.{76}/g, "$&\n");
}

/** Text for a header: an encoded word where it is not ASCII. */
export function headerText(text: string): string {
  const line = text.replace(/[\r\n\t\0]+/g, " ").trim();
  return /^[\x20-\x7e]*$/.test(line) ? line : `=?utf-8?B?${Buffer.from(line.toWellFormed()).toString("base64")}?=`;
}

function textPart(type: "plain" | "html", text: string): string {
  return `Content-Type: text/${type}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${base64(Buffer.from(text.toWellFormed()))}\n`;
}

function attachmentPart({ name, type, contentId, content }: MailPart): string {
  const isMessage = type === "message/rfc822";
  const quoted = headerText(name).replace(/["\\]/g, "_");
  return [
    `Content-Type: ${/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream"}; name="${quoted}"`,
    `Content-Disposition: attachment; filename="${quoted}"`,
    ...(contentId === "" ? [] : [`Content-ID: <${contentId.replace(/[<>\s]/g, "")}>`]),
    `Content-Transfer-Encoding: ${isMessage ? "8bit" : "base64"}`,
    "",
    isMessage ? content.toString("latin1") : base64(content),
    "",
  ].join("\n");
}

function multipart(kind: string, depth: number, parts: readonly string[]): string {
  const boundary = `=-longhand-${kind}-${depth}-=`;
  const body = parts.map((part) => `--${boundary}\n${part}`).join("\n");
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${body}\n--${boundary}--\n`;
}

/** The bytes of a mail; the same parts give the same bytes. `depth` keeps the boundaries of inner mails apart. */
export function writeMail({ headers, text, html, attachments }: MailParts, depth = 0): Buffer {
  const texts = [
    ...(text === "" && html !== "" ? [] : [textPart("plain", text)]),
    ...(html === "" ? [] : [textPart("html", html)]),
  ];
  const body = texts.length === 1 ? (texts[0] ?? "") : multipart("alternative", depth, texts);
  // Pictures that the HTML shows stand in the same group as it, so that they are told from real attachments.
  const isShown = ({ contentId }: MailPart): boolean => contentId !== "" && html.includes(`cid:${contentId}`);
  const shown = attachments.filter(isShown);
  const inner = shown.length === 0 ? body : multipart("related", depth, [body, ...shown.map(attachmentPart)]);
  const others = attachments.filter((part) => !isShown(part));
  const whole = others.length === 0 ? inner : multipart("mixed", depth, [inner, ...others.map(attachmentPart)]);
  return Buffer.from(`${headers.join("\n")}\nMIME-Version: 1.0\n${whole}`, "latin1");
}
