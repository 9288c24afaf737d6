/**
 * A PDF as it looks: its pages under each other, with the page and the words of a citation in view.
 *
 * Owns fetching, opening, page number and zoom. Drawing a page is ./pdf-page.tsx; pdfjs is ./load-pdf.ts.
 */
import { ActionIcon, Button, NumberInput, PasswordInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { pageWith } from "./find-page.ts";
import { type OpenPdf, openPdf, type PDFDocumentProxy, type PdfFailure, pdfFailure } from "./load-pdf.ts";
import { PdfPage } from "./pdf-page.tsx";
import classes from "./pdf-view.module.css";

type Props = { readonly id: string; readonly page: number | null; readonly quote: string | null };

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;

type Opened = OpenPdf & { readonly aspect: number };

/** Shows the PDF of document `id`; `page` and `quote` are where a citation points. */
export default function PdfView({ id, page, quote }: Props): ReactNode {
  const { data, error, refetch } = useQuery(
    trpc.documents.raw.queryOptions({ id }, { staleTime: Infinity, gcTime: 60_000, retry: false }),
  );
  const [password, setPassword] = useState<string | undefined>(undefined);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [failure, setFailure] = useState<PdfFailure | null>(null);

  useEffect(() => {
    if (data === undefined) return;
    let isGone = false;
    let mine: OpenPdf | undefined;
    setFailure(null);
    void (async () => {
      try {
        mine = await openPdf(data.base64, password);
        const { width, height } = (await mine.document.getPage(1)).getViewport({ scale: 1 });
        if (isGone) mine.close();
        else setOpened({ ...mine, aspect: width / height });
      } catch (cause) {
        if (!isGone) setFailure(pdfFailure(cause));
      }
    })();
    return () => {
      isGone = true;
      setOpened(null);
      mine?.close();
    };
  }, [data, password]);

  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (failure === "password") return <PasswordForm wasWrong={password !== undefined} onSubmit={setPassword} />;
  if (failure === "malformed") {
    return (
      <Notice tone="warn" title="This PDF cannot be drawn.">
        <p>What could be read of it is under “Text”.</p>
      </Notice>
    );
  }
  if (opened === null) return <Waiting label="Opening the PDF" />;
  return <Pages key={id} opened={opened} page={page} quote={quote} />;
}

function PasswordForm(props: { readonly wasWrong: boolean; onSubmit(password: string): void }): ReactNode {
  const [value, setValue] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onSubmit(value);
  };
  return (
    <form className={classes.password} onSubmit={submit}>
      <PasswordInput
        label="This PDF is protected by a password"
        description="It is used to show the pages and is not kept."
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={props.wasWrong ? "This is not its password." : undefined}
        data-autofocus
      />
      <Button type="submit" disabled={value === ""}>
        Open
      </Button>
    </form>
  );
}

/**
 * The page that a citation points to. One that names only the document points to the first page with the words; null
 * until that is known.
 */
function useTarget(pdf: PDFDocumentProxy, page: number | null, quote: string | null): number | null {
  const [found, setFound] = useState<number | null>(null);
  const isKnown = page !== null || quote === null;
  useEffect(() => {
    if (isKnown) return;
    let isOver = false;
    void pageWith(pdf, quote, () => isOver).then((number) => {
      if (!isOver) setFound(number ?? 1);
    });
    return () => {
      isOver = true;
    };
  }, [pdf, quote, isKnown]);
  return isKnown ? Math.min(page ?? 1, pdf.numPages) : found;
}

function Pages(props: {
  readonly opened: Opened;
  readonly page: number | null;
  readonly quote: string | null;
}): ReactNode {
  const { document: pdf, aspect } = props.opened;
  const root = useRef<HTMLDivElement>(null);
  const [fitted, setFitted] = useState(0);
  const [zoom, setZoom] = useState<(typeof ZOOMS)[number]>(1);
  const [current, setCurrent] = useState(props.page ?? 1);
  const [isMissing, setMissing] = useState(false);
  const target = useTarget(pdf, props.page, props.quote);

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setFitted(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const goTo = useCallback((number: number): void => {
    setCurrent(number);
    root.current?.querySelector(`[data-page="${number}"]`)?.scrollIntoView({ block: "start" });
  }, []);

  // The boxes have their sizes from the first frame with a width on: only then a page can be gone to.
  const isLaidOut = fitted > 0;
  useEffect(() => {
    if (isLaidOut && target !== null && target > 1) goTo(target);
  }, [isLaidOut, target, goTo]);

  const onDrawn = useCallback(
    (number: number, isMarked: boolean): void => {
      if (number !== target || props.quote === null) return;
      setMissing(!isMarked);
      root.current?.querySelector("mark")?.scrollIntoView({ block: "center" });
    },
    [target, props.quote],
  );

  const step = (by: 1 | -1): void => setZoom((now) => ZOOMS[ZOOMS.indexOf(now) + by] ?? now);
  const numbers = Array.from({ length: pdf.numPages }, (_, index) => index + 1);
  return (
    <div className={classes.view}>
      <div className={classes.tools} role="toolbar" aria-label="PDF">
        <ActionIcon
          variant="default"
          aria-label="Page before"
          disabled={current <= 1}
          onClick={() => goTo(current - 1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Next page"
          disabled={current >= pdf.numPages}
          onClick={() => goTo(current + 1)}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
        <NumberInput
          className={classes.number ?? ""}
          size="xs"
          hideControls
          aria-label="Page"
          min={1}
          max={pdf.numPages}
          value={current}
          onChange={(value) => typeof value === "number" && value >= 1 && value <= pdf.numPages && goTo(value)}
        />
        <span className={classes.of}>of {pdf.numPages}</span>
        <span className={classes.spacer} />
        <ActionIcon variant="default" aria-label="Smaller" disabled={zoom === ZOOMS[0]} onClick={() => step(-1)}>
          <IconZoomOut size={16} />
        </ActionIcon>
        <span className={classes.zoom} role="status">
          {Math.round(zoom * 100)} %
        </span>
        <ActionIcon variant="default" aria-label="Larger" disabled={zoom === ZOOMS.at(-1)} onClick={() => step(1)}>
          <IconZoomIn size={16} />
        </ActionIcon>
      </div>
      {isMissing && (
        <Notice tone="warn" title="The cited words cannot be marked on the page.">
          <p>“{props.quote}” stands in the page's text; look under “Text”.</p>
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Pages">
        <div ref={root} className={classes.fit}>
          <div className={classes.pages} style={{ width: `${zoom * 100}%` }}>
            {numbers.map((number) => (
              <PdfPage
                key={number}
                pdf={pdf}
                number={number}
                aspect={aspect}
                width={Math.floor(fitted * zoom)}
                quote={number === target ? props.quote : null}
                onDrawn={onDrawn}
              />
            ))}
          </div>
        </div>
      </section>
    </div>
  );
}
