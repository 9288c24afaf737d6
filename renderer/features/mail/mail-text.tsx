/** A mail's plain text: own words open, quoted text folded, the cited words marked and brought into view. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { withKeys } from "../../keys.ts";
import { markBlocks } from "./mail-blocks.ts";
import classes from "./mail-text.module.css";
import { MarkedText } from "./marked-text.tsx";
import { QuotedBlock } from "./quoted-block.tsx";

type Props = { readonly id: string; readonly quote?: string | null };

/** Fetches the blocks of document `id`. */
export function MailText({ id, quote = null }: Props): ReactNode {
  const { data, error, refetch } = useQuery(trpc.documents.blocks.queryOptions({ id }, { staleTime: Infinity }));
  const blocks = useMemo(() => (data === undefined ? undefined : markBlocks(data, quote)), [data, quote]);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (blocks === undefined || quote === null) return;
    // After the frame in which a folded block that holds the words has opened.
    const frame = requestAnimationFrame(() =>
      root.current?.querySelector("mark")?.scrollIntoView({ block: "center", behavior: "instant" }),
    );
    return () => cancelAnimationFrame(frame);
  }, [blocks, quote]);

  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (blocks === undefined) return <Waiting label="Opening the text" />;
  if (blocks.length === 0) return <p className={classes.none}>This mail has no text.</p>;
  const isMissing = quote !== null && blocks.every((block) => block.mark === null);
  return (
    <div ref={root} className={classes.text}>
      {isMissing && (
        <Notice tone="warn" title="The cited words do not stand in this text.">
          <p>“{quote}”</p>
        </Notice>
      )}
      {withKeys(blocks, () => id).map(({ key, item: block }) => {
        if (block.kind === "quoted") return <QuotedBlock key={key} block={block} />;
        return (
          <div key={key} className={block.kind === "signature" ? classes.signature : classes.own} dir="auto">
            <MarkedText text={block.text} mark={block.mark} />
          </div>
        );
      })}
    </div>
  );
}
