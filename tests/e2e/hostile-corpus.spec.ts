/**
 * A corpus of hostile pages in a real Chromium: HTML, SVG and CSS as mails, Markdown as answers of a model that obeys, a
 * PDF with scripts, and web files. Counted over all of it: requests beyond the host, dialogs, scripts that ran, windows,
 * downloads. All are zero.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { mailText, mboxText } from "../helpers/archive.ts";
import {
  hostileCss,
  hostileHtml,
  hostileMarkdown,
  hostilePdf,
  hostileSvg,
  OWNED,
  type Trap,
} from "../helpers/hostile-pages.ts";
import { startScriptedServer, writeAnswer } from "../helpers/scripted-server.ts";
import { mailWithPdf } from "../helpers/small-pdf.ts";
import { expect, importFile, setSince, test } from "./host.ts";

/** Hears whatever is loaded; it must hear nothing. */
const heard: string[] = [];
const server = createServer((request, response) => {
  const raw = /^\/raw\/(\d+)$/.exec(request.url ?? "")?.[1];
  if (raw === undefined && request.url !== "/favicon.ico") heard.push(request.url ?? "");
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(raw === undefined ? "" : PAGES[Number(raw)]);
});
await new Promise<void>((resolve) => {
  server.listen(0, "127.0.0.1", resolve);
});
const trap: Trap = { evil: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, owned: OWNED };
const MARKDOWN = hostileMarkdown(trap);
const ANSWERS = Array.from({ length: 4 }, (_, index) => MARKDOWN.filter((__, at) => at % 4 === index).join("\n\n"));
let asked = 0;
const model = await startScriptedServer((ids, response) => {
  const answer = `The end is near. ${ANSWERS[asked++ % ANSWERS.length]}\n\nEND OF ANSWER`;
  return writeAnswer(response, answer, { cached: 0, evaluated: ids.length });
});
test.afterAll(async () => {
  server.close();
  await model.close();
});

/** Vectors in groups, each a mail: many would hide behind one that swallows the rest. */
const GROUP = 3;
function inGroups(vectors: readonly string[]): string[] {
  const groups: string[] = [];
  for (let at = 0; at < vectors.length; at += GROUP) groups.push(vectors.slice(at, at + GROUP).join("\n"));
  return groups;
}
const VECTORS = [...Object.values(hostileHtml(trap)).flat(), ...hostileSvg(trap), ...hostileCss(trap)];
const PAGES = [...Object.values(hostileHtml(trap)), hostileSvg(trap), hostileCss(trap)].flatMap(inGroups);

const mails = PAGES.map((page, index) =>
  mailText({
    Subject: `Page ${index + 1}`,
    To: "nora@haleworks.example",
    "Message-ID": `<page-${index}@evil.example>`,
    "MIME-Version": "1.0",
    "Content-Type": "text/html; charset=utf-8",
    body: `<html><body><p>Dear Nora, page ${index + 1}.</p>\n${page}\n</body></html>`,
  }),
);

test.use({
  mboxes: {
    "pages.mbox": mboxText(mails),
    "paper.mbox": mailWithPdf("invoice.pdf", hostilePdf(trap), "Please sign the invoice."),
    "evil.svg": hostileSvg(trap).join("\n"),
    "evil.html": Object.values(hostileHtml(trap)).flat().join("\n"),
    "evil.md": MARKDOWN.join("\n\n"),
  },
});

/** Counts what must not happen in a page. */
function watch(page: Page, own: string) {
  const seen = { requests: [] as string[], dialogs: [] as string[], scripts: [] as string[], windows: 0, downloads: 0 };
  page.on("request", (request) => {
    const url = request.url();
    // What stands in the page itself is no request; the reader draws pages into blobs of its own.
    if (url.startsWith(own) || url.startsWith("data:image/") || url.startsWith(`blob:${own}`)) return;
    if (url !== "about:srcdoc" && url !== "about:blank") seen.requests.push(url);
  });
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.text().includes("OWNED")) seen.scripts.push(message.text());
  });
  page.on("download", () => {
    seen.downloads += 1;
  });
  page.context().on("page", () => {
    seen.windows += 1;
  });
  return async (label: string): Promise<void> => {
    await page.waitForTimeout(150);
    expect(seen, label).toEqual({ requests: [], dialogs: [], scripts: [], windows: 0, downloads: 0 });
    expect(heard, label).toEqual([]);
    expect(await page.evaluate("window.owned"), label).toBeUndefined();
    expect(await page.title(), label).toBe("Longhand");
    expect(new URL(page.url()).origin, label).toBe(own);
  };
}

test("the corpus is alive: a page that takes no care loads and runs it", async ({ page }) => {
  test.setTimeout(120_000);
  const ran: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("OWNED")) ran.push(message.text());
  });
  page.on("dialog", (dialog) => void dialog.dismiss());
  let alive = 0;
  for (const index of PAGES.keys()) {
    const before = heard.length + ran.length;
    // Some lead the page away before it is there: that is one way of being alive.
    await page.goto(`${trap.evil}/raw/${index}`, { waitUntil: "commit", timeout: 3000 }).catch(() => undefined);
    await page.waitForTimeout(250);
    if (heard.length + ran.length > before) alive += 1;
    await page.goto("about:blank").catch(() => undefined);
  }
  console.log(
    `${VECTORS.length} vectors in ${PAGES.length} pages: ${alive} alive, ${new Set(heard).size} addresses, ${ran.length} scripts`,
  );
  expect(alive).toBeGreaterThan(PAGES.length / 2);
  expect(new Set(heard).size).toBeGreaterThan(40);
  expect(ran.length).toBeGreaterThan(15);
  await page.waitForTimeout(500);
  heard.length = 0;
});

