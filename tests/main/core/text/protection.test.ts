import { describe, expect, it } from "vitest";
import { blockTexts, ownText, splitBlocks } from "../../../../main/core/text/blocks.ts";
import { encryptedNotice, protectionOf } from "../../../../main/core/text/protection.ts";

const SIGNED = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

The gate code is 48213.
-----BEGIN PGP SIGNATURE-----
Version: GnuPG v2

iQEzBAEBCAAdFiEE
=abcd
-----END PGP SIGNATURE-----`;

describe("OpenPGP inside a text", () => {
  it("leaves the words and takes the armour for a signature", () => {
    expect(ownText(SIGNED, splitBlocks(SIGNED))).toBe("The gate code is 48213.");
    expect(blockTexts(SIGNED, splitBlocks(SIGNED), "signature").join("\n")).toContain("=abcd");
  });

  it("takes an encrypted block off the own words", () => {
    const text = "See below.\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\nBye";
    expect(ownText(text, splitBlocks(text))).toBe("See below.\nBye");
  });

  it("leaves armour that is cut off", () => {
    const text = "-----BEGIN PGP MESSAGE-----\nhQEMA";
    expect(ownText(text, splitBlocks(text))).toBe(text);
  });
});

describe("encryptedNotice", () => {
  it("says what stands in for a text that cannot be read", () => {
    expect(encryptedNotice('multipart/encrypted; protocol="application/pgp-encrypted"')).toContain("OpenPGP");
    expect(encryptedNotice("application/pkcs7-mime; smime-type=enveloped-data")).toContain("encrypted (S/MIME)");
    expect(encryptedNotice("application/x-pkcs7-mime; smime-type=signed-data")).toContain("signature (S/MIME)");
    expect(encryptedNotice("multipart/signed; protocol=x")).toBeUndefined();
    expect(encryptedNotice("text/plain")).toBeUndefined();
  });
});

describe("protectionOf", () => {
  it("goes by the content type, then by armour that is the mail's own", () => {
    expect(protectionOf("multipart/encrypted; protocol=x", "")).toBe("pgp-encrypted");
    expect(protectionOf("multipart/signed; protocol=application/pgp-signature", "a")).toBe("pgp-signed");
    expect(protectionOf("multipart/signed; protocol=application/pkcs7-signature", "a")).toBe("smime-signed");
    expect(protectionOf("text/plain", SIGNED)).toBe("pgp-signed");
    expect(protectionOf("text/plain", "-----BEGIN PGP MESSAGE-----\nx\n-----END PGP MESSAGE-----")).toBe(
      "pgp-encrypted",
    );
    expect(protectionOf("text/plain", "> -----BEGIN PGP MESSAGE-----\nI could not read that.")).toBeUndefined();
    expect(protectionOf("text/plain", "no armour")).toBeUndefined();
  });
});
