/** All exams: what was found, which one is shown, away with one. Scores beside each other are exam-compare.tsx. */
import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { ExamRecord } from "../../../shared/exam.ts";
import { api } from "../../api.ts";
import { Section } from "../../components/screen.tsx";
import { formatCount, formatListDate } from "../../format.ts";
import { removeSoon, useRemovals } from "../../stores/removals.ts";
import classes from "./exam-screen.module.css";
import { modelName, stateWords } from "./exam-words.ts";

const length = (tokens: number | undefined): string =>
  tokens === undefined ? "" : tokens === 0 ? "none" : formatCount(tokens);

type Props = { readonly exams: readonly ExamRecord[]; readonly shown: number | null; onShow(id: number): void };

/** Newest first. */
export function ExamList({ exams, shown, onShow }: Props): ReactNode {
  const going = useRemovals(({ keys }) => keys);
  const now = new Date();
  return (
    <Section title="All exams">
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">When</th>
              <th scope="col">Claimed</th>
              <th scope="col">Asking</th>
              <th scope="col">RULER-style</th>
              <th scope="col">Mean</th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {exams
              .filter(({ id }) => !going.has(`exam-${id}`))
              .map((exam) => (
                <tr key={exam.id} data-shown={exam.id === shown}>
                  <th scope="row">
                    <UnstyledButton
                      className={classes.name}
                      aria-pressed={exam.id === shown}
                      onClick={() => onShow(exam.id)}
                    >
                      {modelName(exam.model)}
                    </UnstyledButton>
                    <div className={classes.where}>
                      {[exam.address, exam.quantisation, exam.kvType === null ? null : `KV ${exam.kvType}`, exam.preset]
                        .filter((part) => part !== null)
                        .join(" · ")}
                    </div>
                  </th>
                  <td>
                    {formatListDate(exam.startedAt, now)}
                    {exam.state !== "done" && <div className={classes.where}>{stateWords(exam)}</div>}
                    {exam.error !== null && <div className={classes.where}>{exam.error.message}</div>}
                  </td>
                  <td>{formatCount(exam.windowTokens)}</td>
                  <td>
                    {length(exam.summary?.asking?.tokens)}
                    {exam.summary?.asking != null && exam.summary.asking.high > exam.summary.asking.tokens && (
                      <div className={classes.where}>perhaps {formatCount(exam.summary.asking.high)}</div>
                    )}
                  </td>
                  <td>{length(exam.summary?.ruler?.tokens)}</td>
                  <td>{exam.summary?.ruler?.mean ?? ""}</td>
                  <td>
                    <UnstyledButton
                      className={classes.remove}
                      aria-label={`Delete the exam of ${modelName(exam.model)}`}
                      onClick={() =>
                        removeSoon(`exam-${exam.id}`, `The exam of ${modelName(exam.model)} is deleted.`, () =>
                          api.exam.delete.mutate({ id: exam.id }),
                        )
                      }
                    >
                      Delete
                    </UnstyledButton>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
