/** Which pages hold which rows. Pure. */

/** The numbers of the pages that hold the rows `first` to `last`, page 0 always among them: it knows the total. */
export function pagesFor(first: number, last: number, size: number): number[] {
  const from = Math.floor(Math.max(0, first) / size);
  const to = Math.floor(Math.max(0, last) / size);
  const pages = [0];
  for (let page = from; page <= to; page += 1) if (page !== 0) pages.push(page);
  return pages;
}
