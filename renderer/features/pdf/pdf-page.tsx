/** One page of a PDF: drawn when it comes near, its text selectable, the cited words marked. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type PDFDocumentProxy, type PDFPageProxy, TextLayer } from "./load-pdf.ts";
import { markRuns, runsOf } from "./mark-items.ts";
import classes from "./pdf-page.module.css";

/** Pages this far out of sight are drawn already; CSS margin. */
const NEAR = "800px 0px";

type Props = {
  readonly pdf: PDFDocumentProxy;
  readonly number: number;
  /** Width over height of the first page, until this one is known. */
  readonly aspect: number;
  /** Width on the screen, CSS pixels. */
  readonly width: number;
  /** Words to mark on this page, if they stand on it. */
  readonly quote: string | null;
  /** Told once, when the page is drawn: whether the quote was marked. */
  onDrawn(number: number, isMarked: boolean): void;
};

/** Draws `page` into the box; returns whether the quote was marked, or null when it was overtaken. */
async function draw(
  page: PDFPageProxy,
  box: HTMLDivElement,
  options: { readonly width: number; readonly quote: string | null; readonly signal: AbortSignal },
): Promise<boolean | null> {
  const scale = options.width / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(viewport.width * ratio);
  canvas.height = Math.floor(viewport.height * ratio);
  canvas.setAttribute("aria-hidden", "true");
  const task = page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] });
  options.signal.addEventListener("abort", () => task.cancel(), { once: true });
  const content = await page.getTextContent();
  const layer = document.createElement("div");
  layer.className = classes.text ?? "";
  layer.style.setProperty("--total-scale-factor", String(scale));
  const text = new TextLayer({ textContentSource: content, container: layer, viewport });
  await Promise.all([task.promise, text.render()]);
  if (options.signal.aborted) return null;
  const isMarked = options.quote !== null && mark(text, content.items, options.quote);
  box.replaceChildren(canvas, layer);
  return isMarked;
}

function mark(layer: TextLayer, items: readonly unknown[], quote: string): boolean {
  const runs = runsOf(items);
  const marks = markRuns(runs, quote);
  for (const { run, start, end } of marks) {
    const span = layer.textDivs[run];
    const text = runs[run]?.text ?? "";
    if (span === undefined) continue;
    const marked = document.createElement("mark");
    marked.className = classes.mark ?? "";
    marked.dataset["testid"] = "quote-mark";
    marked.textContent = text.slice(start, end);
    span.replaceChildren(text.slice(0, start), marked, text.slice(end));
  }
  return marks.length > 0;
}

/** A box of the page's size; filled when it comes near the visible part. */
export function PdfPage({ pdf, number, aspect, width, quote, onDrawn }: Props): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  const [ownAspect, setOwnAspect] = useState<number | null>(null);
  const [isBroken, setBroken] = useState(false);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setNear(true);
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!isNear || width === 0) return;
    const stop = new AbortController();
    void (async () => {
      try {
        const page = await pdf.getPage(number);
        const { width: w, height: h } = page.getViewport({ scale: 1 });
        setOwnAspect(w / h);
        if (box.current === null || stop.signal.aborted) return;
        const isMarked = await draw(page, box.current, { width, quote, signal: stop.signal });
        if (isMarked !== null) onDrawn(number, isMarked);
      } catch {
        if (!stop.signal.aborted) setBroken(true);
      }
    })();
    return () => stop.abort();
  }, [pdf, number, width, quote, isNear, onDrawn]);

  return (
    <section
      ref={frame}
      className={classes.page}
      style={{ aspectRatio: ownAspect ?? aspect }}
      aria-label={`Page ${number}`}
      data-page={number}
    >
      <div ref={box} className={classes.box} />
      {isBroken && <p className={classes.broken}>This page cannot be drawn. Its text is under “Text”.</p>}
    </section>
  );
}
