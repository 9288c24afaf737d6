/** What an exam recommends, and the owner's one decision about it. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ExamRecord } from "../../../shared/exam.ts";
import { queryClient, trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { formatCount } from "../../format.ts";
import classes from "./exam-screen.module.css";
import { effectiveWords } from "./exam-words.ts";

function Choice({
  exam,
  choice,
}: {
  readonly exam: ExamRecord;
  readonly choice: "recommended" | "whole" | null;
}): ReactNode {
  const choose = useMutation(trpc.exam.choose.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  const recommended = Math.max(256, exam.summary?.asking?.tokens ?? exam.summary?.effective ?? 0);
  return (
    <>
      <p className={classes.choice}>
        {choice === null && "Nothing changes until you choose. "}
        {choice === "recommended" && `You keep to it: prompts have at most ${formatCount(recommended)} tokens. `}
        {choice === "whole" && "You use the whole window: longer answers carry a mark. "}
      </p>
      <div className={classes.buttons}>
        {choice !== "recommended" && (
          <Button size="xs" variant="default" onClick={() => choose.mutate({ id: exam.id, choice: "recommended" })}>
            Keep to {formatCount(recommended)} tokens
          </Button>
        )}
        {choice !== "whole" && (
          <Button size="xs" variant="default" onClick={() => choose.mutate({ id: exam.id, choice: "whole" })}>
            Use the whole window, mark longer answers
          </Button>
        )}
      </div>
      {choose.error !== null && <ErrorNote error={choose.error} />}
    </>
  );
}

/** For the endpoint of the settings. */
export function Standing({ exams }: { readonly exams: readonly ExamRecord[] }): ReactNode {
  const standing = useQuery(trpc.exam.standing.queryOptions({ endpoint: {} }, { retry: false }));
  if (standing.error !== null) return <ErrorNote error={standing.error} />;
  const { data } = standing;
  if (data === undefined) return <p className={classes.dim}>Asking the endpoint what it is…</p>;
  const exam = exams.find(({ id }) => id === data.examId);
  if (data.state === "none" || exam?.summary == null) {
    return (
      <Notice tone="info" title="This endpoint has not sat an exam">
        <p>
          It claims a window of {formatCount(data.windowTokens)} tokens. How much of it the model can use, nobody has
          measured here.
        </p>
      </Notice>
    );
  }
  const { asking, ruler, threshold } = exam.summary;
  const { writing } = data;
  return (
    <>
      {data.reason !== null && (
        <Notice tone="warn" title="A new exam is due">
          <p>{data.reason}</p>
        </Notice>
      )}
      <dl className={classes.facts}>
        <div>
          <dt>Claimed window</dt>
          <dd>{formatCount(exam.windowTokens)} tokens</dd>
        </div>
        <div>
          <dt>For asking</dt>
          <dd>{asking === null ? "not asked" : effectiveWords(asking)}</dd>
        </div>
        <div>
          <dt>For writing</dt>
          <dd>
            {writing === null ? (
              <>
                not measured yet: <a href={screenAddress("voice")}>a backtest of your voice</a> says it
              </>
            ) : (
              effectiveWords(writing)
            )}
          </dd>
        </div>
        {ruler !== null && (
          <div>
            <dt>RULER-style</dt>
            <dd>
              {ruler.tokens === 0 ? "no length above" : `${formatCount(ruler.tokens)} tokens above`} {threshold}, mean{" "}
              {ruler.mean}
            </dd>
          </div>
        )}
      </dl>
      <Choice exam={exam} choice={data.choice} />
    </>
  );
}
