/** The result of one exam: findings, heat map, bars, files. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { ExamTask } from "../../../shared/exam.ts";
import { queryClient, trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { formatCount, formatDuration, formatLongDate } from "../../format.ts";
import { cellsCsv, examJson } from "./exam-export.ts";
import classes from "./exam-screen.module.css";
import { modelName, TASK_WORDS } from "./exam-words.ts";
import { heatOf, shownTasks } from "./heat.ts";
import { HeatMap } from "./heat-map.tsx";
import { heatPicture, saveBlob } from "./heat-picture.ts";
import { TaskBars } from "./task-bars.tsx";

/** `version` changes when there are new cells to fetch. */
export function ExamResult({ id, version }: { readonly id: number; readonly version: number }): ReactNode {
  const { data, error } = useQuery(trpc.exam.get.queryOptions({ id }));
  useEffect(() => {
    if (version >= 0) void queryClient.invalidateQueries(trpc.exam.get.queryFilter({ id }));
  }, [id, version]);
  const [task, setTask] = useState<ExamTask | null>(null);
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Waiting label="Fetching the exam" />;
  const { exam, cells } = data;
  if (cells.length === 0) return null;
  const { summary } = exam;
  const name = `longhand-exam-${exam.id}`;
  const picture = async (): Promise<void> => {
    const tasks = task === null ? shownTasks(cells, summary?.unable ?? []) : [task];
    const what = task === null ? "all tasks that hide something" : TASK_WORDS[task];
    const subtitle = `${what}, ${formatLongDate(exam.startedAt)}`;
    saveBlob(
      `${name}.png`,
      await heatPicture(heatOf(cells, tasks), `${modelName(exam.model)}: what came back`, subtitle),
    );
  };
  return (
    <>
      <Section
        title="What came back"
        aside={
          <div className={classes.buttons}>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => saveBlob(`${name}.json`, new Blob([examJson(exam, cells)], { type: "application/json" }))}
            >
              JSON
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => saveBlob(`${name}.csv`, new Blob([cellsCsv(cells)], { type: "text/csv" }))}
            >
              CSV
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => void picture()}>
              PNG
            </Button>
          </div>
        }
      >
        <p className={classes.dim}>
          {modelName(exam.model)}, {formatLongDate(exam.startedAt)}
          {summary !== null &&
            `: ${formatCount(exam.asked)} questions, ${formatCount(summary.tokens)} tokens in ${formatDuration(summary.seconds * 1000)}`}
          .
        </p>
        <div className={classes.findings}>
          {(summary?.findings ?? []).map(({ code, message }) => (
            <Notice key={code} tone={code === "UNABLE" ? "info" : "warn"}>
              <p>{message}</p>
            </Notice>
          ))}
        </div>
        <HeatMap
          cells={cells}
          unable={summary?.unable ?? []}
          effective={summary?.asking?.tokens ?? summary?.effective ?? 0}
          onTask={setTask}
        />
      </Section>
      {summary !== null && (
        <Section title="Task by task">
          <TaskBars tasks={summary.tasks} />
        </Section>
      )}
    </>
  );
}
