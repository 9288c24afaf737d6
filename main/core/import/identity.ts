/**
 * Proposes who "me" is from what the archive shows.
 *
 * Pure: weighs counts (archive/queries/identity.ts), never reads mail. A shared domain is never evidence.
 */
import type { AddressEvidence } from "../archive/queries/identity.ts";

/** An address that is probably the owner's, with the reason in words. */
export type IdentityProposal = { readonly address: string; readonly why: string };

/** Addresses proposed as "me", strongest first; empty where nothing is clear enough. */
export function proposeIdentity(
  evidence: readonly AddressEvidence[],
  totals: { readonly mails: number; readonly inSentFolder: number; readonly withDelivery: number },
): IdentityProposal[] {
  const proposals = new Map<string, string>();
  for (const item of evidence) {
    if (totals.inSentFolder > 0 && item.sentInSentFolder >= Math.max(1, totals.inSentFolder * 0.1)) {
      proposals.set(item.address, `wrote ${item.sentInSentFolder} of the ${totals.inSentFolder} mails in Sent`);
    }
  }
  for (const item of evidence) {
    if (proposals.has(item.address)) continue;
    if (totals.withDelivery >= 5 && item.delivered >= totals.withDelivery * 0.5) {
      proposals.set(item.address, `${item.delivered} of ${totals.withDelivery} mails were delivered to it`);
    }
  }
  if (proposals.size === 0) {
    const top = [...evidence].sort((a, b) => b.documents - a.documents)[0];
    // A list's address is in every mail too, but it never writes: an owner does.
    if (top !== undefined && totals.mails >= 10 && top.documents >= totals.mails * 0.9 && top.sent > 0) {
      proposals.set(top.address, `takes part in ${top.documents} of ${totals.mails} mails`);
    }
  }
  return [...proposals].map(([address, why]) => ({ address, why }));
}
