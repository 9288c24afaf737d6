/** The windows of a sweep in a row, each with its state; a click shows what it said. */
import { IconAlertTriangle, IconCheck, IconMinus, IconQuestionMark } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { countOf, formatCount, percent } from "../../format.ts";
import type { CellState, SweepCell } from "./sweep-cells.ts";
import classes from "./sweep-strip.module.css";
import { CELL_WORDS, cellName, cellRange } from "./sweep-words.ts";

const ICONS = { found: IconCheck, said: IconQuestionMark, nothing: IconMinus, failed: IconAlertTriangle };

const ORDER: readonly CellState[] = ["found", "said", "nothing", "failed", "reading", "waiting"];

type Props = {
  readonly cells: readonly SweepCell[];
  /** The number of the one that is open. */
  readonly chosen: number | null;
  onChoose(number: number): void;
};

function Sign({ state, share }: Pick<SweepCell, "state" | "share">): ReactNode {
  if (state === "reading") return <span className={classes.share}>{Math.round(percent(share, 1))} %</span>;
  if (state === "waiting") return null;
  const Icon = ICONS[state];
  return <Icon size={13} stroke={2.2} aria-hidden />;
}

/** As many to a row as fit. */
export function SweepStrip({ cells, chosen, onChoose }: Props): ReactNode {
  return (
    <div>
      <ol className={classes.strip}>
        {cells.map((cell) => (
          <li key={cell.number} className={classes.item}>
            <button
              type="button"
              className={classes.cell}
              data-state={cell.state}
              aria-label={cellName(cell)}
              aria-expanded={cell.number === chosen}
              title={cellRange(cell)}
              onClick={() => onChoose(cell.number)}
            >
              {cell.state === "reading" && (
                <span className={classes.fill} style={{ width: `${percent(cell.share, 1)}%` }} aria-hidden />
              )}
              <span className={classes.number}>{formatCount(cell.number)}</span>
              <Sign state={cell.state} share={cell.share} />
            </button>
          </li>
        ))}
      </ol>
      <p className={classes.legend}>
        {ORDER.map((state) => ({ state, count: cells.filter((cell) => cell.state === state).length }))
          .filter(({ count }) => count > 0)
          .map(({ state, count }) => `${countOf(count, "window")} ${CELL_WORDS[state]}`)
          .join(" · ")}
      </p>
    </div>
  );
}
