#!/usr/bin/env node
import { Buffer } from "node:buffer";
// Writes resources/sample/archive.mbox and resources/sample/README.md.
// The same input always gives the same bytes: no clock, no random numbers.
// usage: node scripts/sample/build-sample.mjs [output folder]
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkAll } from "./check.mjs";
import { files, fileText } from "./files.mjs";
import * as f from "./format.mjs";
import { html, report } from "./markup.mjs";
import { people } from "./people.mjs";
import { readme } from "./readme.mjs";

const modules = [
  "y2017",
  "y2018",
  "y2019",
  "y2020",
  "y2021",
  "y2022",
  "y2023",
  "y2024",
  "y2025",
  "y2026",
  "newsletter",
];
const mails = (await Promise.all(modules.map((n) => import(`./${n}.mjs`)))).flatMap((x) => x.mails);
const byId = new Map(mails.map((x) => [x.id, x]));
const mailbox = (who, day) => (who.oldMail && day < who.oldUntil ? who.oldMail : who.mail);
const personal = ["Starred", "Important", "Unread"];

for (const x of mails) {
  x.who = people[x.from];
  x.zone = x.who.zone ?? "uk";
  x.ms = f.moment(x.at, x.zone);
  x.day = x.at.slice(0, 10);
  x.sent = x.from === "nora";
  x.address = mailbox(x.who, x.day);
  x.messageId = `<${x.id}.${x.day.replaceAll("-", "")}@${x.address.split("@")[1]}>`;
}
mails.sort((a, b) => a.ms - b.ms || (a.id < b.id ? -1 : 1));

function compose(x) {
  const p = x.parent ? byId.get(x.parent) : null;
  if (x.parent && !p) throw new Error(`${x.id}: no parent ${x.parent}`);
  x.to ??= x.sent ? (p?.sent ? p.to : p?.from) : "nora";
  x.base = p ? p.base : x.subject;
  x.subject ??= `${x.who.lang === "de" ? "AW" : "Re"}: ${x.base}`;
  x.references = p ? [...p.references, p.messageId] : [];
  x.labels ??= (p?.labels ?? []).filter((l) => !personal.includes(l));

  const style = p ? (x.q ?? x.who.quote ?? "top") : "none";
  const line =
    p && f.attribution(p.ms, x.zone, x.who.attr === "addr" ? `${p.who.name} <${p.address}>` : p.who.name, x.who.lang);
  let own = x.body.trim();
  if (x.sent && !x.raw) {
    own = own.replace(/^~ /, "Thanks for your note. ").replace(/^\^ /, "Many thanks for this. ");
    const to = people[x.to];
    const greet = x.greet ?? (to.family ? `Dear ${to.family},` : `Hi ${to.first},`);
    const close = x.close ?? (to.family ? "Love,\nN" : "Cheers,\nNora");
    own = `${greet}\n\n${own}\n\n${close}`;
  }
  const wide = ["carla", "sam", "leo", "grace", "emma"].includes(x.from) || x.html === "only";
  const fold = (s) => (wide ? s : f.wrap(s));
  if (style === "inline") {
    const paras = p.own.split("\n\n");
    own = own
      .split("\n\n")
      .map((block) =>
        block
          .split("\n")
          .map((l) => {
            if (l === "{{a}}") return line;
            const n = /^\{\{(\d+)\}\}$/.exec(l);
            return n ? f.quoteLines(paras[+n[1]]) : fold(l);
          })
          .join("\n"),
      )
      .join("\n\n");
  } else own = fold(own);
  x.own = own;
  x.signature = x.who.sig && x.sig !== false && !x.headers ? `\n\n-- \n${x.who.sig}` : "";
  x.style = style;
  x.attributionLine = line;
  const said = p && p.own + (p.tail ?? "");
  x.said = said;
  if (style === "top") x.tail = `\n\n${line}\n${f.quoteLines(said)}`;
  else if (style === "outlook")
    x.tail = `\n\n-----Original Message-----\nFrom: ${p.who.name} <${p.address}>\nSent: ${f.outlookSent(p.ms, x.zone)}\nTo: ${x.who.name} <${x.address}>\nSubject: ${p.subject}\n\n${p.own + p.signature + (p.tail ?? "")}`;
  else x.tail = "";
  if (style === "bottom") {
    x.lead = `${line}\n${f.quoteLines(p.own)}\n\n`;
  }
  x.text = (x.lead ?? "") + x.own + x.signature + x.tail;
}

