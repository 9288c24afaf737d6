/**
 * Proposes who "me" is from what the archive shows.
 *
 * Pure: weighs counts (archive/queries/identity.ts), never reads mail. A shared domain is never evidence: an alias needs
 * evidence of its own, or the owner's full name and a share in the owner's mail.
 */
import type { IdentityCandidate } from "../../../shared/schemas.ts";
import type { AddressEvidence } from "../archive/queries/identity.ts";

/** An address that is probably the owner's, with the reason in words. */
export type IdentityProposal = { readonly address: string; readonly why: string };

/** What the counts of an address are weighed against. */
export type IdentityTotals = { readonly mails: number; readonly inSentFolder: number; readonly withDelivery: number };

/** Words of a name, without regard to order: "Winter, Nora" is "Nora Winter". */
function nameKey(name: string): string {
  const words = name.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return words.length < 2 ? "" : [...new Set(words)].sort().join(" ");
}

/** `nora+lists@example.org` is delivered to `nora@example.org`. */
function withoutTag(address: string): string {
  return address.replace(/\+[^@]*@/, "@");
}

const mails = (count: number): string => (count === 1 ? "1 mail" : `${count} mails`);

/** The reason that an address has in itself; `undefined` where it has none. */
function ownReason(item: AddressEvidence, totals: IdentityTotals): string | undefined {
  if (totals.inSentFolder > 0 && item.sentInSentFolder >= Math.max(1, totals.inSentFolder * 0.1)) {
    return `wrote ${item.sentInSentFolder} of the ${totals.inSentFolder} mails in Sent`;
  }
  if (item.drafts >= 3) return `wrote ${item.drafts} drafts`;
  if (totals.withDelivery >= 5 && item.delivered >= totals.withDelivery * 0.5) {
    return `${item.delivered} of ${totals.withDelivery} mails were delivered to it`;
  }
  return undefined;
}

/** Why an address is one more of an owner who is already proposed; `undefined` where it is not. */
function aliasReason(item: AddressEvidence, owner: AddressEvidence): string | undefined {
  if (withoutTag(item.address) === withoutTag(owner.address)) return `the same mailbox as ${owner.address}`;
  const key = nameKey(owner.name);
  if (key === "" || nameKey(item.name) !== key) return undefined;
  // Somebody else may bear the same name; nobody else's mail lies in the owner's Sent folder or comes to the owner.
  if (item.sentInSentFolder > 0) return `${owner.name} too, with ${mails(item.sentInSentFolder)} in Sent`;
  if (item.drafts > 0) return `${owner.name} too, with ${item.drafts === 1 ? "1 draft" : `${item.drafts} drafts`}`;
  return item.delivered > 0 ? `${owner.name} too, and ${mails(item.delivered)} were delivered to it` : undefined;
}

/** Addresses proposed as "me", strongest first; empty where nothing is clear enough. */
export function proposeIdentity(evidence: readonly AddressEvidence[], totals: IdentityTotals): IdentityProposal[] {
  const proposals = new Map<string, string>();
  // An address in the headers may be no address at all: "undisclosed recipients".
  const known = evidence.filter((item) => item.address.includes("@"));
  for (const item of known) {
    const why = ownReason(item, totals);
    if (why !== undefined) proposals.set(item.address, why);
  }
  if (proposals.size === 0) {
    const top = [...known].sort((a, b) => b.documents - a.documents)[0];
    // A list's address is in every mail too, but it never writes: an owner does.
    if (top !== undefined && totals.mails >= 10 && top.documents >= totals.mails * 0.9 && top.sent > 0) {
      proposals.set(top.address, `takes part in ${top.documents} of ${totals.mails} mails`);
    }
  }
  const owners = known.filter((item) => proposals.has(item.address));
  for (const item of known) {
    if (proposals.has(item.address)) continue;
    const why = owners.map((owner) => aliasReason(item, owner)).find((reason) => reason !== undefined);
    if (why !== undefined) proposals.set(item.address, why);
  }
  return [...proposals].map(([address, why]) => ({ address, why }));
}

/** Addresses beyond this many that nothing speaks for are not worth a look. */
const MAX_OTHERS = 8;

/** All that an owner may want to look at: who is "me", who is proposed and why, and who else occurs most often. */
export function identityCandidates(
  evidence: readonly AddressEvidence[],
  totals: IdentityTotals,
  me: ReadonlySet<string>,
): IdentityCandidate[] {
  const why = new Map(proposeIdentity(evidence, totals).map((proposal) => [proposal.address, proposal.why]));
  const all = evidence
    .filter((item) => item.address.includes("@"))
    .map((item) => ({ ...item, why: why.get(item.address) ?? null, isMe: me.has(item.address) }));
  const isNamed = (item: IdentityCandidate): boolean => item.isMe || item.why !== null;
  const others = all.filter((item) => !isNamed(item)).sort((a, b) => b.documents - a.documents);
  return [...all.filter(isNamed), ...others.slice(0, MAX_OTHERS)];
}
