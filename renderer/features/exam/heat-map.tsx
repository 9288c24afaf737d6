/** The well-known picture: what came back, by the length of the prompt and the depth it stood at. */
import { NativeSelect } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { EFFECTIVE_THRESHOLD, type ExamCell, type ExamTask } from "../../../shared/exam.ts";
import { countOf, formatCount } from "../../format.ts";
import { TASK_WORDS } from "./exam-words.ts";
import { type HeatSquare, heatColor, heatOf, shortLength, shownTasks } from "./heat.ts";
import classes from "./heat-map.module.css";

function Square({ square }: { readonly square: HeatSquare }): ReactNode {
  if (square.score === null) return <td className={classes.none} title="Not asked" />;
  return (
    <td
      className={classes.square}
      style={{ backgroundColor: heatColor(square.score) }}
      title={`${square.score} of 100 in ${countOf(square.questions, "question")}`}
    >
      {square.score}
    </td>
  );
}

type Props = {
  readonly cells: readonly ExamCell[];
  readonly unable: readonly ExamTask[];
  readonly effective: number;
  onTask(task: ExamTask | null): void;
};

/** A table that looks like the picture, so that it reads as one too. */
export function HeatMap({ cells, unable, effective, onTask }: Props): ReactNode {
  const [task, setTask] = useState<ExamTask | null>(null);
  const heat = heatOf(cells, task === null ? shownTasks(cells, unable) : [task]);
  const tasks = [...new Set(cells.filter(({ depth }) => depth !== null).map((cell) => cell.task))];
  return (
    <figure className={classes.figure}>
      <div className={classes.controls}>
        <NativeSelect
          size="xs"
          aria-label="Which questions"
          value={task ?? ""}
          onChange={(event) => {
            const chosen = tasks.find((known) => known === event.currentTarget.value) ?? null;
            setTask(chosen);
            onTask(chosen);
          }}
          data={[
            { value: "", label: unable.length === 0 ? "All that hide something" : "All that it can do at all" },
            ...tasks.map((known) => ({ value: known, label: TASK_WORDS[known] })),
          ]}
        />
        <div className={classes.legend} aria-hidden>
          <span>0</span>
          <span className={classes.scale} />
          <span>100</span>
        </div>
      </div>
      <div className={classes.scroll}>
        <table className={classes.map}>
          <caption className="visually-hidden">
            Scores by depth (rows) and length in tokens (columns); {EFFECTIVE_THRESHOLD} counts as read well.
          </caption>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                Depth
              </th>
              {heat.lengths.map((length) => (
                <th key={length} scope="col" data-inside={length <= effective} title={`${formatCount(length)} tokens`}>
                  {shortLength(length)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {heat.rows.map(({ from, to, squares }) => (
              <tr key={from}>
                <th scope="row">
                  {Math.round(from * 100)}–{Math.round(to * 100)}%
                </th>
                {squares.map((square, column) => (
                  <Square key={heat.lengths[column]} square={square} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption className={classes.caption}>
        Across: the length of the prompt in tokens. Down: where in it the answer stood, from the beginning to the end.
        {effective > 0 && " Lengths in bold lie within the recommendation for asking."}
      </figcaption>
    </figure>
  );
}
