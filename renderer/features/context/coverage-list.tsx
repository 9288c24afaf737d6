/**
 * Every document of the archive: in, folded or out, and why. Only the rows in sight exist.
 *
 * One focus stop like the library's list; the filter is answered by the core.
 */
import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { ContextMap, CoverageRow, CoverageState, MapGroup } from "../../../shared/context-map.ts";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { navigate } from "../../app/navigation.ts";
import { documentAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { listMove } from "../../components/long-list/list-move.ts";
import { pagesFor } from "../../components/long-list/pages.ts";
import { useFoldedRows } from "../../components/long-list/use-folded-rows.ts";
import { countOf, formatCount, formatDay } from "../../format.ts";
import classes from "./coverage-list.module.css";
import { stateWords, whyWords } from "./map-words.ts";

const ROW_HEIGHT = 44;
const PAGE_SIZE = 200;

type Props = {
  readonly scope: Scope;
  readonly without: readonly MapGroup[];
  readonly inside: MapGroup | undefined;
  readonly map: ContextMap;
};

function Row({ row }: { readonly row: CoverageRow }): ReactNode {
  return (
    <>
      <span className={classes.state} data-state={row.state}>
        {stateWords(row.state)}
      </span>
      <span className={classes.words}>
        <span className={classes.title}>{row.title === "" ? "(no subject)" : row.title}</span>
        <span className={classes.meta}>
          {row.id} · {row.person} · {row.date === null ? "no date" : formatDay(row.date.slice(0, 10))}
        </span>
      </span>
      <span className={classes.why}>
        <span className={classes.tokens}>
          {row.state === "out" && row.tokens === 0 ? "" : countOf(row.tokens, "token")}
        </span>
        <span className={classes.meta}>{whyWords(row)}</span>
      </span>
    </>
  );
}

/** The list with its filter. */
export function CoverageList({ scope, without, inside, map }: Props): ReactNode {
  const [state, setState] = useState<CoverageState | "all">("all");
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(typed, 180);
  const [active, setActive] = useState(0);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const scroller = useRef<HTMLDivElement>(null);

  const pages = pagesFor(range.first, range.last, PAGE_SIZE);
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.planner.coverage.queryOptions(
        {
          scope,
          endpoint: {},
          without: [...without],
          words,
          offset: page * PAGE_SIZE,
          limit: PAGE_SIZE,
          ...(inside === undefined ? {} : { inside }),
          ...(state === "all" ? {} : { state }),
        },
        { placeholderData: keepPreviousData, staleTime: 60_000 },
      ),
    ),
  });
  const error = results.find((result) => result.error !== null)?.error ?? null;
  const total = results.find((result) => result.data !== undefined)?.data?.total ?? 0;
  const at = (index: number): CoverageRow | undefined => {
    const result = results[pages.indexOf(Math.floor(index / PAGE_SIZE))];
    return result?.isPlaceholderData === true && pages.length > 1 ? undefined : result?.data?.rows[index % PAGE_SIZE];
  };

  const rows = useFoldedRows(scroller, total, ROW_HEIGHT, 0);
  const { first, last } = rows;
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, position) => first + position);
  useLayoutEffect(() => setRange({ first, last }), [first, last]);

  const open = (index: number): void => {
    const row = at(index);
    if (row !== undefined) navigate(documentAddress(row.id, { back: "#/context" }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      open(active);
      return;
    }
    const next = listMove(event.key, active, total, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT));
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    rows.reveal(next);
  };

  const { coverage } = map;
  const all = coverage.in + coverage.folded + coverage.out;
  return (
    <>
      <div className={classes.filter}>
        <SegmentedControl
          size="xs"
          aria-label="Which documents to list"
          value={state}
          onChange={(value) => {
            setState(value as CoverageState | "all");
            setActive(0);
          }}
          data={[
            { value: "all", label: `All ${formatCount(all)}` },
            { value: "in", label: `In ${formatCount(coverage.in)}` },
            { value: "folded", label: `Folded ${formatCount(coverage.folded)}` },
            { value: "out", label: `Out ${formatCount(coverage.out)}` },
          ]}
        />
        <TextInput
          size="xs"
          className={classes.search ?? ""}
          aria-label="Filter the documents"
          placeholder="Subject or person"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <span className={classes.count} role="status">
          {countOf(total, "document")}
        </span>
      </div>
      {error !== null && <ErrorNote error={error} />}
      <div
        ref={scroller}
        className={classes.scroller}
        role="listbox"
        aria-label="Coverage: every document, and whether the model reads it"
        aria-activedescendant={active >= first && active <= last ? `coverage-row-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: rows.height, position: "relative" }}>
          {shown.map((index) => {
            const row = at(index);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it takes the keys.
              // biome-ignore lint/a11y/useFocusableInteractive: the listbox is the focus stop.
              <div
                key={index}
                id={`coverage-row-${index}`}
                role="option"
                aria-selected={false}
                aria-setsize={total}
                aria-posinset={index + 1}
                data-active={index === active}
                className={classes.row}
                style={{ height: ROW_HEIGHT, transform: `translateY(${rows.startOf(index)}px)` }}
                onClick={() => open(index)}
              >
                {row === undefined ? <span className={classes.blank} /> : <Row row={row} />}
              </div>
            );
          })}
        </div>
        {total === 0 && error === null && <p className={classes.none}>No document is like that.</p>}
      </div>
    </>
  );
}
