import { describe, expect, it } from "vitest";
import { isDraftFolder, isSentFolder, isSpamFolder } from "../../../../main/core/archive/folder-names.ts";

describe("folder names", () => {
  // A folder that is not known as the sent one leaves the owner unknown; one taken for it by mistake makes a stranger "me".
  it.each([
    ["Sent"],
    ["[Gmail]/Sent Mail"],
    ["INBOX.Sent"],
    [".Sent Items"],
    ["Top of Personal Folders/Sent Items"],
    ["Gesendete Elemente"],
    ["Messages envoyés"],
    ["Sent.mbox"],
    ["Отправленные"],
  ])("take %s for sent mail", (name) => {
    expect([isSentFolder(name), isDraftFolder(name), isSpamFolder(name)]).toEqual([true, false, false]);
  });

  it.each([["Sent by Alice"], ["Presents"], ["Inbox"], ["Unsent"], [""], ["Sent/Alice"]])("do not take %s", (name) => {
    expect(isSentFolder(name)).toBe(false);
  });

  it("know drafts and spam", () => {
    expect(["Drafts", "Entwürfe", "INBOX.Drafts"].every(isDraftFolder)).toBe(true);
    expect(["Junk", "Spam", "Junk E-mail", ".Junk"].every(isSpamFolder)).toBe(true);
  });
});
