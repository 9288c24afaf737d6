/** What no page may do in the desktop app: leave, open windows, use devices, reach the network, speak out of turn. */
import type { IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from "electron";
import { isOwnUrl } from "./app-protocol.ts";

/** What a page may load without the network. `devtools:` exists in a checkout only. */
const LOCAL = /^(?:blob|data|devtools):/;

/** The one permission a page has: our own may put a text that the owner copies into the clipboard. */
function isGranted(permission: string, origin: string): boolean {
  return permission === "clipboard-sanitized-write" && isOwnUrl(origin);
}

/** Denies a session every other permission, every device and every request beyond our own files. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(isGranted(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event, item) => {
    // A draft that the page itself made is saved this way; nothing else may reach the disk.
    if (!item.getURL().startsWith("blob:app://longhand/")) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isOwnUrl(details.url) && !LOCAL.test(details.url) });
  });
}

/** Longer addresses are cut by some systems, and a draft's never is (main/core/voice/eml.ts). */
const MAX_MAILTO = 2000;

/**
 * Keeps contents on our page: no navigation, no new windows, no embedded views. A `mailto:` link that the owner clicked
 * goes to the mail program through `openMail`; frames with mail in them are sandboxed without pop-ups and cannot ask.
 */
export function lockContents(contents: WebContents, openMail: (address: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (/^mailto:/i.test(url) && url.length <= MAX_MAILTO) openMail(url);
    return { action: "deny" };
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => {
    // The page may load itself anew; a frame with a mail's HTML may be filled by the page and go nowhere.
    const isAllowed = event.isMainFrame ? isOwnUrl(event.url) : event.url === "about:srcdoc";
    if (!isAllowed) event.preventDefault();
  });
  contents.on("will-redirect", (event) => event.preventDefault());
}

/** Whether a message comes from the top frame of one of our windows, showing our own page. */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent, windows: ReadonlySet<number>): boolean {
  const { sender, senderFrame: frame } = event;
  // The frame is null when it was destroyed or left its page before the message arrived.
  return frame !== null && windows.has(sender.id) && frame === sender.mainFrame && isOwnUrl(frame.url);
}
