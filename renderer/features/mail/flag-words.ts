/** What a mail is besides a letter, in words. Pure. */
import type { MailFlag } from "../../../shared/schemas.ts";

type Words = { readonly short: string; readonly long: string; readonly inList: boolean };

const WORDS: Readonly<Record<MailFlag, Words>> = {
  draft: { short: "Draft", long: "A draft: it was never sent, and is no sample of your voice.", inList: true },
  spam: { short: "Spam", long: "It lay in a spam folder or was marked as spam.", inList: true },
  bounce: { short: "Bounce", long: "A mail server says that a mail could not be delivered.", inList: true },
  receipt: { short: "Receipt", long: "A mail program says that a mail was read or delivered.", inList: true },
  reply: { short: "Auto reply", long: "An automatic reply, like an out of office note.", inList: true },
  digest: { short: "Digest", long: "A mailing list's digest of several mails.", inList: true },
  other: { short: "Automatic", long: "A program sent it by itself.", inList: true },
  "pgp-encrypted": { short: "OpenPGP, encrypted", long: "Longhand has no keys and cannot read it.", inList: false },
  "pgp-signed": {
    short: "OpenPGP, signed",
    long: "The signature is not checked: Longhand has no keys.",
    inList: false,
  },
  "smime-encrypted": { short: "S/MIME, encrypted", long: "Longhand has no keys and cannot read it.", inList: false },
  "smime-signed": {
    short: "S/MIME, signed",
    long: "The signature is not checked: Longhand has no keys.",
    inList: false,
  },
};

/** The words of a flag: a mark, and a sentence for those who ask. */
export function flagWords(flag: MailFlag): Words {
  return WORDS[flag];
}
