/**
 * Certificates for tests: a CA of one's own and what it signs, made fresh each time, so that no key lies in the source.
 *
 * X.509 v3 in DER (RFC 5280), as much of it as a TLS server needs, by hand: Node makes keys and signatures, but no
 * certificates.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate with its private key, both PEM. */
export type Certificate = { readonly cert: string; readonly key: string };

const SHA256_WITH_ECDSA = [1, 2, 840, 10045, 4, 3, 2];
const COMMON_NAME = [2, 5, 4, 3];
const BASIC_CONSTRAINTS = [2, 5, 29, 19];
const ALTERNATIVE_NAMES = [2, 5, 29, 17];
const DAY_MS = 86_400_000;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 255 ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);

function oid([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  const bytes = rest.flatMap((part) => {
    const groups: number[] = [];
    for (let left = part; groups.length === 0 || left > 0; left = Math.floor(left / 128)) groups.unshift(left % 128);
    return groups.map((group, index) => (index < groups.length - 1 ? group | 0x80 : group));
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const name = (text: string): Buffer => sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(text)))));

/** UTCTime: two digits of the year, to the second. */
const time = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));

const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? []
  ).join("\n")}\n-----END ${label}-----\n`;

type Subject = { readonly name: string; readonly isCa: boolean; readonly hosts: readonly string[] };

function certificate(
  subject: Subject,
  publicKey: KeyObject,
  issuer: { readonly name: string; readonly key: KeyObject },
  days: { readonly from: number; readonly until: number },
): string {
  const now = Date.now();
  const algorithm = sequence(oid(SHA256_WITH_ECDSA));
  const extension = (id: readonly number[], ...content: readonly Uint8Array[]): Buffer =>
    sequence(oid(id), der(0x04, sequence(...content)));
  const hosts = subject.hosts.map((host) =>
    /^[\d.]+$/.test(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host)),
  );
  const extensions = [
    extension(BASIC_CONSTRAINTS, ...(subject.isCa ? [der(0x01, Buffer.from([0xff]))] : [])),
    ...(hosts.length > 0 ? [extension(ALTERNATIVE_NAMES, ...hosts)] : []),
  ];
  const serial = randomBytes(8);
  serial[0] = 0x11;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name(issuer.name),
    sequence(time(now + days.from * DAY_MS), time(now + days.until * DAY_MS)),
    name(subject.name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", body, issuer.key);
  return pem("CERTIFICATE", sequence(body, algorithm, der(0x03, Buffer.from([0]), signature)));
}

/** A private CA, and a way to have it sign servers; `days` are counted from now. */
export function createCa(caName = "Longhand test CA"): {
  readonly cert: string;
  issue(hosts: readonly string[], days?: { readonly from: number; readonly until: number }): Certificate;
} {
  const ca = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = { name: caName, key: ca.privateKey };
  const year = { from: -1, until: 365 };
  return {
    cert: certificate({ name: caName, isCa: true, hosts: [] }, ca.publicKey, issuer, year),
    issue(hosts, days = year) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      return {
        cert: certificate({ name: hosts[0] ?? "server", isCa: false, hosts }, publicKey, issuer, days),
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}
