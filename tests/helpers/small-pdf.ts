/** A PDF written by hand: pages of plain lines in Helvetica, enough for what reads and shows PDFs. */

function escaped(line: string): string {
  return line.replace(/[\\()]/g, "\\$&");
}

/** The bytes of a PDF; each page is its lines, ASCII only. */
export function smallPdf(pages: readonly (readonly string[])[]): Buffer {
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((lines, index) => {
      const shown = lines.map((line) => `(${escaped(line)}) Tj T*`).join("\n");
      const content = `BT /F1 12 Tf 16 TL 60 780 Td\n${shown}\nET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${offsets.length === 0 ? 0 : text.indexOf("xref\n")}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** A mail with such a PDF attached, as one message of an mbox. */
export function mailWithPdf(name: string, pdf: Buffer, body: string): string {
  return [
    "From tom@lock.example Mon Nov  2 10:00:00 2026",
    "From: Tom Ferrand <tom@lock.example>",
    "To: Nora Hale <nora@haleworks.example>",
    "Date: Mon, 2 Nov 2026 10:00:00 +0000",
    "Subject: The depot papers",
    "Message-ID: <depot-papers@lock.example>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="part"',
    "",
    "--part",
    "Content-Type: text/plain; charset=utf-8",
    "",
    body,
    "",
    "--part",
    `Content-Type: application/pdf; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    ...(pdf.toString("base64").match(/.{1,76}/g) ?? []),
    "--part--",
    "",
    "",
  ].join("\n");
}
