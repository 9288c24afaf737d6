/**
 * Makes a mail's HTML harmless, twice over: cleaned here, and shown in a frame that may neither run nor load anything.
 *
 * Owns the frame's whole document. Links lose their target; the reader lists their addresses beside the mail.
 */
import DOMPurify from "dompurify";

/** The frame's own policy: styles that stand in the mail and pictures that came with it, nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

const PAGE_STYLE = `:root{color-scheme:light}body{margin:16px;background:#fff;color:#1d1b18;font:15px/1.55 -apple-system,"Segoe UI","Noto Sans","Liberation Sans",sans-serif;overflow-wrap:break-word}img{max-width:100%;height:auto}table{max-width:100%}a{color:#2b4a7f;text-decoration:underline dotted;cursor:help}`;

const FORBIDDEN_TAGS = ["form", "input", "button", "select", "textarea", "iframe", "frame", "object", "embed", "link"];
const FORBIDDEN_MORE = ["meta", "base", "svg", "math", "audio", "video", "source", "track", "picture", "dialog"];

/** A link of a mail: what it says and where it would lead. */
export type MailLink = { readonly text: string; readonly address: string };

/** What the reader shows of an HTML mail. `blocked` counts what the mail wanted to load from outside. */
export type SafeMail = { readonly page: string; readonly links: readonly MailLink[]; readonly blocked: number };

const isRemote = (address: string | null): boolean =>
  address !== null && !/^(?:data:image\/|#|$)/i.test(address.trim());

/** Cleans one mail. */
export function makeSafeMail(html: string): SafeMail {
  const clean = DOMPurify.sanitize(html, {
    WHOLE_DOCUMENT: true,
    FORBID_TAGS: [...FORBIDDEN_TAGS, ...FORBIDDEN_MORE],
    FORBID_ATTR: ["srcset", "background", "poster", "ping", "formaction"],
    ALLOW_DATA_ATTR: false,
  });
  // A parsed document is inert: nothing in it loads or runs.
  const page = new DOMParser().parseFromString(clean, "text/html");
  const blocked = removeRemotePictures(page);
  const links = disarmLinks(page);
  for (const style of page.querySelectorAll("style")) style.textContent = withoutRemoteStyle(style.textContent);
  for (const element of page.querySelectorAll("[style]")) {
    element.setAttribute("style", withoutRemoteStyle(element.getAttribute("style") ?? ""));
  }
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  const style = page.createElement("style");
  style.textContent = PAGE_STYLE;
  // First, so that it holds for everything after it; the mail's own styles may overrule ours.
  page.head.prepend(policy, style);
  return { page: `<!doctype html>${page.documentElement.outerHTML}`, links, blocked };
}

/** Styles may draw, not load: addresses in them are dropped, unless the picture itself stands there. */
function withoutRemoteStyle(css: string): string {
  // An escape could hide a word from the next lines; no mail needs one.
  return css
    .replace(/\\/g, "")
    .replace(/@import[^;]*;?/gi, "")
    .replace(/(?:url|src|image|image-set|-webkit-image-set)\((?!\s*["']?data:image\/)[^)]*\)?/gi, "none");
}

function removeRemotePictures(page: Document): number {
  let blocked = 0;
  for (const image of page.querySelectorAll("img")) {
    if (!isRemote(image.getAttribute("src"))) continue;
    blocked += 1;
    image.replaceWith(image.alt === "" ? "" : `[${image.alt}]`);
  }
  return blocked;
}

function disarmLinks(page: Document): MailLink[] {
  const links: MailLink[] = [];
  for (const link of page.querySelectorAll("a[href], area[href]")) {
    const address = link.getAttribute("href") ?? "";
    link.removeAttribute("href");
    link.removeAttribute("target");
    if (!/^(?:https?|mailto|tel):/i.test(address)) continue;
    link.setAttribute("title", address);
    links.push({ text: link.textContent.replace(/\s+/g, " ").trim() || address, address });
  }
  return links;
}
