// The attachments. Everything is written byte by byte, so that every run gives the same file.
import { Buffer } from "node:buffer";

const pages = {
  "quotation-kittiwake.pdf": [
    [
      "N. HALE, BOATBUILDER",
      "Unit 4, Slipway Yard, Aldersea",
      "",
      "Quotation Q-1703",
      "2 May 2017",
      "",
      "For Mr Frank Dellow",
      "Gaff cutter Kittiwake, 28 ft, built 1926",
      "",
      "New oak stem, scarfed to the keel                        £3,200",
      "Two garboards in larch                                   £2,150",
      "Eleven planks in larch, at £420                          £4,620",
      "Fourteen keel bolts in bronze, at £110                   £1,540",
      "Caulking and paying throughout                           £2,390",
      "Making good the deck, priming and painting               £1,950",
      "Haulage, crane and slip                                  £1,250",
      "Timber for what we find when we open her up              £1,300",
      "",
      "Total                                                   £18,400",
      "",
      "At the start, 30 percent                                 £5,520",
      "The rest in three parts as the work goes on.",
    ],
    [
      "Quotation Q-1703, page 2",
      "",
      "What is not in the price",
      "",
      "Sails and running rigging. Please ask Okafor Sails.",
      "The engine, because there is none, and I would leave it so.",
      "",
      "Time",
      "",
      "She comes into the yard on 22 May 2017.",
      "The stem and the garboards are done by Christmas.",
      "She can be launched in June 2018.",
      "",
      "Guarantee",
      "",
      "The new work is guaranteed for five years from the launch.",
      "Anything that weeps in the first fortnight is normal.",
      "Anything that weeps after that, ring me.",
      "",
      "Nora Hale",
    ],
  ],
  "corncrake-timber-record.pdf": [
    [
      "HALE WORKS LTD",
      "Units 4 and 5, Slipway Yard, Aldersea",
      "",
      "Timber record: pilot cutter Corncrake",
      "To 27 June 2023",
      "",
      "Frames in the vessel          94",
      "Frames renewed so far         61",
      "Frames kept so far             4",
      "Frames not yet opened         29",
      "",
      "Keel: elm, sound. Two metres renewed at the heel.",
      "Sternpost: oak, renewed. Stem: oak, kept.",
      "Floors: nineteen renewed, all in grown oak.",
      "",
      "Every line of the record gives the position, the timber,",
      "the reason, and the initials of whoever fitted it.",
      "O.P. Owen Prisk    G.N. Grace Nwosu    N.H. Nora Hale",
    ],
    [
      "Timber record, page 2: loads",
      "",
      "The mast step stands on floors 30, 31 and 32.",
      "The old scarf in the keelson lay right above frame 31.",
      "The new scarf is moved aft by 1.4 metres and is 90 centimetres long.",
      "The load of the mast is taken at 11 tonnes.",
      "",
      "Bolts: bronze, 22 millimetres, cast by Varadero Ibarra.",
      "Test: one bolt in ten was drawn and looked at. All were good.",
      "",
      "The next entry will be made at the end of September.",
    ],
  ],
};

const winAnsi = (text) =>
  [...text]
    .map((c) => {
      if (c === "£") return "\\243";
      if (c === "(" || c === ")" || c === "\\") return `\\${c}`;
      return c;
    })
    .join("");

function pdf(list, title) {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${list.map((_, i) => `${4 + 2 * i} 0 R`).join(" ")}] /Count ${list.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
  ];
  list.forEach((lines, i) => {
    const stream = `BT\n/F1 10 Tf\n16 TL\n72 770 Td\n${lines.map((l) => `(${winAnsi(l)}) Tj T*`).join("\n")}\nET\n`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`,
    );
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}endstream`);
  });
  objects.push(`<< /Title (${title}) /Producer (build-sample.mjs) >>`);
  let out = "%PDF-1.4\n";
  const at = objects.map((o, i) => {
    const here = out.length;
    out += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return here;
  });
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, "0")} 00000 n \n`).join("")}`;
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(out, "latin1");
}

function crc32(bytes) {
  let c = 0xffffffff;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

const u32 = (n) => Buffer.from([(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

/** A swatch in one colour, with a lighter lower half: RGB, stored without compression. */
function png(size, upper, lower) {
  const rows = [];
  for (let y = 0; y < size; y += 1) {
    rows.push(0);
    for (let x = 0; x < size; x += 1) rows.push(...(y < size / 2 ? upper : lower));
  }
  let a = 1;
  let b = 0;
  for (const v of rows) {
    a = (a + v) % 65521;
    b = (b + a) % 65521;
  }
  const n = rows.length;
  const zlib = Buffer.concat([
    Buffer.from([0x78, 0x01, 1, n & 255, n >> 8, ~n & 255, (~n >> 8) & 255]),
    Buffer.from(rows),
    u32(((b << 16) | a) >>> 0),
  ]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", Buffer.concat([u32(size), u32(size), Buffer.from([8, 2, 0, 0, 0])])),
    chunk("IDAT", zlib),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const csv = [
  "part,timber,length_mm,width_mm,thickness_mm,pieces",
  "smokehouse wall board,larch,2400,180,22,64",
  "gutting table top,larch,3600,420,45,2",
  "gutting table leg,oak,740,90,90,6",
  "barrel stave,oak,810,95,18,126",
  "title board,larch,1800,210,22,9",
  "door rail,pitch pine,920,140,40,4",
  "",
].join("\n");

const txt = `LABEL 31, GUTTING TABLE, LEFT-HAND END

Three women worked as a crew: two gutted and one packed.
A good crew could gut sixty herring in a minute.
They bound their fingers with strips of flour sack, called clooties,
because the knife was quick and the salt found every cut.

Please touch the table. It was made to be touched.
`;

const ics = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//Aldersea Maritime Museum//Diary//EN",
  "METHOD:REQUEST",
  "BEGIN:VEVENT",
  "UID:lamp-and-log-20210908@alderseamuseum.example",
  "DTSTAMP:20210906T074400Z",
  "DTSTART:20210908T090000Z",
  "DTEND:20210908T103000Z",
  "SUMMARY:Lamp and Log: floor frame",
  "LOCATION:The Old Ice House\\, Fish Quay\\, Aldersea",
  "ORGANIZER;CN=Ruth Abara:mailto:ruth.abara@alderseamuseum.example",
  "ATTENDEE;CN=Nora Hale:mailto:nora@haleworks.example",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

export const files = {
  "quotation-kittiwake.pdf": {
    type: "application/pdf",
    data: pdf(pages["quotation-kittiwake.pdf"], "Quotation Q-1703"),
  },
  "corncrake-timber-record.pdf": {
    type: "application/pdf",
    data: pdf(pages["corncrake-timber-record.pdf"], "Timber record: Corncrake"),
  },
  "cutting-list.csv": { type: "text/csv; charset=utf-8", data: Buffer.from(csv, "utf8") },
  "label-gutting-table.txt": { type: "text/plain; charset=utf-8", data: Buffer.from(txt, "utf8") },
  "lamp-and-log-meeting.ics": { type: "text/calendar; charset=utf-8; method=REQUEST", data: Buffer.from(ics, "utf8") },
  "drifter-green.png": { type: "image/png", data: png(32, [46, 96, 84], [88, 140, 124]) },
};

/** What a reader of the attachment sees, for checking the table of facts. */
export const fileText = (name) => (pages[name] ? pages[name].flat().join("\n") : files[name].data.toString("utf8"));
