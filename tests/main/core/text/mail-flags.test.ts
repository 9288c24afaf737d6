import { describe, expect, it } from "vitest";
import { automaticKind, isForwardSubject, mailFlags } from "../../../../main/core/text/mail-flags.ts";

type Headers = Readonly<Record<string, string>>;
const mail = (headers: Headers, labels: readonly string[] = []) => ({
  subject: headers["subject"] ?? "Budget",
  fromAddress: headers["from"] ?? "bob@example.org",
  labels,
  header: (name: string) => headers[name],
});

describe("automaticKind", () => {
  // What a machine wrote must never be learnt as somebody's voice.
  it.each([
    ["bounce", { "content-type": "multipart/report; report-type=delivery-status" }],
    ["bounce", { "content-type": "text/plain", "x-failed-recipients": "x@example.org" }],
    ["bounce", { from: "MAILER-DAEMON@example.org", subject: "Returned mail: see transcript for details" }],
    ["bounce", { from: "postmaster@example.org", subject: "Undeliverable: Budget" }],
    ["receipt", { "content-type": "multipart/report; report-type=disposition-notification" }],
    ["reply", { "auto-submitted": "auto-replied" }],
    ["reply", { "x-autoreply": "yes" }],
    ["reply", { precedence: "auto_reply" }],
    ["reply", { subject: "Automatic reply: Budget" }],
    ["reply", { subject: "Out of Office" }],
    ["reply", { subject: "Automatische Antwort: Budget" }],
    ["reply", { subject: "Réponse automatique : Budget" }],
    ["digest", { "content-type": 'multipart/digest; boundary="b"' }],
    ["digest", { subject: "R-help Digest, Vol 12, Issue 3" }],
    ["other", { "auto-submitted": "auto-generated" }],
  ])("knows a %s: %j", (kind, headers) => {
    expect(automaticKind(mail(headers as Headers))).toBe(kind);
  });

  it.each([
    [{}],
    [{ "auto-submitted": "no" }],
    [{ precedence: "list" }],
    [{ from: "postmaster@example.org", subject: "Our mail server moves on Friday" }],
    [{ subject: "Out of office furniture? We have more" }],
    [{ subject: "I will be out of office on Friday" }],
    [{ subject: "A digest of the budget talks" }],
  ])("leaves a letter: %j", (headers) => {
    expect(automaticKind(mail(headers as Headers))).toBeUndefined();
  });
});

describe("mailFlags", () => {
  it.each([["Drafts"], ["Entwürfe"], ["Brouillons"], ["[Gmail]/Drafts"]])("takes the label %s for a draft", (label) => {
    expect(mailFlags(mail({}, [label]))).toMatchObject({ isDraft: true, isSpam: false });
  });

  it("knows the drafts that mail programs mark by a header", () => {
    expect(mailFlags(mail({ "x-unsent": "1" })).isDraft).toBe(true);
    expect(mailFlags(mail({ "x-uniform-type-identifier": "com.apple.mail-draft" })).isDraft).toBe(true);
    expect(mailFlags(mail({})).isDraft).toBe(false);
  });

  it("knows spam by label and by a filter's verdict", () => {
    expect(mailFlags(mail({}, ["Spam"])).isSpam).toBe(true);
    expect(mailFlags(mail({ "x-spam-flag": "YES" })).isSpam).toBe(true);
    expect(mailFlags(mail({ "x-spam-status": "Yes, score=9.1" })).isSpam).toBe(true);
    expect(mailFlags(mail({ "x-spam-status": "No, score=0.1" })).isSpam).toBe(false);
    expect(mailFlags(mail({}, ["Spam talks"])).isSpam).toBe(false);
  });
});

describe("isForwardSubject", () => {
  it("knows the prefixes of mail that is passed on", () => {
    for (const subject of ["Fwd: plan", "FW: plan", "WG: Plan", "TR : plan", "RV: plan"]) {
      expect([subject, isForwardSubject(subject)]).toEqual([subject, true]);
    }
    for (const subject of ["Re: plan", "Forward planning: Friday", "plan", "Inbox: full"]) {
      expect([subject, isForwardSubject(subject)]).toEqual([subject, false]);
    }
  });
});
