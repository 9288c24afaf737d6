/** The imports of a source: when, what each saw, what is still there of what it brought; each can be undone. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { SourceImport } from "../../../shared/schemas.ts";
import { countOf, formatListDate } from "../../format.ts";
import classes from "./import-history.module.css";
import { ledgerWords } from "./import-words.ts";

const STATE_WORDS: Readonly<Record<SourceImport["state"], string>> = {
  queued: "waiting",
  running: "running",
  paused: "paused",
  done: "done",
  cancelled: "stopped",
  failed: "did not finish",
};

type Props = {
  readonly imports: readonly SourceImport[];
  readonly shown: number | null;
  onShow(id: number | null): void;
  onUndo(id: number): void;
};

/** Newest first. */
export function ImportHistory({ imports, shown, onShow, onUndo }: Props): ReactNode {
  return (
    <ul className={classes.list} aria-label="Imports">
      {imports.map((item) => {
        const isOpen = item.state === "running" || item.state === "queued";
        return (
          <li key={item.id} className={classes.item}>
            <div className={classes.words}>
              <p>
                Import {item.id}, {formatListDate(item.startedAt, new Date())}, {STATE_WORDS[item.state]}
              </p>
              <p className={classes.more}>
                Saw {ledgerWords(item, "item")}; {countOf(item.items, "item")} in the ledger came with it.
              </p>
            </div>
            <Button
              size="compact-xs"
              variant={shown === item.id ? "light" : "default"}
              aria-pressed={shown === item.id}
              disabled={item.items === 0}
              onClick={() => onShow(shown === item.id ? null : item.id)}
            >
              Only these
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={isOpen}
              onClick={() => onUndo(item.id)}
              aria-label={`Undo import ${item.id}`}
            >
              Undo…
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
