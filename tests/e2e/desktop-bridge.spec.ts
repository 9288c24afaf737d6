/**
 * The window as the desktop app runs it: over a MessagePort from `window.longhand`, against the real core.
 *
 * A script in place of the preload carries the port's messages to the browser host's socket.
 */
import { expect, test } from "./host.ts";

const BRIDGE = `const watchers = new Set();
let state = { status: "starting" };
const tell = (status) => { state = { status }; for (const callback of watchers) callback(state); };
window.longhand = {
  kind: "desktop",
  connect() {
    const { port1, port2 } = new MessageChannel();
    const socket = new WebSocket("ws://" + location.host + "/api");
    let wasOpen = false;
    port1.onmessage = (event) => socket.send(event.data);
    socket.onmessage = (event) => port1.postMessage(event.data);
    socket.onopen = () => { wasOpen = true; tell("ready"); window.postMessage("longhand:port", location.origin, [port2]); };
    // As in the desktop app: while the core starts the port comes as soon as it is ready.
    socket.onclose = () => { wasOpen ? tell("restarting") : setTimeout(() => this.connect(), 100); };
  },
  async pickFiles() {
    const ask = async (query) => (await (await fetch("/files" + query)).json()).value.entries;
    const [mail] = await ask("");
    const files = await ask("?folder=" + mail.ticket);
    const tickets = [files.find((file) => file.name === "archive.mbox").ticket];
    const headers = { "content-type": "application/json" };
    return (await fetch("/pick", { method: "POST", headers, body: JSON.stringify({ tickets }) })).json();
  },
  ticketsForDrop: async () => ({ ok: false, error: { code: "SOURCE_UNKNOWN", message: "This is no mail.", remedy: "" } }),
  onRequest: () => () => undefined,
  reportWork(work) { window.reportedWork = [...(window.reportedWork ?? []), ...work.map(({ words }) => words)]; },
  notify: () => undefined,
  readLog: async () => ({ ok: true, value: "" }),
  saveDiagnostics: async () => ({ ok: true, value: false }),
  onState(callback) { watchers.add(callback); callback(state); return () => watchers.delete(callback); },
};`;

test("the API goes through the port, and a port that closes is asked for again", async ({ page, host }) => {
  await page.addInitScript(BRIDGE);
  await page.goto(host.url);
  await page.getByRole("button", { name: "Choose files…" }).click();
  await expect(page.getByRole("article", { name: "Import of archive.mbox" }).getByLabel("Done")).toBeVisible();
  await expect(page.getByLabel("Status")).toContainText("184 documents");
  // What is under way is told, so that closing the window can ask.
  expect(await page.evaluate("window.reportedWork")).toContainEqual(expect.stringContaining("archive.mbox"));
  host.killCore();
  await expect(page.getByText("The archive process stopped and was restarted.")).toBeVisible();
  await page.getByRole("link", { name: "Library", exact: true }).click();
  await page
    .getByRole("option", { name: /Friday/ })
    .first()
    .click();
  await expect(page.getByRole("article", { name: "Mail: Friday" })).toContainText("I bring the crates on Friday");
});
