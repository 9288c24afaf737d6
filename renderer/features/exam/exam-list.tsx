/** All exams side by side: endpoints compared. */
import { UnstyledButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ExamRecord } from "../../../shared/exam.ts";
import { trpc } from "../../api.ts";
import { Section } from "../../components/screen.tsx";
import { formatCount, formatListDate } from "../../format.ts";
import classes from "./exam-screen.module.css";
import { stateWords } from "./exam-words.ts";

const length = (tokens: number | undefined): string =>
  tokens === undefined ? "" : tokens === 0 ? "none" : formatCount(tokens);

type Props = { readonly exams: readonly ExamRecord[]; readonly shown: number | null; onShow(id: number): void };

/** Newest first. The bar shows the recommendation against the claimed window, on a scale of doublings. */
export function ExamList({ exams, shown, onShow }: Props): ReactNode {
  const remove = useMutation(trpc.exam.delete.mutationOptions());
  const now = new Date();
  const share = (tokens: number): number =>
    tokens < 256 ? 0 : (Math.log2(tokens / 256) / Math.log2(4_194_304 / 256)) * 100;
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
            {exams.map((exam) => (
              <tr key={exam.id} data-shown={exam.id === shown}>
                <th scope="row">
                  <UnstyledButton
                    className={classes.name}
                    aria-pressed={exam.id === shown}
                    onClick={() => onShow(exam.id)}
                  >
                    {exam.model}
                  </UnstyledButton>
                  <div className={classes.where}>
                    {[exam.address, exam.quantisation, exam.kvType === null ? null : `KV ${exam.kvType}`, exam.preset]
                      .filter((part) => part !== null)
                      .join(" · ")}
                  </div>
                  {exam.summary !== null && (
                    <div className={classes.compare} aria-hidden>
                      <span className={classes.claimed} style={{ width: `${share(exam.windowTokens)}%` }} />
                      <span className={classes.usable} style={{ width: `${share(exam.summary.effective)}%` }} />
                    </div>
                  )}
                </th>
                <td>
                  {formatListDate(exam.startedAt, now)}
                  {exam.state !== "done" && <div className={classes.where}>{stateWords(exam)}</div>}
                  {exam.error !== null && <div className={classes.where}>{exam.error.message}</div>}
                </td>
                <td>{formatCount(exam.windowTokens)}</td>
                <td>{length(exam.summary?.asking?.tokens)}</td>
                <td>{length(exam.summary?.ruler?.tokens)}</td>
                <td>{exam.summary?.ruler?.mean ?? ""}</td>
                <td>
                  <UnstyledButton
                    className={classes.remove}
                    aria-label={`Delete the exam of ${exam.model}`}
                    onClick={() => remove.mutate({ id: exam.id })}
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
