/** The page that explains an export's folder to whoever opens it. Pure. */
import type { ExportReport } from "../../../shared/schemas.ts";

/** The text of README.md. */
export function readMeText({ documents, items, rebuilt }: ExportReport): string {
  const missing =
    rebuilt === 0
      ? "The bytes of every mail and file are those that were imported (mails with the line ends of an mbox)."
      : `${rebuilt} of them were written anew from what the archive held (people, date, subject, text, texts of attachments): the file they came from is gone or changed, or is a copy whose bytes differ from the stored mail's. Such mails carry the header X-Longhand-Rebuilt.`;
  return `# An export of a Longhand archive

It holds ${documents} documents, seen in ${items} places. ${missing}

| here | what it is |
|---|---|
| mail/ | one mailbox a folder, in the format mboxrd, which mail programs import |
| files/ | PDFs, texts and other files as they were; what was attached to a mail is in the mail |
| documents.jsonl | every document in a line of JSON: id, date, people, subject, folders, labels, thread |
| history/answers/, history/drafts/ | questions with answers and sources, and drafts, as Markdown |
| history/*.jsonl | the same and saved scopes, exams and backtests as JSON |
| items.jsonl, longhand-export.json | what Longhand needs to import this folder again |

To get the same archive again, import this folder into an empty one: \`import FOLDER --archive NEW-FOLDER\`. Ids stay what
they were. Which model server is used, and its keys, are not in it.

It is your mail in the clear: keep it where only you can read it. Erasing a mail in Longhand does not reach it.
`;
}
