/**
 * Scrolling a list that is higher than a page can be. Pure.
 *
 * Browsers end an element at some 33 million pixels; a million rows are 58 million. So the element is folded: it is never
 * higher than {@link MAX_HEIGHT}, and an `offset` says how far what is shown lies below where the scroll bar seems to be.
 * A turn of the wheel moves by its own distance, a drag of the bar by its share of the whole, and before the fold's end
 * is reached the bar is put where the share says.
 */

/** Well below where any browser ends an element. */
export const MAX_HEIGHT = 8_000_000;

/** Where a folded list stands; `top` is the first pixel in sight of the whole list. */
export type FoldedScroll = {
  /** What the element's `scrollTop` must be. */
  readonly scrollTop: number;
  /** Added to `scrollTop` it is `top`. */
  readonly offset: number;
};

/** The sizes of a list, in pixels. */
export type ListSize = { readonly full: number; readonly view: number };

/** The height of the element. */
export function foldedHeight({ full }: ListSize): number {
  return Math.min(full, MAX_HEIGHT);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

/** Shows the list from pixel `top` on, with the bar at its share. */
export function scrollTo(top: number, size: ListSize): FoldedScroll {
  const range = foldedHeight(size) - size.view;
  const fullRange = size.full - size.view;
  const to = clamp(top, Math.max(0, fullRange));
  if (range <= 0 || size.full <= MAX_HEIGHT) return { scrollTop: to, offset: 0 };
  // In the first and the last view the bar keeps step with the list: there is always as much left to turn.
  const least = Math.min(to, size.view);
  const most = range - Math.min(fullRange - to, size.view);
  const scrollTop = Math.max(least, Math.min(most, Math.round((to / fullRange) * range)));
  return { scrollTop, offset: to - scrollTop };
}

/** Where the list stands after the element was scrolled to `scrollTop`. */
export function scrolled(before: FoldedScroll, scrollTop: number, size: ListSize): FoldedScroll {
  if (size.full <= MAX_HEIGHT) return { scrollTop, offset: 0 };
  const range = MAX_HEIGHT - size.view;
  const isDrag = Math.abs(scrollTop - before.scrollTop) > size.view * 2;
  if (isDrag) return scrollTo((scrollTop / range) * (size.full - size.view), size);
  const top = scrollTop + before.offset;
  const isAtEdge = scrollTop < size.view || scrollTop > range - size.view;
  // Near the ends of the fold the bar goes where it belongs, so that it ends where the list does and not before.
  if (isAtEdge || top < 0 || top > size.full - size.view) return scrollTo(top, size);
  return { scrollTop, offset: before.offset };
}

/** The least scrolling that shows a stretch of the list whole; the same where it is in sight. */
export function scrollInto(before: FoldedScroll, from: number, to: number, size: ListSize): FoldedScroll {
  const top = before.scrollTop + before.offset;
  if (from < top) return scrollTo(from, size);
  if (to > top + size.view) return scrollTo(to - size.view, size);
  return before;
}
