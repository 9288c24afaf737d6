/** Mail is hostile: its HTML runs nothing, loads nothing, and leads nowhere. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, importFile, test } from "./host.ts";

/** Hears what the mail would load; it must hear nothing. */
const heard: string[] = [];
const server = createServer((request, response) => {
  heard.push(request.url ?? "");
  response.end();
});
await new Promise<void>((resolve) => {
  server.listen(0, "127.0.0.1", resolve);
});
const EVIL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
test.afterAll(() => server.close());

const HTML = `<html><head><style>@import "${EVIL}/import.css"; @\\69mport "${EVIL}/escaped.css"; body{background:url(${EVIL}/style.png)} .x{color:#800}</style>
<link rel="stylesheet" href="${EVIL}/sheet.css"><meta http-equiv="refresh" content="0;url=${EVIL}/refresh"></head>
<body onload="parent.postMessage('onload','*')"><p class="x">Dear Nora, please look.</p>
<script>document.title = "owned"; fetch("${EVIL}/script")</script>
<img src="${EVIL}/pixel.png" alt="a picture"><img src=x onerror="top.owned = true">
<svg onload="top.owned = true"><script>top.owned = true</script></svg>
<iframe src="${EVIL}/frame"></iframe><object data="${EVIL}/object"></object>
<form action="${EVIL}/form"><input name="q"><button>Send</button></form>
<a href="${EVIL}/link" target="_top">Your bill</a> <a href="javascript:top.owned=true">Run</a>
<video src="${EVIL}/video"></video><audio src="${EVIL}/audio"></audio>
</body></html>`;

const MBOX = `From evil@evil.example Thu Mar  4 10:00:00 2021
From: "<img src=${EVIL}/from>" <evil@evil.example>
To: nora@haleworks.example
Date: Thu, 4 Mar 2021 10:00:00 +0000
Subject: <script>top.owned = true</script> Your bill
Message-ID: <evil@evil.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

${HTML}
`;

test.use({ mboxes: { "evil.mbox": MBOX } });

test("an HTML mail makes no request and runs no script", async ({ page, host }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(host.url);
  await importFile(page, "evil.mbox");
  await page.getByRole("link", { name: "Library", exact: true }).click();
  await page.getByRole("option").first().click();
  await expect(page.getByRole("article", { name: /^Mail:/ })).toContainText("Dear Nora");
  await page.getByText("Formatted", { exact: true }).click();

  const frame = page.frameLocator('iframe[title^="The mail as"]');
  await expect(frame.getByText("Dear Nora, please look.")).toBeVisible();
  await expect(frame.getByText("Dear Nora, please look.")).toHaveCSS("color", "rgb(136, 0, 0)");
  await frame.getByText("Your bill").click();
  await expect(frame.locator("script, iframe, form, input, object, svg, video, link, a[href]")).toHaveCount(0);
  await expect(page.getByText("2 pictures from outside were not loaded.")).toBeVisible();
  await page.getByText("Where 1 link leads").click();
  await expect(page.getByText(`${EVIL}/link`)).toBeVisible();
  await page.waitForTimeout(500);

  expect(heard).toEqual([]);
  expect(dialogs).toEqual([]);
  expect(await page.evaluate("window.owned")).toBeUndefined();
  expect(await page.title()).toBe("Longhand");
  expect(page.url()).toContain("#/library/m1");
  expect(page.context().pages()).toHaveLength(1);
});
