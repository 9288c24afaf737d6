/**
 * What a mail is besides a letter: a draft, spam, or written by a machine (bounce, receipt, automatic reply, digest).
 *
 * Owns the headers and subjects that say so. None of these is a sample of anybody's voice. Pure.
 */
import type { AutomaticKind } from "../../../shared/schemas.ts";
import { isDraftFolder, isSpamFolder } from "../archive/folder-names.ts";

/** What is known of a mail's headers: `header` gives the first one of a name in lower case, as written. */
export type FlagSource = {
  readonly subject: string;
  readonly fromAddress: string;
  readonly labels: readonly string[];
  header(name: string): string | undefined;
};

/** The flags of a mail. */
export type MailFlags = {
  readonly isDraft: boolean;
  readonly isSpam: boolean;
  readonly automaticKind: AutomaticKind | null;
};

const BOUNCE_SENDER = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|bounce)@/i;
const BOUNCE_SUBJECT =
  /^(?:undeliver|undelivered|mail delivery|delivery (?:status|failure|has failed)|delivery notification|returned mail|failure notice|warning: could not send|unzustellbar|mail system error|message (?:undeliverable|not delivered)|non remis|échec de la remise|no se puede entregar|mancato recapito)/i;
/** Subjects that programs put before the one they answer. */
const REPLY_SUBJECT =
  /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|automatische antwort|abwesenheits(?:notiz|mitteilung|nachricht)|abwesend|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|risposta automatica|fuori sede|automatisch antwoord|afwezig|autosvar|automatiskt svar|automatisk svar|resposta automática|automaattinen vastaus|odpowiedź automatyczna|automatická odpověď|automatická odpoveď|automatikus válasz|автоответ|автоматический ответ|otomatik yanıt|自動応答|自动回复|自動回覆)\s*[:：\-–!([]/i;
const REPLY_SUBJECT_ALONE = /^(?:out of (?:the )?office|abwesenheitsnotiz|vacation (?:reply|response|message))\s*$/i;
const DIGEST_SUBJECT = /\bdigest\b,?\s*(?:vol(?:ume)?\.?|issue|number|no\.?|#)\s*\d/i;

/** What kind of machine's mail it is; `undefined` for a letter. */
export function automaticKind({ subject, fromAddress, header }: FlagSource): AutomaticKind | undefined {
  const type = (header("content-type") ?? "").toLowerCase();
  if (type.startsWith("multipart/report")) return /disposition-notification/.test(type) ? "receipt" : "bounce";
  if (header("x-failed-recipients") !== undefined) return "bounce";
  if (BOUNCE_SENDER.test(fromAddress) && BOUNCE_SUBJECT.test(subject)) return "bounce";
  if (type.startsWith("multipart/digest") || DIGEST_SUBJECT.test(subject)) return "digest";
  const submitted = (header("auto-submitted") ?? "").trim().toLowerCase();
  if (submitted.startsWith("auto-replied")) return "reply";
  if (header("x-autoreply") !== undefined || header("x-autorespond") !== undefined) return "reply";
  if ((header("precedence") ?? "").trim().toLowerCase() === "auto_reply") return "reply";
  if (REPLY_SUBJECT.test(subject) || REPLY_SUBJECT_ALONE.test(subject)) return "reply";
  return submitted !== "" && !submitted.startsWith("no") ? "other" : undefined;
}

function isUnsent({ header }: FlagSource): boolean {
  const isApple = header("x-uniform-type-identifier") === "com.apple.mail-draft";
  return isApple || header("x-unsent")?.trim() === "1" || header("x-mozilla-draft-info") !== undefined;
}

function isMarkedSpam({ header }: FlagSource): boolean {
  return /^\s*yes\b/i.test(header("x-spam-flag") ?? "") || /^\s*yes\b/i.test(header("x-spam-status") ?? "");
}

/** The flags that headers and labels give; the folder that a mail lay in may add to them. */
export function mailFlags(source: FlagSource): MailFlags {
  return {
    isDraft: source.labels.some(isDraftFolder) || isUnsent(source),
    isSpam: source.labels.some(isSpamFolder) || isMarkedSpam(source),
    automaticKind: automaticKind(source) ?? null,
  };
}

/** Prefixes of a subject that say that a mail is passed on. */
const FORWARD_SUBJECT =
  /^\s*(?:fwd?|wg|tr|rv|i|enc|doorst|vs|vl|pd|pf|fs|ilt|továbbítás|転送|转发|轉寄|전달)\s*[:：]\s*/iu;

/** Whether a subject says that the mail is passed on: "Fwd: plan". */
export function isForwardSubject(subject: string): boolean {
  return FORWARD_SUBJECT.test(subject);
}
