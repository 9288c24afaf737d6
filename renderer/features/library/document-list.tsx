/**
 * The list: only the rows in sight exist, whatever the archive's size.
 *
 * One focus stop; the keys move the active row, Enter opens it (a listbox with an active descendant).
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { useLibraryView } from "../../stores/library-view.ts";
import { MailRow } from "../mail/mail-row.tsx";
import classes from "./document-list.module.css";
import { listMove } from "./list-move.ts";
import type { ListSource } from "./list-source.ts";

const ROW_HEIGHT = 58;

type Props = {
  readonly list: ListSource;
  readonly active: number;
  readonly selected: string | null;
  onMove(index: number): void;
  onOpen(index: number): void;
};

/** The scrolling part. */
export function DocumentList({ list, active, selected, onMove, onOpen }: Props): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const { show } = list;
  const total = list.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialOffset: useLibraryView.getState().scrollTop,
  });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  useLayoutEffect(() => show(first, last), [show, first, last]);

  // Where the list was left is where it opens again.
  useEffect(() => {
    const element = scroller.current;
    return () => useLibraryView.getState().setScrollTop(element?.scrollTop ?? 0);
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onOpen(active);
      return;
    }
    const next = listMove(event.key, active, total, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT));
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
    virtual.scrollToIndex(next, { align: "auto" });
  };

  return (
    <div
      id="document-list"
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      aria-label="Documents, newest first"
      aria-activedescendant={rows.some((row) => row.index === active) ? `document-row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {rows.map((row) => {
          const mail = list.at(row.index);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it takes the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: the listbox is the focus stop.
            <div
              key={row.key}
              id={`document-row-${row.index}`}
              role="option"
              aria-selected={mail !== undefined && mail.id === selected}
              aria-setsize={total}
              aria-posinset={row.index + 1}
              data-active={row.index === active}
              className={classes.row}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
              onClick={() => onOpen(row.index)}
            >
              {mail === undefined ? <span className={classes.blank} /> : <MailRow mail={mail} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}
