/** Turns what a draft is for into what the voice needs: the message as a document, and who goes where. */
import { LonghandError } from "../../../shared/errors.ts";
import type { DraftTarget, Person } from "../../../shared/schemas.ts";
import type { ReadableDatabase } from "../archive/connection.ts";
import { readDocument } from "../archive/queries/corpus.ts";
import { listMe } from "../archive/queries/identity.ts";
import { readNames } from "../archive/queries/voice.ts";
import { type DraftSubject, draftRecipients } from "../voice/draft.ts";
import { type OutgoingMail, replyMail } from "../voice/eml.ts";
import { newMailDocument, outsideDocument } from "../voice/outside.ts";
import { resolveId } from "./documents.ts";
import type { ApiContext } from "./trpc.ts";

/** The subject of a draft; `today` is `YYYY-MM-DD`. Throws where the mail is not there or is none. */
export function subjectOf(ctx: ApiContext, target: DraftTarget, today: string): DraftSubject {
  switch (target.type) {
    case "reply": {
      const message = readDocument(ctx.db, resolveId(ctx, target.id));
      if (message.kind !== "mail")
        throw new LonghandError("INVALID_INPUT", `${target.id} is not a mail.`, "Name a mail, like m12.");
      return { message, replyTo: `m${message.number}`, isNew: false };
    }
    case "outside":
      return { message: outsideDocument(target.message), replyTo: null, isNew: false };
    case "new": {
      const me = listMe(ctx.db)[0]?.address ?? "me";
      return { message: newMailDocument(me, target.to, target.subject, today), replyTo: null, isNew: true };
    }
  }
}

/** The owner's address that a message came to, else the one used most, with the name it is used under. */
function ownSender(db: ReadableDatabase, { message }: DraftSubject): Person | null {
  const mine = listMe(db).map(({ address }) => address);
  const reached = message.recipients.find(({ address }) => mine.includes(address))?.address;
  const address =
    reached ?? (message.from !== null && mine.includes(message.from.address) ? message.from.address : mine[0]);
  return address === undefined ? null : { name: readNames(db, [address]).get(address) ?? "", address };
}

/** The mail that a draft's text becomes. */
export function outgoingMail(ctx: ApiContext, subject: DraftSubject, text: string): OutgoingMail {
  const me = new Set(listMe(ctx.db).map(({ address }) => address));
  const from = ownSender(ctx.db, subject);
  const to = draftRecipients(subject, me);
  if (!subject.isNew) return replyMail(subject.message, { from, to, text });
  return { from, to, text, subject: subject.message.subject, inReplyTo: null, references: [] };
}
