/** Who else may be "me": what the archive shows for each address, derived anew whenever it is looked at. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { IdentityCandidate } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { countOf } from "../../format.ts";
import classes from "./me-section.module.css";

/** What was counted, in words. */
function evidence({ sentInSentFolder, drafts, delivered, sent, documents }: IdentityCandidate): string {
  return [
    ...(sentInSentFolder > 0 ? [`${countOf(sentInSentFolder, "mail")} in Sent`] : []),
    ...(drafts > 0 ? [countOf(drafts, "draft")] : []),
    ...(delivered > 0 ? [`${countOf(delivered, "mail")} delivered to it`] : []),
    `${countOf(sent, "mail")} written`,
    `in ${countOf(documents, "mail")} altogether`,
  ].join(", ");
}

type Props = {
  readonly isSaving: boolean;
  /** Makes exactly these addresses "me". */
  onSet(addresses: readonly string[]): void;
};

/** Proposals first, each with its reason; then who else occurs most often. */
export function IdentityReview({ isSaving, onSet }: Props): ReactNode {
  const { data, error } = useQuery(trpc.me.candidates.queryOptions(undefined, { staleTime: 0 }));
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Weighing who you are" />;
  const mine = data.filter(({ isMe }) => isMe).map(({ address }) => address);
  const proposed = data.filter(({ why }) => why !== null).map(({ address }) => address);
  const isSame = proposed.length === mine.length && proposed.every((address) => mine.includes(address));
  return (
    <div className={classes.review} data-testid="identity-review">
      <div className={classes.reviewHead}>
        <p className={classes.why}>
          {proposed.length === 0
            ? "Nothing in the archive says clearly which address is yours."
            : isSame
              ? "The archive proposes exactly the addresses above."
              : `From the archive as it is now Longhand would propose ${countOf(proposed.length, "address", "addresses")}.`}
        </p>
        {proposed.length > 0 && !isSame && (
          <Button size="compact-sm" variant="default" loading={isSaving} onClick={() => onSet(proposed)}>
            Take the proposal
          </Button>
        )}
      </div>
      <ul className={classes.list} aria-label="Addresses that may be yours">
        {data.map((item) => (
          <li key={item.address} className={classes.item}>
            <div className={classes.words}>
              <span className={classes.address}>
                {item.name !== "" && <bdi>{item.name} </bdi>}
                <span className={item.name === "" ? "" : classes.plain}>{item.address}</span>
              </span>
              <span className={classes.why}>
                {item.why !== null && <strong>Proposed: {item.why}. </strong>}
                {evidence(item)}
              </span>
            </div>
            {item.isMe ? (
              <span className={classes.why}>yours</span>
            ) : (
              <Button
                size="compact-xs"
                variant="default"
                disabled={isSaving}
                aria-label={`${item.address} is mine too`}
                onClick={() => onSet([...mine, item.address])}
              >
                Mine too
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