function multipart(kind, id, list) {
  const b = `=_sample_${kind}_${id}`;
  const extra = kind === "report" ? "; report-type=delivery-status" : "";
  return {
    headers: [`Content-Type: multipart/${kind}${extra}; boundary="${b}"`],
    body: `${list.map((x) => `--${b}\n${x.headers.join("\n")}\n\n${x.body.endsWith("\n") ? x.body : `${x.body}\n`}`).join("")}--${b}--\n`,
  };
}

function entity(x) {
  const options = {
    charset: x.who.charset,
    cte: x.cte ?? (x.who.cte && !/^[\x00-\x7f]*$/.test(x.text) ? x.who.cte : undefined),
  };
  if (x.report) return multipart("report", x.id, [f.textPart(x.text, "plain"), ...report(byId.get(x.parent), people)]);
  let body = f.textPart(x.text, "plain", options);
  if (x.html) {
    const page = f.textPart(html(x), "html", { cte: "quoted-printable" });
    body = x.html === "only" ? page : multipart("alternative", x.id, [body, page]);
  }
  if (!x.attach) return body;
  return multipart("mixed", x.id, [
    body,
    ...x.attach.map((name) => {
      const file = files[name];
      return {
        headers: [
          `Content-Type: ${file.type}; name="${name}"`,
          "Content-Transfer-Encoding: base64",
          `Content-Disposition: attachment; filename="${name}"`,
        ],
        body: f.base64Lines(file.data),
      };
    }),
  ]);
}

function message(x) {
  const e = entity(x);
  const addr = (key) => f.address(people[key].name, mailbox(people[key], x.day));
  const h = [];
  if (!x.sent) h.push(`Delivered-To: ${mailbox(people.nora, x.day)}`);
  h.push(`X-Gmail-Labels: ${[x.sent ? "Sent" : "Inbox", ...x.labels].join(",")}`);
  h.push(`From: ${f.address(x.who.name, x.address)}`, `To: ${addr(x.to)}`);
  if (x.cc) h.push(`Cc: ${x.cc.map(addr).join(",\n ")}`);
  h.push(`Date: ${f.headerDate(x.ms, x.zone)}`, `Subject: ${f.encodeSubject(x.subject)}`, `Message-ID: ${x.messageId}`);
  if (x.parent) h.push(`In-Reply-To: ${x.references.at(-1)}`, `References: ${x.references.join("\n ")}`);
  for (const [k, v] of Object.entries(x.headers ?? {})) h.push(`${k}: ${v}`);
  h.push("MIME-Version: 1.0", ...e.headers);
  const raw = `${h.join("\n")}\n\n${e.body.endsWith("\n") ? e.body : `${e.body}\n`}`;
  return raw
    .split("\n")
    .map((l) => (/^>*From /.test(l) ? `>${l}` : l))
    .join("\n");
}

mails.forEach(compose);
const chunks = mails.map((x) => Buffer.from(`From ${x.address} ${f.fromLineDate(x.ms)}\n${message(x)}\n`, "utf8"));
const mbox = Buffer.concat(chunks);
const stats = checkAll(mails, { fileText });

const target = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../resources/sample"));
mkdirSync(target, { recursive: true });
const hash = createHash("sha256").update(mbox).digest("hex");
writeFileSync(join(target, "archive.mbox"), mbox);
writeFileSync(join(target, "README.md"), readme(mails, people, stats, hash, mbox.length));
process.stdout.write(
  `${mails.length} mails, ${stats.sent} sent, ${stats.received} received, ${stats.facts} facts, last part ${stats.lastChars} characters, sha256 ${hash}\n`,
);
