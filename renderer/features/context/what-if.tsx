/** What is taken away to see what is left: the groups as chips, the effect in words, and making it what is read. */
import { Button, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ContextMap, MapGroup } from "../../../shared/context-map.ts";
import { effectWords, groupWords } from "./map-words.ts";
import classes from "./what-if.module.css";

/** A group with the label that it had on its tile. */
export type RemovedGroup = MapGroup & { readonly label: string };

type Props = {
  readonly map: ContextMap;
  /** Whether the map is still that of before: what it says of the removal would be false. */
  readonly isPending: boolean;
  readonly groups: readonly RemovedGroup[];
  onPutBack(group: RemovedGroup): void;
  onPutAllBack(): void;
  onUse(): void;
};

/** Shown while something is taken away. */
export function WhatIf({ map, isPending, groups, onPutBack, onPutAllBack, onUse }: Props): ReactNode {
  if (groups.length === 0) return null;
  return (
    <section className={classes.box} data-fits={map.bar.freeTokens >= 0} aria-label="What if">
      <div className={classes.chips}>
        <span className={classes.lead}>Without</span>
        {groups.map((group) => (
          <span key={`${group.by}/${group.key}`} className={classes.chip}>
            {groupWords(group, group.label)}
            <UnstyledButton
              className={classes.back}
              aria-label={`Put back: ${group.label}`}
              onClick={() => onPutBack(group)}
            >
              <IconX size={12} stroke={2.2} aria-hidden />
            </UnstyledButton>
          </span>
        ))}
      </div>
      <p className={classes.effect} role="status">
        {isPending ? "Working it out…" : effectWords(map)}
      </p>
      <div className={classes.actions}>
        <Button size="xs" onClick={onUse}>
          Read without {groups.length === 1 ? "it" : "them"}
        </Button>
        <Button size="xs" variant="default" onClick={onPutAllBack}>
          Put everything back
        </Button>
      </div>
    </section>
  );
}
