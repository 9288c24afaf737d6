/** The items of a source, each with what became of it; only the rows in sight exist. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCopy, IconMinus } from "@tabler/icons-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { ItemState, LedgerFilter, LedgerItem } from "../../../shared/schemas.ts";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { useFoldedRows } from "../../components/long-list/use-folded-rows.ts";
import { Waiting } from "../../components/waiting.tsx";
import classes from "./ledger-list.module.css";
import { itemName, itemPlace, reasonWords } from "./ledger-words.ts";
import { RawDialog } from "./raw-dialog.tsx";
import { useLedgerPages } from "./use-ledger-pages.ts";

const ROW_HEIGHT = 56;
const ICONS: Readonly<Record<ItemState, typeof IconMinus>> = {
  imported: IconCircleCheck,
  duplicate: IconCopy,
  skipped: IconMinus,
  failed: IconAlertTriangle,
};

function Outcome({ item }: { readonly item: LedgerItem }): ReactNode {
  const { state, documentId, category, message } = item;
  if (documentId !== null) {
    return (
      <>
        {state === "imported" ? "Imported as " : "Duplicate of "}
        <a href={documentAddress(documentId, { back: currentAddress() })}>{documentId}</a>
        {message !== null && `: ${message}`}
      </>
    );
  }
  const reason = category === null ? "" : reasonWords(category);
  return (
    <>
      {state === "failed" ? "Failed, " : "Skipped, "}
      {reason}
      {message !== null && <span className={classes.message}>: {message}</span>}
    </>
  );
}

function Row({ item, onOpenRaw }: { readonly item: LedgerItem; onOpenRaw(): void }): ReactNode {
  const Icon = ICONS[item.state];
  const name = itemName(item);
  return (
    <>
      <Icon size={17} stroke={1.6} className={classes.icon} data-state={item.state} aria-hidden />
      <div className={classes.words}>
        <p className={classes.name} dir="auto" title={item.key}>
          {name}
        </p>
        <p className={classes.outcome} title={item.message ?? undefined}>
          <Outcome item={item} />
        </p>
      </div>
      <span className={classes.place}>{itemPlace(item)}</span>
      <Button size="compact-xs" variant="default" onClick={onOpenRaw} aria-label={`Open raw: ${name}`}>
        Open raw
      </Button>
    </>
  );
}

/** Scrolls by itself and takes what room there is. */
export function LedgerList({ filter }: { readonly filter: LedgerFilter }): ReactNode {
  const pages = useLedgerPages(filter);
  const { show } = pages;
  const [raw, setRaw] = useState<LedgerItem | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useFoldedRows(scroller, pages.total ?? 0, ROW_HEIGHT, 0);
  const { first, last } = rows;
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, position) => first + position);
  useLayoutEffect(() => show(first, last), [show, first, last]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard.
    <section ref={scroller} className={classes.scroller} aria-label="Items" tabIndex={0} data-testid="ledger">
      {pages.error !== null && <ErrorNote error={pages.error} />}
      {pages.total === undefined && pages.error === null && <Waiting label="Reading the ledger" />}
      {pages.total === 0 && <p className={classes.nothing}>Nothing is in this state.</p>}
      <ul className={classes.list} style={{ height: rows.height }}>
        {shown.map((index) => {
          const item = pages.at(index);
          return (
            <li
              key={index}
              aria-setsize={pages.total ?? -1}
              aria-posinset={index + 1}
              className={classes.row}
              style={{ height: ROW_HEIGHT, transform: `translateY(${rows.startOf(index)}px)` }}
            >
              {item === undefined ? (
                <span className={classes.blank} />
              ) : (
                <Row item={item} onOpenRaw={() => setRaw(item)} />
              )}
            </li>
          );
        })}
      </ul>
      {raw !== null && <RawDialog item={raw} onClose={() => setRaw(null)} />}
    </section>
  );
}
