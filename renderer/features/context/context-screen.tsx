/** Context: what fills the window, what would be left without some of it, what is read of every document, what it needs. */
import { Breadcrumbs, SegmentedControl, UnstyledButton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ContextMap, MapBy, MapGroup, MapTile } from "../../../shared/context-map.ts";
import type { Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Section } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useAskForm } from "../../stores/ask-form.ts";
import { Counting } from "../prompt/counting.tsx";
import { ScopeBar } from "../prompt/scope-bar.tsx";
import classes from "./context-screen.module.css";
import { CoverageList } from "./coverage-list.tsx";
import { GroupDetails, SplitLegend } from "./group-details.tsx";
import { GROUPINGS } from "./map-words.ts";
import { PlanSection } from "./plan-section.tsx";
import { usePlan } from "./plan-sentence.tsx";
import { TileTable } from "./tile-table.tsx";
import { TreemapPicture } from "./treemap-picture.tsx";
import { type RemovedGroup, WhatIf } from "./what-if.tsx";
import { WindowBar } from "./window-bar.tsx";

type Inside = MapGroup & { readonly label: string };

const groupOf = ({ by, key }: MapGroup): MapGroup => ({ by, key });
const isSame = (a: MapGroup, b: MapGroup): boolean => a.by === b.by && a.key === b.key;

/** The grouping to look inside a group by: years inside people, people inside everything else. */
function nextGrouping(by: MapBy): MapBy {
  return by === "person" ? "year" : "person";
}

function useMap(scope: Scope, by: MapBy, inside: Inside | null, without: readonly RemovedGroup[]) {
  return useQuery(
    trpc.planner.map.queryOptions(
      {
        scope,
        endpoint: {},
        by,
        without: without.map(groupOf),
        ...(inside === null ? {} : { inside: groupOf(inside) }),
      },
      { placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  );
}

/** What of a scope's prefix the endpoint holds already; nothing while something is only taken away on trial. */
function useCached(scope: Scope, isAsked: boolean): number {
  const { data } = useQuery(
    trpc.warm.predict.queryOptions({ scope, endpoint: {} }, { enabled: isAsked, staleTime: 0, retry: false }),
  );
  return isAsked ? (data?.cachedTokens ?? 0) : 0;
}

/** The picture and what can be done with it. */
function MapSection({
  map,
  inside,
  onInside,
  onBy,
  onRemove,
}: {
  readonly map: ContextMap;
  readonly inside: Inside | null;
  onInside(group: Inside | null): void;
  onBy(by: MapBy): void;
  onRemove(group: RemovedGroup): void;
}): ReactNode {
  const [view, setView] = useState<"picture" | "table">("picture");
  const [selected, setSelected] = useState<string | null>(null);
  const tile = map.tiles.find(({ key }) => key === selected);
  const remove = (removed: MapTile): void => {
    setSelected(null);
    onRemove({ by: map.by, key: removed.key, label: removed.label });
  };
  return (
    <Section
      title="What fills it"
      aside={
        <div className={classes.controls}>
          <SegmentedControl
            size="xs"
            aria-label="Group by"
            value={map.by}
            onChange={(value) => {
              setSelected(null);
              onBy(value as MapBy);
            }}
            data={GROUPINGS.map(({ value, label }) => ({ value, label }))}
          />
          <SegmentedControl
            size="xs"
            aria-label="Show as"
            value={view}
            onChange={(value) => setView(value as "picture" | "table")}
            data={[
              { value: "picture", label: "Picture" },
              { value: "table", label: "Table" },
            ]}
          />
        </div>
      }
    >
      {inside !== null && (
        <Breadcrumbs separator="›" className={classes.crumbs ?? ""}>
          <UnstyledButton className={classes.crumb} onClick={() => onInside(null)}>
            Everything
          </UnstyledButton>
          <span>{inside.label}</span>
        </Breadcrumbs>
      )}
      {map.tiles.length === 0 ? (
        <p className={classes.none}>Nothing is left here.</p>
      ) : view === "picture" ? (
        <TreemapPicture map={map} selected={selected} onSelect={setSelected} onRemove={remove} />
      ) : (
        <TileTable map={map} onSelect={setSelected} onRemove={remove} />
      )}
      <div className={classes.below}>
        {tile === undefined ? (
          <SplitLegend map={map} />
        ) : (
          <GroupDetails
            map={map}
            tile={tile}
            onRemove={() => remove(tile)}
            onInside={() => {
              setSelected(null);
              onInside({ by: map.by, key: tile.key, label: tile.label });
            }}
            onClose={() => setSelected(null)}
          />
        )}
      </div>
    </Section>
  );
}

/** The scope is the one that Ask reads: changing it here changes it there. */
export function ContextScreen(): ReactNode {
  const { scope, setScope } = useAskForm();
  const [by, setBy] = useState<MapBy>("person");
  const [inside, setInside] = useState<Inside | null>(null);
  const [without, setWithout] = useState<readonly RemovedGroup[]>([]);
  const { data: status } = useQuery(trpc.archive.status.queryOptions());
  const { data: map, error, refetch, isPlaceholderData } = useMap(scope, by, inside, without);
  const { plan } = usePlan(scope);
  const cachedTokens = useCached(scope, without.length === 0 && map !== undefined && map.bar.freeTokens >= 0);

  if (status?.documents === 0) {
    return (
      <EmptyState title="There is nothing to show yet">
        <p>
          <a href={screenAddress("sources")}>Bring your mail</a>, and see here what of it a model reads.
        </p>
      </EmptyState>
    );
  }
  const remove = (group: RemovedGroup): void =>
    setWithout((before) => (before.some((one) => isSame(one, group)) ? before : [...before, group]));
  return (
    <div className={classes.scroll}>
      <div className={classes.column}>
        <header>
          <h1 className={classes.title}>Context</h1>
          <p className={classes.lead} data-testid="plan-sentence">
            {plan?.advice.sentence ?? "What the model reads before it answers, and what that takes."}
          </p>
          <div className={classes.scope}>
            <span className={classes.scopeLabel}>What Ask reads</span>
            <ScopeBar scope={scope} onChange={setScope} />
          </div>
        </header>
        {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {map === undefined && error === null && (
          <Counting>
            <Waiting label="Counting what fills the window" />
          </Counting>
        )}
        {map !== undefined && error === null && (
          <>
            <div className={classes.bar}>
              <WindowBar map={map} cachedTokens={cachedTokens} />
              <WhatIf
                map={map}
                isPending={isPlaceholderData}
                groups={without}
                onPutBack={(group) => setWithout((before) => before.filter((one) => !isSame(one, group)))}
                onPutAllBack={() => setWithout([])}
                onUse={() => {
                  setScope({ ...scope, except: [...(scope.except ?? []), ...without.map(groupOf)] });
                  setWithout([]);
                }}
              />
            </div>
            <MapSection
              map={map}
              inside={inside}
              onInside={(group) => {
                setInside(group);
                if (group !== null) setBy(nextGrouping(group.by));
              }}
              onBy={setBy}
              onRemove={remove}
            />
            <Section title={inside === null ? "Every document" : `Every document of ${inside.label}`}>
              <CoverageList
                scope={scope}
                without={without.map(groupOf)}
                inside={inside === null ? undefined : groupOf(inside)}
                map={map}
              />
            </Section>
          </>
        )}
        {map !== undefined && error === null && <PlanSection scope={scope} />}
      </div>
    </div>
  );
}
