import { describe, expect, it } from "vitest";
import type { AddressEvidence } from "../../../../main/core/archive/queries/identity.ts";
import { proposeIdentity } from "../../../../main/core/import/identity.ts";

const evidence = (address: string, counts: Partial<AddressEvidence>): AddressEvidence => ({
  address,
  sent: 0,
  name: "",
  sentInSentFolder: 0,
  drafts: 0,
  delivered: 0,
  documents: 0,
  ...counts,
});
const addresses = (...argumentsOf: Parameters<typeof proposeIdentity>) =>
  proposeIdentity(...argumentsOf).map((proposal) => proposal.address);

describe("proposeIdentity", () => {
  it("proposes who writes the mails in Sent, aliases too, and says why", () => {
    const all = [
      evidence("nora@example.org", { sent: 80, sentInSentFolder: 80, documents: 200 }),
      evidence("n.winter@example.net", { sent: 20, sentInSentFolder: 20, documents: 40 }),
      // A mail of somebody else that was filed in Sent by mistake.
      evidence("bob@example.org", { sent: 50, sentInSentFolder: 1, documents: 90 }),
    ];
    const proposals = proposeIdentity(all, { mails: 200, inSentFolder: 101, withDelivery: 0 });
    expect(proposals.map((proposal) => proposal.address)).toEqual(["nora@example.org", "n.winter@example.net"]);
    expect(proposals[0]?.why).toBe("wrote 80 of the 101 mails in Sent");
  });

  it("proposes the address that most mails were delivered to, not a list's", () => {
    const all = [
      evidence("nora@example.org", { delivered: 95, documents: 100 }),
      evidence("list@example.org", { delivered: 10, documents: 60 }),
    ];
    expect(addresses(all, { mails: 100, inSentFolder: 0, withDelivery: 100 })).toEqual(["nora@example.org"]);
  });

  it("falls back to the one who takes part in nearly every mail and writes himself", () => {
    const owner = evidence("nora@example.org", { sent: 30, documents: 97 });
    expect(addresses([owner], { mails: 100, inSentFolder: 0, withDelivery: 0 })).toEqual(["nora@example.org"]);
    // A list's address is in every mail as well, but never writes one.
    const list = evidence("list@example.org", { sent: 0, documents: 100 });
    expect(addresses([list, owner], { mails: 100, inSentFolder: 0, withDelivery: 0 })).toEqual([]);
  });

  it("adds the owner's aliases, each with its reason, and nobody else of the domain or the name", () => {
    const all = [
      evidence("nora@example.org", { name: "Nora Winter", sentInSentFolder: 95, sent: 95, delivered: 60 }),
      evidence("nora@old.example", { name: "Winter, Nora", sentInSentFolder: 3, sent: 3 }),
      evidence("nw@example.net", { name: "Nora Winter", delivered: 2 }),
      evidence("nora+lists@example.org", { delivered: 4 }),
      // A namesake who writes to the owner, a colleague, a list, and a first name alone.
      evidence("nora.winter@stranger.example", { name: "Nora Winter", sent: 20, documents: 20 }),
      evidence("bob@example.org", { name: "Bob Hale", sent: 50, sentInSentFolder: 1, documents: 90 }),
      evidence("team@example.org", { delivered: 20, documents: 70 }),
      evidence("nora@elsewhere.example", { name: "Nora", sentInSentFolder: 1 }),
    ];
    expect(proposeIdentity(all, { mails: 300, inSentFolder: 100, withDelivery: 100 })).toEqual([
      { address: "nora@example.org", why: "wrote 95 of the 100 mails in Sent" },
      { address: "nora@old.example", why: "Nora Winter too, with 3 mails in Sent" },
      { address: "nw@example.net", why: "Nora Winter too, and 2 mails were delivered to it" },
      { address: "nora+lists@example.org", why: "the same mailbox as nora@example.org" },
    ]);
  });

  it("knows the owner by drafts, which nobody else's are", () => {
    const all = [evidence("nora@example.org", { sent: 5, drafts: 5 }), evidence("bob@example.org", { sent: 50 })];
    expect(proposeIdentity(all, { mails: 100, inSentFolder: 0, withDelivery: 0 })).toEqual([
      { address: "nora@example.org", why: "wrote 5 drafts" },
    ]);
  });

  it("never proposes what is no address", () => {
    const all = [evidence("undisclosed recipients", { delivered: 90 })];
    expect(proposeIdentity(all, { mails: 100, inSentFolder: 0, withDelivery: 90 })).toEqual([]);
  });

  // A wrong "me" poisons the voice: nothing is better than a guess.
  it("proposes nobody where nothing is clear", () => {
    const all = [
      evidence("a@example.org", { sent: 50, documents: 60 }),
      evidence("b@example.org", { sent: 50, documents: 60 }),
    ];
    expect(addresses(all, { mails: 100, inSentFolder: 0, withDelivery: 0 })).toEqual([]);
    expect(
      addresses([evidence("a@example.org", { sent: 3, documents: 3 })], { mails: 3, inSentFolder: 0, withDelivery: 0 }),
    ).toEqual([]);
    expect(
      addresses([evidence("a@example.org", { delivered: 3 })], { mails: 3, inSentFolder: 0, withDelivery: 3 }),
    ).toEqual([]);
    expect(addresses([], { mails: 0, inSentFolder: 0, withDelivery: 0 })).toEqual([]);
  });
});
