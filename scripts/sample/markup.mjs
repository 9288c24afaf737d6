// The HTML of the mails that have some, and the machine part of the bounce.
import { escapeHtml } from "./format.mjs";

const paragraphs = (text) =>
  text
    .split("\n\n")
    .map((p) => `<p>${escapeHtml(p).replace(/\n/g, "<br>\n")}</p>`)
    .join("\n");

const page = (inner, style) => `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<style>${style}</style>
</head>
<body>
${inner}
</body>
</html>
`;

/** Lines of the form "left: right" become the rows of a table, as web shops like to have it. */
function table(text, title, colour) {
  const out = [];
  for (const block of text.split("\n\n")) {
    const lines = block.split("\n");
    if (lines.length < 2) out.push(`<p>${escapeHtml(block)}</p>`);
    else {
      out.push(
        `<table cellpadding="6">\n${lines
          .map((l) => {
            const cut = l.indexOf(": ");
            return cut < 0
              ? `<tr><td colspan="2">${escapeHtml(l)}</td></tr>`
              : `<tr><td>${escapeHtml(l.slice(0, cut + 1))}</td><td>${escapeHtml(l.slice(cut + 2))}</td></tr>`;
          })
          .join("\n")}\n</table>`,
      );
    }
  }
  return page(
    `<h1 style="color:${colour}">${escapeHtml(title)}</h1>\n${out.join("\n")}`,
    "body{font-family:sans-serif;max-width:40em}table{border-collapse:collapse}td{border-bottom:1px solid #ccc}.pre{display:none}",
  );
}

export function html(x) {
  if (x.rawHtml === "order") return table(x.own, "Tollgate Chandlery", "#7a3b12");
  if (x.rawHtml === "ferry") return table(x.own, "Skerry Line", "#123f7a");
  const quoted =
    x.style === "top"
      ? `\n<div class="gmail_quote">\n<div class="gmail_attr">${escapeHtml(x.attributionLine)}</div>\n<blockquote class="gmail_quote">\n${paragraphs(x.said)}\n</blockquote>\n</div>`
      : "";
  const sig = x.signature
    ? `\n<div class="gmail_signature"><p>-- <br>\n${escapeHtml(x.signature.slice(6)).replace(/\n/g, "<br>\n")}</p></div>`
    : "";
  return page(
    paragraphs(x.own) + sig + quoted,
    "body{font-family:Georgia,serif;line-height:1.4}blockquote{border-left:2px solid #99a;padding-left:.8em}",
  );
}

/** The two machine-readable parts of a delivery status report (RFC 3464). */
export function report(original, people) {
  return [
    {
      headers: ["Content-Type: message/delivery-status"],
      body:
        "Reporting-MTA: dns; mail.haleworks.example\nArrival-Date: Mon, 12 Apr 2021 08:30:00 +0100\n\n" +
        `Final-Recipient: rfc822; ${people.oscar.mail}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n`,
    },
    {
      headers: ["Content-Type: text/rfc822-headers"],
      body: `From: ${original.who.name} <${original.address}>\nSubject: ${original.subject}\nMessage-ID: ${original.messageId}\n`,
    },
  ];
}
