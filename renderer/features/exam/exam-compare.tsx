/** Exams side by side, length by length: which endpoint reads how far. */
import type { ReactNode } from "react";
import { EFFECTIVE_THRESHOLD, type ExamRecord } from "../../../shared/exam.ts";
import { Section } from "../../components/screen.tsx";
import { countOf, formatCount, formatListDate } from "../../format.ts";
import { modelName } from "./exam-words.ts";
import { compareOf, heatColor, shortLength } from "./heat.ts";
import classes from "./heat-map.module.css";

/** Shown from two finished exams on. */
export function ExamCompare({ exams }: { readonly exams: readonly ExamRecord[] }): ReactNode {
  const { lengths, rows } = compareOf(exams);
  if (rows.length < 2) return null;
  const now = new Date();
  return (
    <Section title="Side by side">
      <div className={classes.scroll}>
        <table className={classes.map} data-compare>
          <caption className="visually-hidden">
            Mean scores by exam (rows) and length in tokens (columns); {EFFECTIVE_THRESHOLD} counts as read well.
          </caption>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                Length
              </th>
              {lengths.map((length) => (
                <th key={length} scope="col" title={`${formatCount(length)} tokens`}>
                  {shortLength(length)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ exam, scores }) => (
              <tr key={exam.id}>
                <th scope="row" title={exam.address}>
                  <div className={classes.who}>{modelName(exam.model)}</div>
                  <div className={classes.where}>
                    {exam.address.replace(/^https?:\/\//, "")}, {exam.preset}, {formatListDate(exam.startedAt, now)}
                  </div>
                </th>
                {scores.map((score, column) =>
                  score === undefined ? (
                    <td key={lengths[column]} className={classes.none} title="Not asked" />
                  ) : (
                    <td
                      key={lengths[column]}
                      className={classes.square}
                      style={{ backgroundColor: heatColor(score.mean) }}
                      title={`${score.low} to ${score.high} with 95% certainty, ${countOf(score.questions, "question")}`}
                    >
                      {Math.round(score.mean)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.caption}>
        The mean of what each model can do at all in your mail, at each length; above {EFFECTIVE_THRESHOLD} a length
        counts as read well. Empty: not asked, or given up at a shorter length.
      </p>
    </Section>
  );
}
