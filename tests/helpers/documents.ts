/** Documents for the prompt without an archive: the fields that a test does not name have plain values. */
import type { CorpusDocument } from "../../main/core/archive/queries/corpus.ts";
import { splitBlocks } from "../../main/core/text/blocks.ts";
import type { Person } from "../../shared/schemas.ts";

/** What a test says of a document; blocks follow from the text where they are not given. */
export type DocumentFields = Partial<CorpusDocument> & { readonly number: number };

/** A person by "Name <address>", a bare address or a bare name. */
export function person(text: string): Person {
  const match = /^(.*?)\s*<(.*)>$/.exec(text);
  if (match !== null) return { name: match[1] ?? "", address: match[2] ?? "" };
  return text.includes("@") ? { name: "", address: text } : { name: text, address: "" };
}

/** A mail. */
export function corpusDocument(fields: DocumentFields): CorpusDocument {
  const text = fields.text ?? `Words of mail ${fields.number}.`;
  return {
    kind: "mail",
    localDate: "2021-03-04",
    dateMs: 1_614_852_000_000,
    subject: `Subject ${fields.number}`,
    name: "",
    from: person("Alice Chen <alice@example.org>"),
    recipients: [person("Nora Winter <nora@example.org>")],
    messageId: `${fields.number}@example.org`,
    threadId: fields.number,
    references: [],
    attachments: [],
    ...fields,
    text,
    blocks: fields.blocks ?? splitBlocks(text),
  };
}
