/** Mail in every script: right-to-left, CJK, emoji and mixed, in the list, the reader, quotes and a draft. */
import { findsNothing } from "./axe.ts";
import { expect, importFile, test } from "./host.ts";

const MAILS = [
  ["فاطمة الزهراء", "موعد التسليم", "مرحبا،\nرمز البوابة هو 48213.\nمع التحية"],
  ["דנה לוי", "דו״ח שנתי 2021", "שלום,\nהדו״ח מצורף.\n"],
  ["田中 花子", "会議の件", "お世話になっております。\n会議は東京で行います。👩‍👩‍👧‍👦🇯🇵\n"],
  ["Zoë 🌻 Müller", "Re: دعوة to the Fest 🎉", "Hi,\nThe word دعوة means invitation.\n\n> مرحبا بكم\n> في الحفل\n"],
] as const;

const MBOX = MAILS.map(
  ([name, subject, body], index) =>
    `From x@example.org Thu Mar  4 10:00:00 2021\nFrom: =?utf-8?B?${Buffer.from(name).toString("base64")}?= <p${index}@example.org>\n` +
    `To: me@example.org\nDate: Thu, ${4 + index} Mar 2021 10:00:00 +0100\nMessage-ID: <l${index}@example.org>\n` +
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=\nMIME-Version: 1.0\n` +
    `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`,
).join("");

/** What is used of an element: the tests have no DOM of their own. */
type Styled = {
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(of: unknown): { readonly direction: string } } };
};

test.use({ mboxes: { "letters.mbox": MBOX } });

test("mail in every script is shown the way it is written", async ({ page, host }) => {
  await page.goto(host.url);
  await importFile(page, "letters.mbox");
  await page.keyboard.press("Control+3");
  await expect(page.getByRole("option")).toHaveCount(MAILS.length);
  // What a reader of the script sees: the direction of the line follows its first strong letter.
  const directionOf = (text: string) =>
    page
      .getByText(text, { exact: false })
      .first()
      .evaluate(
        (element) => (element as unknown as Styled).ownerDocument.defaultView.getComputedStyle(element).direction,
      );
  expect(await directionOf("موعد التسليم")).toBe("rtl");
  expect(await directionOf("דו״ח שנתי 2021")).toBe("rtl");
  expect(await directionOf("会議の件")).toBe("ltr");
  await findsNothing(page, "list in many scripts");
  for (const [name, subject, body] of MAILS) {
    await page.getByRole("option").filter({ hasText: subject }).click();
    const mail = page.getByRole("article", { name: `Mail: ${subject}` });
    await expect(mail).toContainText(name);
    await expect(mail).toContainText(body.split("\n")[1] ?? "");
    await findsNothing(page, `reader: ${subject}`);
  }
  await page.getByRole("option").filter({ hasText: "موعد" }).click();
  expect(await directionOf("رمز البوابة هو 48213.")).toBe("rtl");
  // Every script is found by the search, also by the beginning of a word.
  for (const [words, subject] of [
    ["البوابة", "موعد التسليم"],
    ["会議", "会議の件"],
    ["דו", "דו״ח שנתי 2021"],
    ["Fest", "Re: دعوة to the Fest 🎉"],
  ] as const) {
    await page.getByLabel("Search the library").fill(words);
    await expect(page.getByRole("option").filter({ hasText: subject })).toBeVisible();
  }
});