test("every hostile page of the corpus is shown inert", async ({ page, host }) => {
  test.setTimeout(600_000);
  expect(VECTORS.length).toBeGreaterThan(125);
  await page.goto(host.url);
  const own = new URL(page.url()).origin;
  const isInert = watch(page, own);
  await importFile(page, "pages.mbox");
  await expect(page.getByLabel("Status")).toContainText(`${PAGES.length} documents`);
  for (const [index] of PAGES.entries()) {
    const label = `page ${index + 1}: ${PAGES[index]?.slice(0, 300)}`;
    await page.goto(`${own}/#/library/m${index + 1}`);
    const article = page.getByRole("article", { name: `Mail: Page ${index + 1}`, exact: true });
    await expect(article, label).toBeVisible();
    await article.getByText("Formatted", { exact: true }).click();
    const frame = article.locator('iframe[title^="The mail as"]');
    await expect(frame, label).toBeVisible();
    const inside = frame.contentFrame();
    await expect(inside.locator("body"), label).toBeAttached();
    await expect(
      inside.locator(
        "script, iframe, frame, form, input, button, object, embed, svg, math, video, audio, link, base, a[href]",
      ),
      label,
    ).toHaveCount(0);
    await inside.locator("body").hover({ force: true, position: { x: 20, y: 30 } });
    await inside.locator("body").click({ force: true, position: { x: 20, y: 30 } });
    await isInert(label);
    // What covers everything covers its own frame: the window around it is still the reader's.
    const covering = await page.evaluate(
      "document.elementFromPoint(20, document.documentElement.clientHeight - 20)?.tagName ?? ''",
    );
    expect(covering, label).not.toBe("IFRAME");
  }
});

test("web files that were imported are text", async ({ page, host }) => {
  await page.goto(host.url);
  const own = new URL(page.url()).origin;
  const isInert = watch(page, own);
  for (const [index, name] of ["evil.svg", "evil.html", "evil.md"].entries()) {
    await importFile(page, name);
    await page.goto(`${own}/#/library/f${index + 1}`);
    await expect(page.getByRole("article")).toContainText("OWNED");
    await expect(
      page.getByRole("article").locator("iframe, script, svg[onload], object, img[src*='127.0.0.1']"),
    ).toHaveCount(0);
    await isInert(name);
  }
});

test("a PDF with scripts, launches, forms and links is drawn and does nothing", async ({ page, host }) => {
  await page.goto(host.url);
  const own = new URL(page.url()).origin;
  const isInert = watch(page, own);
  await importFile(page, "paper.mbox");
  await page.goto(`${own}/#/library/p2`);
  const reader = page.getByRole("article", { name: /invoice/ });
  const drawn = reader.getByRole("region", { name: "Page 1" });
  await expect(drawn.locator("canvas")).toBeVisible();
  await page.waitForTimeout(1500);
  await isInert("opened");
  // A click wherever a link, a button or a field lies.
  const box = await drawn.boundingBox();
  for (let y = 60; box !== null && y < Math.min(box.height, 700); y += 22) {
    await page.mouse.click(box.x + box.width * 0.3, box.y + y);
    await page.keyboard.press("a");
  }
  await isInert("clicked all over");
  await page.getByText("Text", { exact: true }).click();
  await expect(reader).toContainText("The invoice of the north depot, please sign.");
  await isInert("as text");
});

test("Markdown of an obeying model loads nothing and leads nowhere unasked", async ({ page, host }) => {
  test.setTimeout(300_000);
  expect(MARKDOWN.length).toBeGreaterThan(35);
  await page.goto(host.url);
  const own = new URL(page.url()).origin;
  const isInert = watch(page, own);
  await importFile(page, "archive.mbox");
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByText("A server of mine").click();
  await page.getByLabel("Address").fill(model.url);
  await page.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("In use", { exact: true })).toBeVisible();
  for (const index of ANSWERS.keys()) {
    await page.goto(`${own}/#/ask`);
    if (index === 0) await setSince(page, "2026-09-01");
    await page.getByLabel("Your question").fill(`What is it, number ${index}?`);
    await page.getByLabel("Your question").press("Enter");
    const answer = page.getByTestId("answer");
    await expect(answer).toContainText("END OF ANSWER");
    await expect(
      answer.locator("img, script, iframe, object, embed, form, style, base, meta, details, [src], [onerror]"),
    ).toHaveCount(0);
    await expect(
      answer.locator(`a[href*="${trap.evil}"], a[href^="javascript" i], a[href^="data:" i], a[href^="vbscript" i]`),
    ).toHaveCount(0);
    await isInert(`answer ${index}`);
  }
});
