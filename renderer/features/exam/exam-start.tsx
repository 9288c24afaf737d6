/** A new exam: how thorough, what it costs, go. And the one that runs, with its pause. */
import { Button, SegmentedControl } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { EXAM_PRESETS, type ExamPreset, type ExamRecord } from "../../../shared/exam.ts";
import { trpc } from "../../api.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { ProgressLine } from "../../components/progress-line.tsx";
import { Section } from "../../components/screen.tsx";
import { percent } from "../../format.ts";
import classes from "./exam-screen.module.css";
import { planWords, progressWords } from "./exam-words.ts";

const PRESET_WORDS: Readonly<Record<ExamPreset, { readonly label: string; readonly what: string }>> = {
  quick: { label: "Quick", what: "Your own mail only; no length is begun after two minutes." },
  normal: { label: "Normal", what: "Your own mail and the 13 tasks of RULER, until each clearly fails." },
  full: { label: "Full", what: "Twice the questions, up to the whole window." },
};

/** The exam that runs or waits. */
export function RunningExam({ exam }: { readonly exam: ExamRecord }): ReactNode {
  const pause = useMutation(trpc.exam.pause.mutationOptions());
  const resume = useMutation(trpc.exam.resume.mutationOptions());
  const cancel = useMutation(trpc.exam.cancel.mutationOptions());
  const isRunning = exam.state === "running";
  return (
    <Section title={isRunning ? "Under way" : "Paused"}>
      <ProgressLine label="Exam" value={percent(exam.asked, exam.plan.questions)}>
        {progressWords(exam)}
      </ProgressLine>
      <div className={classes.buttons}>
        {isRunning ? (
          <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate({ id: exam.id })}>
            Pause
          </Button>
        ) : (
          <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate({ id: exam.id })}>
            Go on
          </Button>
        )}
        <Button size="xs" variant="subtle" color="gray" onClick={() => cancel.mutate({ id: exam.id })}>
          Cancel the exam
        </Button>
      </div>
      {resume.error !== null && <ErrorNote error={resume.error} />}
    </Section>
  );
}

/** Shown while none runs. */
export function StartExam({ exams }: { readonly exams: readonly ExamRecord[] }): ReactNode {
  const [preset, setPreset] = useState<ExamPreset>("normal");
  const plan = useQuery(
    trpc.exam.plan.queryOptions(
      { endpoint: {}, preset },
      { staleTime: 60_000, retry: false, placeholderData: (old) => old },
    ),
  );
  const start = useMutation(trpc.exam.start.mutationOptions());
  const before = exams.find(
    (exam) =>
      exam.preset === preset &&
      exam.summary !== null &&
      exam.address === plan.data?.endpoint &&
      exam.model === plan.data.model,
  );
  const mustEvict = start.error?.data?.longhand?.code === "WOULD_EVICT";
  return (
    <Section
      title="New exam"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="How thorough"
          value={preset}
          onChange={(value) => setPreset(value as ExamPreset)}
          data={EXAM_PRESETS.map((value) => ({ value, label: PRESET_WORDS[value].label }))}
        />
      }
    >
      <p>{PRESET_WORDS[preset].what}</p>
      {plan.data !== undefined && <p className={classes.dim}>{planWords(plan.data, before)}</p>}
      {plan.error !== null && <ErrorNote error={plan.error} />}
      {start.error !== null && <ErrorNote error={start.error} />}
      <div className={classes.buttons}>
        <Button
          disabled={plan.data === undefined}
          loading={start.isPending}
          onClick={() => start.mutate({ endpoint: {}, preset, allowEvict: mustEvict })}
        >
          {mustEvict ? "Begin all the same" : "Begin the exam"}
        </Button>
      </div>
    </Section>
  );
}
