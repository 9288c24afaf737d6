/** A bar a task: its mean score with the interval, and up to which length it was done well. */
import type { ReactNode } from "react";
import { EFFECTIVE_THRESHOLD, isMailTask, type TaskResult } from "../../../shared/exam.ts";
import { TASK_WORDS } from "./exam-words.ts";
import { shortLength } from "./heat.ts";
import classes from "./task-bars.module.css";

function Bar({ result }: { readonly result: TaskResult }): ReactNode {
  const { task, mean, low, high, questions, effective } = result;
  return (
    <tr>
      <th scope="row">{TASK_WORDS[task]}</th>
      <td className={classes.cell}>
        <div className={classes.track} title={`${low} to ${high} with 95% certainty, ${questions} questions`}>
          <div className={classes.fill} style={{ width: `${mean}%` }} data-good={mean > EFFECTIVE_THRESHOLD} />
          <div className={classes.range} style={{ left: `${low}%`, width: `${Math.max(0.5, high - low)}%` }} />
          <div className={classes.threshold} style={{ left: `${EFFECTIVE_THRESHOLD}%` }} />
        </div>
      </td>
      <td className={classes.figure}>{mean}</td>
      <td className={classes.figure}>{effective === 0 ? "–" : shortLength(effective)}</td>
    </tr>
  );
}

function Group({ title, results }: { readonly title: string; readonly results: readonly TaskResult[] }): ReactNode {
  if (results.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">
            <span className="visually-hidden">Bar</span>
          </th>
          <th scope="col" className={classes.figure}>
            Score
          </th>
          <th scope="col" className={classes.figure}>
            Up to
          </th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <Bar key={result.task} result={result} />
        ))}
      </tbody>
    </table>
  );
}

/** The owner's mail and RULER's tasks. */
export function TaskBars({ tasks }: { readonly tasks: readonly TaskResult[] }): ReactNode {
  return (
    <div className={classes.groups}>
      <Group title="In your mail" results={tasks.filter(({ task }) => isMailTask(task))} />
      <Group title="RULER-style" results={tasks.filter(({ task }) => !isMailTask(task))} />
      <p className={classes.note}>
        The score is the mean over all lengths that were asked; the thin line is the interval of 95% certainty, the mark{" "}
        {EFFECTIVE_THRESHOLD}. “Up to” is the longest length above the mark.
      </p>
    </div>
  );
}
