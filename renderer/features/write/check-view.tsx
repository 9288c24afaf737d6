/** The draft with its claims marked by where they come from, each with its source a click away. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DraftChecks, DraftRecord } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { documentAddress, draftAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import classes from "./check-view.module.css";
import { checkedPieces, groundingWords, leakWords } from "./check-words.ts";

const ORDER = { nowhere: 0, archive: 1, given: 2 } as const;

function Claims({ checks, back }: { readonly checks: DraftChecks; readonly back: string }): ReactNode {
  const claims = [...checks.grounding].sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.start - b.start);
  if (claims.length === 0 && checks.leaks.length === 0) {
    return <p className={classes.none}>No name, date, figure or promise stands in this text.</p>;
  }
  return (
    <ul className={classes.claims} aria-label="What the draft says and where it is from">
      {checks.leaks.map((leak) => (
        <li key={`leak ${leak.start}`} data-mark="leak">
          <q className={classes.words}>{leak.text}</q>
          <span className={classes.why}>{leakWords(leak)}</span>
          <a href={documentAddress(leak.id, { quote: leak.text, back })}>{leak.id}</a>
        </li>
      ))}
      {claims.map((claim) => (
        <li key={`${claim.kind} ${claim.start}`} data-mark={claim.state}>
          <q className={classes.words}>{claim.text}</q>
          <span className={classes.why}>{groundingWords(claim)}</span>
          {claim.id !== null && <a href={documentAddress(claim.id, { quote: claim.quote, back })}>{claim.id}</a>}
        </li>
      ))}
    </ul>
  );
}

/** The model's own text was checked when it came; an edited one is checked now. */
export function CheckView({ record, text }: { readonly record: DraftRecord; readonly text: string }): ReactNode {
  const isEdited = text !== record.draft;
  const { data, error, refetch } = useQuery(
    trpc.draft.check.queryOptions(
      { id: record.id, text },
      { enabled: isEdited && record.target !== null, staleTime: 60_000, retry: false },
    ),
  );
  const checks = isEdited ? data : record.checks;
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (checks === undefined) return <Waiting label="Checking" />;
  return (
    <div className={classes.check} data-testid="check-view">
      <div className={classes.text} dir="auto">
        {checkedPieces(text, checks).map((piece) =>
          piece.mark === null ? (
            <span key={piece.start}>{piece.text}</span>
          ) : (
            <mark key={piece.start} className={classes.mark} data-mark={piece.mark}>
              {piece.text}
            </mark>
          ),
        )}
      </div>
      <Claims checks={checks} back={draftAddress(record.id)} />
    </div>
  );
}
