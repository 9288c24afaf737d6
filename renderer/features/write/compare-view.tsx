/** The text against the model's own wording or another version, word by word. */
import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { diffWordsWithSpace } from "diff";
import { type ReactNode, useMemo, useState } from "react";
import type { DraftRecord } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { withKeys } from "../../keys.ts";
import classes from "./compare-view.module.css";
import { versionLabel } from "./versions.tsx";

/** Something the text can be compared with. */
type Other = { readonly value: string; readonly label: string; readonly text: string };

function othersOf(record: DraftRecord, family: readonly DraftRecord[]): Other[] {
  const own = { value: "model", label: "As the model wrote it", text: record.draft };
  const versions = family.flatMap((version, index): Other[] => {
    if (version.id === record.id) return [];
    const label = `Version ${versionLabel(version, index)}`;
    return [{ value: String(version.id), label, text: version.edited ?? version.draft }];
  });
  return [own, ...versions];
}

/** What is only in the other is struck out, what is only here is underlined. */
export function CompareView({ record, text }: { readonly record: DraftRecord; readonly text: string }): ReactNode {
  const { data: family = [] } = useQuery(trpc.draft.family.queryOptions({ id: record.id }));
  const others = othersOf(record, family);
  const [chosen, setChosen] = useState<string | null>(null);
  // Untouched text is best compared with another version.
  const first = text === record.draft ? (others[1] ?? others[0]) : others[0];
  const other = others.find(({ value }) => value === chosen) ?? first;
  const parts = useMemo(() => diffWordsWithSpace(other?.text ?? "", text), [other?.text, text]);
  const isSame = parts.every(({ added, removed }) => !added && !removed);
  return (
    <div className={classes.compare} data-testid="compare-view">
      <NativeSelect
        size="xs"
        label="Compare with"
        value={other?.value ?? ""}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={others.map(({ value, label }) => ({ value, label }))}
        className={classes.choice ?? ""}
      />
      {isSame && <p className={classes.same}>Both are the same, word for word.</p>}
      <div className={classes.text} dir="auto">
        {withKeys(parts, ({ value }) => value).map(({ key, item }) => {
          if (item.added) return <ins key={key}>{item.value}</ins>;
          if (item.removed) return <del key={key}>{item.value}</del>;
          return <span key={key}>{item.value}</span>;
        })}
      </div>
    </div>
  );
}
