/** One source: what became of every item of it, its imports, and what can be done with it. */
import { Button, UnstyledButton } from "@mantine/core";
import { IconArrowLeft, IconChevronRight } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ItemState, LedgerSummary, SourceRecord } from "../../../shared/schemas.ts";
import { api, trpc } from "../../api.ts";
import { navigate, replaceAddress } from "../../app/navigation.ts";
import { screenAddress, sourceAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount } from "../../format.ts";
import { ImportHistory } from "./import-history.tsx";
import { LedgerList } from "./ledger-list.tsx";
import { reasonWords, STATE_WORDS, STATES } from "./ledger-words.ts";
import { MoveSource } from "./move-source.tsx";
import { type Removable, RemoveDialog } from "./remove-dialog.tsx";
import classes from "./source-view.module.css";

type Counts = Readonly<Record<ItemState, number>>;

/** A choice of one state, or of all: the counts add up to the first. */
function StateTabs({
  counts,
  state,
  onChange,
}: {
  readonly counts: Counts;
  readonly state: ItemState | null;
  onChange(state: ItemState | null): void;
}): ReactNode {
  const total = STATES.reduce((sum, name) => sum + counts[name], 0);
  const tab = (value: ItemState | null, label: string, count: number): ReactNode => (
    <button
      key={label}
      type="button"
      className={classes.tab}
      aria-pressed={state === value}
      data-bad={value === "failed" && count > 0}
      onClick={() => onChange(value)}
    >
      <span className={classes.count}>{formatCount(count)}</span>
      <span>{label}</span>
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own look.
    <div className={classes.tabs} role="group" aria-label="What became of the items">
      {tab(null, "All items", total)}
      {STATES.map((name) => tab(name, STATE_WORDS[name], counts[name]))}
    </div>
  );
}

/** The reasons of the chosen state, where it has any. */
function Reasons({
  summary,
  state,
  category,
  onChange,
}: {
  readonly summary: LedgerSummary | undefined;
  readonly state: ItemState | null;
  readonly category: string | null;
  onChange(category: string | null): void;
}): ReactNode {
  const reasons = (summary?.counts ?? []).filter((count) => count.state === state && count.category !== null);
  if (reasons.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above.
    <div className={classes.reasons} role="group" aria-label="Reasons">
      {reasons.map(({ category: name, items }) => (
        <button
          key={name}
          type="button"
          className={classes.reason}
          aria-pressed={category === name}
          onClick={() => onChange(category === name ? null : name)}
        >
          {reasonWords(name ?? "")} {formatCount(items)}
        </button>
      ))}
    </div>
  );
}

type Props = { readonly source: SourceRecord; readonly isMissing: boolean; readonly state: ItemState | null };

/** The address keeps the state that is shown. */
export function SourceView({ source, isMissing, state }: Props): ReactNode {
  const { data: summary } = useQuery(trpc.sources.summary.queryOptions({ sourceId: source.id }));
  const [category, setCategory] = useState<string | null>(null);
  const [importId, setImportId] = useState<number | null>(null);
  const [removable, setRemovable] = useState<Removable | null>(null);
  const [isHistoryShown, setHistoryShown] = useState(false);
  const again = useMutation({
    mutationFn: () => api.import.again.mutate({ sourceId: source.id }),
    onSuccess: () => navigate(screenAddress("sources")),
  });
  const isBusy = ["running", "queued"].includes(source.lastJob.state);
  const choose = (next: ItemState | null): void => {
    setCategory(null);
    replaceAddress(sourceAddress(source.id, next));
  };
  const filter = {
    sourceId: source.id,
    ...(state !== null && { state }),
    ...(category !== null && { category }),
    ...(importId !== null && { importId }),
  };
  return (
    <article className={classes.view} aria-label={`Source: ${source.name}`}>
      <div className={classes.head}>
        <Button
          size="compact-xs"
          variant="subtle"
          component="a"
          href={screenAddress("sources")}
          leftSection={<IconArrowLeft size={14} />}
          className={classes.back ?? ""}
        >
          All sources
        </Button>
        <div className={classes.line}>
          <h1 className={classes.title}>{source.name}</h1>
          <span className={classes.kind}>{source.kind}</span>
        </div>
        <div className={classes.actions}>
          <Button size="xs" variant="default" disabled={isBusy || isMissing} onClick={() => again.mutate()}>
            Look for new mail
          </Button>
          <MoveSource sourceId={source.id} isMissing={isMissing} />
          <Button
            size="xs"
            variant="default"
            disabled={isBusy}
            onClick={() => setRemovable({ sourceId: source.id })}
            className={classes.remove ?? ""}
          >
            Remove…
          </Button>
        </div>
        {again.error !== null && <ErrorNote error={again.error} />}
        {isMissing && (
          <Notice tone="warn" title="It is not where it was.">
            <p>
              Everything that was read stays in the archive. To open raw bytes or to look for new mail, put it back or
              say where it is now.
            </p>
          </Notice>
        )}
        <StateTabs counts={source.ledger} state={state} onChange={choose} />
        <Reasons summary={summary} state={state} category={category} onChange={setCategory} />
        {summary !== undefined && (
          <UnstyledButton
            className={classes.fold}
            aria-expanded={isHistoryShown}
            onClick={() => setHistoryShown(!isHistoryShown)}
          >
            <IconChevronRight size={14} aria-hidden data-open={isHistoryShown} className={classes.chevron} />
            {countOf(summary.imports.length, "import")}
            {importId !== null && `, only what import ${importId} brought is shown`}
          </UnstyledButton>
        )}
        {isHistoryShown && summary !== undefined && (
          <ImportHistory
            imports={summary.imports}
            shown={importId}
            onShow={setImportId}
            onUndo={(id) => setRemovable({ importId: id })}
          />
        )}
      </div>
      <LedgerList key={JSON.stringify(filter)} filter={filter} />
      {removable !== null && (
        <RemoveDialog
          what={removable}
          name={source.name}
          onClose={() => setRemovable(null)}
          onRemoved={() => {
            setRemovable(null);
            setImportId(null);
            if ("sourceId" in removable || summary?.imports.length === 1) navigate(screenAddress("sources"));
          }}
        />
      )}
    </article>
  );
}
