/** The variants and versions of a draft, and how to get another: a different wording, or with a remark. */
import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import type { DraftRecord, DraftTarget } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { draftAddress } from "../../app/route.ts";
import { isUnderWay } from "../prompt/run.ts";
import { startAgain, useDraftRun } from "./draft-run.ts";
import classes from "./versions.module.css";

/** Different wordings of one set of wishes; a remark begins a new set. */
const MAX_VARIANTS = 3;

/** How a version is called in its tab. */
export function versionLabel(record: Pick<DraftRecord, "remark" | "edited">, index: number): string {
  const remark = record.remark === null || record.remark === "" ? "" : `: ${record.remark}`;
  return `${index + 1}${remark.length > 24 ? `${remark.slice(0, 23)}…` : remark}${record.edited === null ? "" : ", edited"}`;
}

function hasTarget(record: DraftRecord): record is DraftRecord & { readonly target: DraftTarget } {
  return record.target !== null;
}

/** A row of versions and the two ways to a new one. */
export function Versions({ record, text }: { readonly record: DraftRecord; readonly text: string }): ReactNode {
  const { data } = useQuery(trpc.draft.family.queryOptions({ id: record.id }, { refetchOnMount: "always" }));
  const isBusy = useDraftRun((state) => isUnderWay(state.run));
  const [remark, setRemark] = useState("");
  const versions = data ?? [record];
  const variants = versions.filter((version) => version.remark === record.remark).length;
  const redo = (event: FormEvent): void => {
    event.preventDefault();
    if (!hasTarget(record) || remark.trim() === "") return;
    startAgain(record, { earlier: { text, remark: remark.trim() } });
  };
  return (
    <section className={classes.versions} aria-label="Versions">
      {versions.length > 1 && (
        <nav className={classes.tabs} aria-label="Versions of this draft">
          {versions.map((version, index) => (
            <a
              key={version.id}
              className={classes.tab}
              href={draftAddress(version.id)}
              aria-current={version.id === record.id ? "page" : undefined}
            >
              {versionLabel(version, index)}
            </a>
          ))}
        </nav>
      )}
      {hasTarget(record) && (
        <div className={classes.again}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} stroke={1.7} />}
            disabled={isBusy || variants >= MAX_VARIANTS}
            onClick={() => startAgain(record, { variant: Math.min(MAX_VARIANTS, variants + 1) })}
          >
            Another variant
          </Button>
          <form className={classes.remark} onSubmit={redo}>
            <TextInput
              size="xs"
              aria-label="What should be different"
              placeholder="What should be different? Friendlier, shorter…"
              value={remark}
              onChange={(event) => setRemark(event.currentTarget.value)}
            />
            <Button
              size="xs"
              variant="default"
              type="submit"
              leftSection={<IconRefresh size={15} stroke={1.7} />}
              disabled={isBusy || remark.trim() === ""}
            >
              Draft again
            </Button>
          </form>
        </div>
      )}
    </section>
  );
}
