/** Exam: how much of its window a model can really use, found out on the owner's own mail. */
import { type ReactNode, useEffect, useState } from "react";
import { Screen, Section } from "../../components/screen.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { ExamCompare } from "./exam-compare.tsx";
import { ExamList } from "./exam-list.tsx";
import { ExamResult } from "./exam-result.tsx";
import { Standing } from "./exam-standing.tsx";
import { RunningExam, StartExam } from "./exam-start.tsx";
import { useExams, watchExams } from "./use-exams.ts";

/** Cells are fetched anew after this many questions of a running exam. */
const REFRESH_EVERY = 5;

/** The whole screen. */
export function ExamScreen(): ReactNode {
  useEffect(watchExams, []);
  const exams = useExams((state) => state.exams);
  const [chosen, setChosen] = useState<number | null>(null);
  if (exams === null) {
    return (
      <Screen title="Exam">
        <Waiting label="Opening" />
      </Screen>
    );
  }
  const open = exams.find(({ state }) => state === "running") ?? exams.find(({ state }) => state === "paused");
  const shown = exams.find(({ id }) => id === chosen) ?? exams.find(({ asked }) => asked > 0);
  return (
    <Screen
      title="Exam"
      lead="Claimed windows mislead. An exam hides facts in your own mail at many depths and lengths, asks for them, and says how far the model really reads."
    >
      <Section title="What is recommended">
        <Standing exams={exams} />
      </Section>
      {open === undefined || open.state === "paused" ? <StartExam exams={exams} /> : null}
      {open !== undefined && <RunningExam exam={open} />}
      {shown !== undefined && (
        <ExamResult
          key={shown.id}
          id={shown.id}
          version={shown.state === "running" ? Math.floor(shown.asked / REFRESH_EVERY) : -1}
        />
      )}
      <ExamCompare exams={exams} />
      {exams.length > 0 && <ExamList exams={exams} shown={shown?.id ?? null} onShow={setChosen} />}
    </Screen>
  );
}
