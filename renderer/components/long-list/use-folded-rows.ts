/** The rows of a list that are in sight, whatever its length; keeps the element's scroll bar and the fold together. */
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { type FoldedScroll, foldedHeight, scrolled, scrollInto, scrollTo } from "./folded-scroll.ts";

/** Rows beyond the edges, so that a turn of the wheel finds them there. */
const OVERSCAN = 12;

/** What the list draws. */
export type FoldedRows = {
  /** The height of the element that holds the rows, in pixels. */
  readonly height: number;
  readonly first: number;
  /** Below `first` where there are none. */
  readonly last: number;
  /** Where a row begins in the element, in pixels. */
  startOf(index: number): number;
  reveal(index: number): void;
  /** The first pixel of the whole list that is in sight. */
  top(): number;
};

/** Follows `scroller`; `initialTop` is where the list was left. */
export function useFoldedRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  initialTop: number,
): FoldedRows {
  const [view, setView] = useState(0);
  const [state, setState] = useState<FoldedScroll>({ scrollTop: 0, offset: 0 });
  const held = useRef(state);
  const wanted = useRef<number | null>(initialTop);
  const full = count * rowHeight;

  const stand = useCallback(
    (next: FoldedScroll): void => {
      held.current = next;
      const element = scroller.current;
      if (element !== null && Math.round(element.scrollTop) !== Math.round(next.scrollTop))
        element.scrollTop = next.scrollTop;
      setState(next);
    },
    [scroller],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setView(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || view === 0) return;
    const size = { full, view };
    const onScroll = (): void => {
      // What was set here comes back as an event as well.
      if (Math.abs(element.scrollTop - held.current.scrollTop) < 1) return;
      stand(scrolled(held.current, element.scrollTop, size));
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    // A list that grew or shrank keeps what is in sight; one that has just come opens where it was left.
    const top = wanted.current ?? held.current.scrollTop + held.current.offset;
    if (full > 0) wanted.current = null;
    stand(scrollTo(top, size));
    return () => element.removeEventListener("scroll", onScroll);
  }, [scroller, full, view, stand]);

  const top = state.scrollTop + state.offset;
  return {
    height: foldedHeight({ full, view }),
    first: Math.max(0, Math.min(count - 1, Math.floor(top / rowHeight) - OVERSCAN)),
    last: Math.min(count - 1, Math.ceil((top + view) / rowHeight) + OVERSCAN),
    startOf: (index) => index * rowHeight - state.offset,
    reveal: (index) => stand(scrollInto(held.current, index * rowHeight, (index + 1) * rowHeight, { full, view })),
    top: () => held.current.scrollTop + held.current.offset,
  };
}
