// The archive is checked every time it is built; anything odd stops the build.
const ATTRIBUTES =
  "gate code|invoice number|room number|budget|deadline|phone extension|door code|account number|meeting time|order number|delivery date|parking spot|wifi password|locker number|reference number";
const FIRST =
  "north|south|east|west|blue|red|green|old|new|main|second|third|upper|lower|central|Harbor|River|Lake|Maple|Cedar|Summit|Falcon|Atlas|Orion";
const SECOND =
  "office|warehouse|project|building|garage|contract|order|meeting|trip|lab|plant|depot|store|desk|site|kitchen|archive|server|report|deal|unit|club|school|studio|clinic";
const SENTENCE = new RegExp(`The (${ATTRIBUTES}) of the ((?:${FIRST}) (?:${SECOND})) is (\\d{3,5})\\.`, "g");
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const LAST_FROM = "2026-09-01";
const LAST_LIMIT = 2600;
const flat = (s) => s.replace(/\s+/g, " ");

export function checkAll(mails, { fileText }) {
  const wrong = [];
  const must = (ok, what) => {
    if (!ok) wrong.push(what);
  };
  const byId = new Map();
  let facts = 0;
  for (const x of mails) {
    must(!byId.has(x.id), `${x.id}: id used twice`);
    byId.set(x.id, x);
    must(/\.example$/.test(x.address), `${x.id}: address ${x.address}`);
    must(x.subject && !x.subject.includes("\n"), `${x.id}: subject`);
    if (x.parent) must(byId.get(x.parent)?.ms < x.ms, `${x.id}: not later than its parent`);
    must(
      x.text.split("\n").every((l) => Buffer.byteLength(l) < 900),
      `${x.id}: a line is too long`,
    );
    for (const [question, answer, file] of x.facts ?? []) {
      facts += 1;
      must(
        question.endsWith("?") && flat(file ? fileText(file) : x.own).includes(answer),
        `${x.id}: "${answer}" is not said`,
      );
    }
    // A weekday with a date has to be right.
    const named = new RegExp(`(${DAYS.join("|")}),? (\\d{1,2}) (${MONTHS.join("|")})(?: (\\d{4}))?`, "g");
    for (const [all, day, d, month, year] of flat(x.own).matchAll(named)) {
      let y = Number(year ?? x.day.slice(0, 4));
      const m = MONTHS.indexOf(month);
      if (!year && Date.UTC(y, m, Number(d)) < x.ms - 120 * 864e5) y += 1;
      must(DAYS[new Date(Date.UTC(y, m, Number(d))).getUTCDay()] === day, `${x.id}: ${all} is not a ${day} in ${y}`);
    }
  }
  const last = mails.filter((x) => x.day >= LAST_FROM);
  const lastChars = last.reduce((n, x) => n + x.text.length + 90, 0);
  must(lastChars <= LAST_LIMIT, `the last part has ${lastChars} characters`);
  must(last.filter((x) => x.sent).length === 4, "the last part needs 4 mails by Nora");
  const triples = new Set();
  for (const x of last) {
    const found = [...x.text.matchAll(SENTENCE)];
    must(found.length === (x.special ? 1 : 0), `${x.id}: ${found.length} fact sentences`);
    for (const t of found) triples.add(t.slice(1).join("|"));
    must(!x.html && !x.attach && !x.cc && x.style === "none" && !x.signature, `${x.id}: must be plain`);
    if (x.sent)
      must(
        /^Hi [A-Z][a-z]+,\n\nThanks for your note\. [^\n]+\n\nCheers,\nNora$/.test(x.text),
        `${x.id}: not in Nora's hand`,
      );
  }
  must(triples.size === 4, `${triples.size} different fact sentences`);
  const end = mails.at(-1);
  must(end.day.startsWith("2026-10") && !end.sent, "the last mail is a received one of October 2026");
  const sent = mails.filter((x) => x.sent).length;
  must(mails.length >= 160 && mails.length <= 180, `${mails.length} mails, ${sent} sent`);
  if (wrong.length) throw new Error(`the sample archive is wrong:\n  ${wrong.join("\n  ")}`);
  return { sent, received: mails.length - sent, facts, lastChars };
}
