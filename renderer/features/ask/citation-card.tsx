/** One quote of an answer and how it fared when it was looked up, letter by letter. */

import { IconArrowRight, IconCircleCheck, IconCircleX, IconReplace, IconZoomQuestion } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Citation } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import { formatListDate, personName } from "../../format.ts";
import classes from "./citation-card.module.css";
import { citationWords } from "./citation-words.ts";
import { differingPieces } from "./differing-words.ts";

const ICONS = {
  verified: IconCircleCheck,
  near: IconZoomQuestion,
  "wrong-id": IconReplace,
  "not-found": IconCircleX,
} as const;

function Source({ id }: { readonly id: string }): ReactNode {
  const { data } = useQuery(trpc.documents.show.queryOptions({ id }, { staleTime: 60_000, retry: false }));
  if (data === undefined) return <span className={classes.source}>{id}</span>;
  return (
    <span className={classes.source}>
      <bdi>{personName(data.from)}</bdi>, {formatListDate(data.date, new Date())}
      {data.subject !== "" && (
        <>
          , <bdi>“{data.subject}”</bdi>
        </>
      )}
      <span className={classes.id}>{id}</span>
    </span>
  );
}

/** What stands in the source in the place of a near quote, with the words that differ marked. */
function SourceWords({ quote, source }: { readonly quote: string; readonly source: string }): ReactNode {
  return (
    <span className={classes.there}>
      <span className={classes.thereLabel}>It says</span>
      <q dir="auto">
        {differingPieces(quote, source).map((piece, index) =>
          piece.isMarked ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a fixed text never move
            <mark key={index} className={classes.differs}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </q>
    </span>
  );
}

/** A link to the words where they were found; a plain card where they were not. */
export function CitationCard({ citation }: { readonly citation: Citation }): ReactNode {
  const Icon = ICONS[citation.state];
  const { title, detail } = citationWords(citation);
  const body = (
    <>
      <span className={classes.state}>
        <Icon size={16} stroke={1.9} aria-hidden />
        {title}
      </span>
      <q className={classes.quote} dir="auto">
        {citation.quote}
      </q>
      {citation.source !== undefined && <SourceWords quote={citation.quote} source={citation.source} />}
      {detail !== "" && <span className={classes.detail}>{detail}</span>}
      {citation.id !== null && (
        <span className={classes.foot}>
          <Source id={citation.id} />
          <span className={classes.open}>
            {citation.state === "near" ? "Open the nearest words" : "Open at these words"}
            <IconArrowRight size={14} aria-hidden />
          </span>
        </span>
      )}
    </>
  );
  if (citation.id === null) {
    return (
      <div className={classes.card} data-state={citation.state}>
        {body}
      </div>
    );
  }
  const place = { quote: citation.quote, back: currentAddress() };
  return (
    <a className={classes.card} data-state={citation.state} href={documentAddress(citation.id, place)}>
      {body}
    </a>
  );
}
