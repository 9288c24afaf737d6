/**
 * The list: only the rows in sight exist, whatever the archive's size.
 *
 * One focus stop; the keys move the active row, Enter opens it (a listbox with an active descendant).
 */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { listMove } from "../../components/long-list/list-move.ts";
import { useFoldedRows } from "../../components/long-list/use-folded-rows.ts";
import { TEXT_RANGE, useAppearance } from "../../stores/appearance.ts";
import { useLibraryView } from "../../stores/library-view.ts";
import { MailRow } from "../mail/mail-row.tsx";
import classes from "./document-list.module.css";
import type { ListSource } from "./list-source.ts";

/** At the usual text size. */
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
  const textSize = useAppearance((state) => state.textSize);
  const rowHeight = Math.round((ROW_HEIGHT * textSize) / TEXT_RANGE.usual);
  const { show } = list;
  const total = list.total ?? 0;
  const rows = useFoldedRows(scroller, total, rowHeight, useLibraryView.getState().scrollTop);
  const { first, last, top } = rows;
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, position) => first + position);

  useLayoutEffect(() => show(first, last), [show, first, last]);

  // Where the list was left is where it opens again.
  const leave = useRef(top);
  leave.current = top;
  useEffect(() => () => useLibraryView.getState().setScrollTop(leave.current()), []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onOpen(active);
      return;
    }
    const next = listMove(event.key, active, total, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight));
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
    rows.reveal(next);
  };

  return (
    <div
      id="document-list"
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      aria-label="Documents, newest first"
      aria-activedescendant={active >= first && active <= last ? `document-row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: rows.height, position: "relative" }}>
        {shown.map((index) => {
          const mail = list.at(index);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it takes the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: the listbox is the focus stop.
            <div
              key={index}
              id={`document-row-${index}`}
              role="option"
              aria-selected={mail !== undefined && mail.id === selected}
              aria-setsize={total}
              aria-posinset={index + 1}
              data-active={index === active}
              className={classes.row}
              style={{ height: rowHeight, transform: `translateY(${rows.startOf(index)}px)` }}
              onClick={() => onOpen(index)}
            >
              {mail === undefined ? <span className={classes.blank} /> : <MailRow mail={mail} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}
