// Writes resources/sample/README.md from the same mails as the archive.
const flat = (s) => s.replace(/\s+/g, " ").replace(/\|/g, "\\|");

export function readme(mails, people, stats, hash, bytes) {
  const rows = Object.values(people).map((p) => {
    const address = p.oldMail ? `${p.mail}, until ${p.oldUntil} ${p.oldMail}` : p.mail;
    return `| ${p.name} | ${address} | ${p.role} |`;
  });
  const facts = mails.flatMap((x) =>
    (x.facts ?? []).map(
      ([question, answer, file]) =>
        `| ${x.day} | ${flat(question)} | ${flat(answer)} | \`${x.messageId}\`${file ? ` (${file})` : ""} |`,
    ),
  );
  const special = mails
    .filter((x) => x.special)
    .map((x) => `- \`${/^The .* is \d+\.$/m.exec(x.own)[0]}\` (\`${x.messageId}\`, ${x.who.name}, ${x.day})`);
  const files = mails.filter((x) => x.attach).map((x) => `- ${x.attach.join(", ")}: ${x.day}, \`${x.messageId}\``);
  const end = mails.at(-1);
  return `# The sample archive

\`archive.mbox\` is a made-up mail archive for trying out Longhand without one's own mail.
It is fiction, written for this project and under its licence (Apache-2.0): the people,
the firms, the town of Aldersea and every address (all under \`.example\`) are invented.

It belongs to Nora Hale, who repairs wooden boats and builds museum exhibitions at a harbour.
It holds ${mails.length} mails from ${mails[0].day} to ${end.day}, ${stats.sent} sent by her and ${stats.received} received.
Her addresses are \`${people.nora.mail}\` and, until April 2021, \`${people.nora.oldMail}\`.

The file is in the mboxrd form (a line of a body that starts with \`From \`, with or without
\`>\` before it, gets one more \`>\`), with LF line ends, oldest mail first, ${bytes} bytes,
sha256 \`${hash}\`.

## How it was built

\`\`\`
node scripts/sample/build-sample.mjs
\`\`\`

The texts are in \`scripts/sample/y2017.mjs\` to \`y2026.mjs\` and \`newsletter.mjs\`.
The builder adds headers, quotations and encodings, checks the whole, and writes this page too.
It uses no clock and no random numbers, so every run gives the same bytes.
Do not edit the two files here by hand.

## What is in it

Threads of up to six mails with the usual ways of quoting (above, below and between the lines,
and the block that Outlook writes), signatures, a newsletter with a fixed footer, automatic replies,
a bounce, mails in German, French and Spanish with Nora's answers, some Japanese and Arabic,
HTML mails with and without a text part, bodies in quoted-printable, base64, 8bit and windows-1252,
and these attachments:

${files.join("\n")}

Some facts change over the years (the gate code at Slipway Yard, the one at the north depot, the rents,
the premium, the day of the choir): the newest mail that states one is right.

## The last weeks

The mails since 2026-09-01 are ${stats.lastChars} characters, counting 90 for the header of each. They are for the small
demonstration model, which reads only the end of the archive and looks up facts of one form:

${special.join("\n")}

The last mail, \`${end.messageId}\` from ${end.who.name}, asks for one of them and has not been answered.

## People

| Name | Address | Who |
|---|---|---|
${rows.join("\n")}

## Facts that can be asked for

${stats.facts} plain facts, each with the mail that states it.

| Date | Question | What the mail says | Message-ID |
|---|---|---|---|
${facts.join("\n")}
`;
}
