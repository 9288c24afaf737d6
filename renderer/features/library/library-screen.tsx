/** The library: every mail in one list, search for people, and the reader. */
import { IconMailOpened } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { navigate } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import { isTextField } from "../../app/use-shortcuts.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useLibraryView } from "../../stores/library-view.ts";
import { ScopeBar } from "../prompt/scope-bar.tsx";
import { DocumentList } from "./document-list.tsx";
import classes from "./library-screen.module.css";
import { Reader } from "./reader.tsx";
import { SearchBox } from "./search-box.tsx";
import { useDocumentPages } from "./use-document-pages.ts";
import { useSearch } from "./use-search.ts";

type Props = {
  readonly document: string | null;
  readonly page: number | null;
  readonly quote: string | null;
  readonly back: string | null;
};

function Empty({ isSearch, isRestricted }: { readonly isSearch: boolean; readonly isRestricted: boolean }): ReactNode {
  if (isSearch) {
    return (
      <EmptyState title="Nothing found">
        <p>
          Every word must occur. Try fewer words, or the beginning of one
          {isRestricted ? ", or take a restriction away." : "."}
        </p>
      </EmptyState>
    );
  }
  if (isRestricted) {
    return (
      <EmptyState title="Nothing is like that">
        <p>Take one of the restrictions above away.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No mail yet">
      <p>
        <a href="#/sources">Bring your mail</a> and it is listed here, newest first.
      </p>
    </EmptyState>
  );
}

/** `document` is the one that is open, `page` the page of it where it is a PDF. */
export function LibraryScreen({ document, page, quote, back }: Props): ReactNode {
  const words = useLibraryView((state) => state.words);
  const setWords = useLibraryView((state) => state.setWords);
  const scope = useLibraryView((state) => state.scope);
  const setScope = useLibraryView((state) => state.setScope);
  const search = useSearch(words, scope);
  const pages = useDocumentPages(search === null, scope);
  const list = search ?? pages;
  const [active, setActive] = useState(0);
  const [awaited, setAwaited] = useState<number | null>(null);

  // A mail that was opened from elsewhere is also where the keys go on from, when it is in sight.
  const found = useRef<string | null>(null);
  useEffect(() => {
    if (document === null || found.current === document) return;
    const index = list.indexOf(document);
    if (index < 0) return;
    // Once only: pages that come in later must not take the keys away from where they are.
    found.current = document;
    setActive(index);
  }, [document, list]);

  // Arriving without a quote to look at, the keys work in the list at once; what is being typed is never interrupted.
  const isList = list.total !== 0;
  const isAtQuote = quote !== null || back !== null;
  useEffect(() => {
    if (!isList || isAtQuote || isTextField(globalThis.document.activeElement)) return;
    globalThis.document.getElementById("document-list")?.focus({ preventScroll: true });
  }, [isList, isAtQuote]);

  // A row that was opened before its page had come opens when it is here.
  useEffect(() => {
    const item = awaited === null ? undefined : list.at(awaited);
    if (item === undefined) return;
    setAwaited(null);
    navigate(documentAddress(item.id));
  }, [awaited, list]);

  const open = (index: number): void => {
    setActive(index);
    setAwaited(index);
  };

  return (
    <div className={classes.library}>
      <div className={classes.pane}>
        <SearchBox words={words} onChange={setWords} list={list}>
          <ScopeBar scope={scope} onChange={setScope} label="What to list" whole="All documents" />
        </SearchBox>
        {list.error !== null && <ErrorNote error={list.error} />}
        {list.total === 0 ? (
          <Empty isSearch={search !== null} isRestricted={Object.keys(scope).length > 0} />
        ) : (
          <DocumentList
            list={list}
            active={Math.min(active, Math.max(0, (list.total ?? 1) - 1))}
            selected={document}
            onMove={setActive}
            onOpen={open}
          />
        )}
      </div>
      {document === null ? (
        <div className={classes.none}>
          <EmptyState title="No mail is open" icon={<IconMailOpened size={34} stroke={1.2} aria-hidden />}>
            <p>Pick one from the list. The arrow keys move, Enter opens, / searches.</p>
          </EmptyState>
        </div>
      ) : (
        <Reader key={document} id={document} page={page} quote={quote} back={back} />
      )}
    </div>
  );
}
