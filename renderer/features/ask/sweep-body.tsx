/**
 * A sweep on its page: the windows and how far each is, what they said so far, the answer, and the account of what was
 * read. Pausing keeps every window that was read; going on reads the others.
 */
import { Button } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { AskResult } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Notice } from "../../components/notice.tsx";
import { ProgressLine } from "../../components/progress-line.tsx";
import { countOf, formatCount, percent } from "../../format.ts";
import { ReceiptLine } from "../prompt/receipt-line.tsx";
import { isUnderWay, type Run } from "../prompt/run.ts";
import { AnswerText } from "./answer-text.tsx";
import type { AnswerView, AskSubject } from "./answer-view.ts";
import { resumeSweep, useAskRun } from "./ask-run.ts";
import { ProofList } from "./proof-list.tsx";
import { Standing } from "./standing.tsx";
import { Steering } from "./steering.tsx";
import { SweepAccount } from "./sweep-account.tsx";
import classes from "./sweep-body.module.css";
import { cellsOfPlan, cellsOfReport, readCells, type SweepCell, sweepRemaining } from "./sweep-cells.ts";
import { SweepPart } from "./sweep-part.tsx";
import { SweepStrip } from "./sweep-strip.tsx";
import { useSweepWindows } from "./sweep-windows.ts";
import { useHeld } from "./use-held.ts";

/** The windows of a sweep, wherever they are to be had. */
function useCells(view: AnswerView, isLive: boolean): readonly SweepCell[] {
  const live = useSweepWindows();
  const isHeard = isLive && live.plan !== null;
  const { data } = useQuery(
    trpc.sweep.get.queryOptions(
      { id: view.id ?? 1 },
      {
        enabled: view.id !== null && view.sweep === null,
        refetchInterval: view.state === "running" && !isLive ? 1000 : false,
      },
    ),
  );
  if (view.sweep !== null && !isLive) return cellsOfReport(view.sweep);
  const plan = isHeard ? live.plan : data?.plan;
  return plan == null ? [] : cellsOfPlan(plan, data?.results ?? [], isHeard ? live.windows : new Map());
}

/** How far it is, with the button that pauses. */
function Progress({
  cells,
  run,
}: {
  readonly cells: readonly SweepCell[];
  readonly run: Run<AskSubject, AskResult>;
}): ReactNode {
  const live = useSweepWindows();
  const read = readCells(cells);
  const isLast = run.phase === "writing" || run.phase === "reading";
  const shares = cells.reduce((sum, { share }) => sum + share, 0);
  return (
    <div className={classes.progress}>
      <div className={classes.bar}>
        <ProgressLine
          label="Progress of the sweep"
          value={cells.length === 0 || isLast ? null : percent(shares, cells.length)}
        >
          <span>
            {cells.length === 0
              ? "Dividing what there is to read"
              : isLast
                ? "Every window is read: putting the answer together from what they found"
                : `${formatCount(read)} of ${countOf(cells.length, "window")} read`}
          </span>
          {!isLast && <span>{sweepRemaining(cells, live, Date.now())}</span>}
        </ProgressLine>
      </div>
      <Button size="xs" variant="default" leftSection={<IconPlayerPauseFilled size={12} />} onClick={useAskRun.stop}>
        Pause
      </Button>
    </div>
  );
}

/** Reads what is left; also after a restart of the app, and what failed once more. */
function GoOn({ view, label }: { readonly view: AnswerView; readonly label: string }): ReactNode {
  const isBusy = useAskRun((state) => isUnderWay(state.run));
  const held = useHeld();
  const { id } = view;
  if (id === null) return null;
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconPlayerPlayFilled size={12} />}
        disabled={isBusy}
        onClick={() => resumeSweep({ ...view, id }, held !== null)}
      >
        {label}
      </Button>
      {held !== null && <span>{held}</span>}
    </>
  );
}

function Paused({ view, cells }: { readonly view: AnswerView; readonly cells: readonly SweepCell[] }): ReactNode {
  const left = cells.length - readCells(cells);
  const error = view.state === "failed" ? view.error : null;
  if (error !== null) {
    return (
      <ErrorNote error={new Error(`${error.message} ${error.remedy}`.trim())}>
        <GoOn view={view} label="Go on" />
        <Button size="xs" variant="default" component="a" href={screenAddress("settings")}>
          Open Settings
        </Button>
      </ErrorNote>
    );
  }
  return (
    <Notice tone="info" title={`Paused: ${formatCount(readCells(cells))} of ${countOf(cells.length, "window")} read.`}>
      <p>
        What was read is kept.{" "}
        {left === 0
          ? "Only the answer is still to be put together."
          : `Going on reads the other ${left === 1 ? "one" : formatCount(left)}; until then this is no answer.`}
      </p>
      <div className={classes.ways}>
        <GoOn view={view} label="Go on" />
      </div>
    </Notice>
  );
}

type Props = { readonly view: AnswerView; readonly run: Run<AskSubject, AskResult> | null };

/** `run` while it is under way in this window of the app. */
export function SweepBody({ view, run }: Props): ReactNode {
  const [chosen, setChosen] = useState<number | null>(null);
  const cells = useCells(view, run !== null);
  const picked = cells.find(({ number }) => number === chosen);
  const report = run === null ? view.sweep : null;
  const isOpen = report === null;
  const parts = cells.filter(({ state }) => state === "found" || state === "said");
  const showParts = isOpen || report.isTooMany;
  return (
    <>
      {view.state === "done" && view.answer !== "" && <AnswerText view={view} />}
      {run !== null && view.answer !== "" && <AnswerText view={view} />}
      {run !== null && <Progress cells={cells} run={run} />}
      {run === null && view.state === "running" && <Notice tone="info" title="Being read in another window." />}
      {run === null && (view.state === "stopped" || view.state === "failed") && <Paused view={view} cells={cells} />}
      {report?.isTooMany === true && (
        <Notice tone="warn" title="There is more than fits into one answer: what each window found stands below." />
      )}
      {view.state === "done" && report !== null && !report.isTooMany && <Standing view={view} />}
      <ProofList citations={view.citations} />
      <Steering notices={view.notices} />
      {cells.length > 0 && (
        <section aria-label="Windows" className={classes.windows}>
          <h3 className={classes.heading}>What is read, window by window</h3>
          <SweepStrip
            cells={cells}
            chosen={chosen}
            onChoose={(number) => setChosen(number === chosen ? null : number)}
          />
          {picked !== undefined && <SweepPart cell={picked} />}
        </section>
      )}
      {showParts && parts.some(({ number }) => number !== chosen) && (
        <section aria-label="Found so far" className={classes.windows}>
          <h3 className={classes.heading}>{isOpen ? "Found so far" : "Found"}</h3>
          {parts
            .filter(({ number }) => number !== chosen)
            .map((cell) => (
              <SweepPart key={cell.number} cell={cell} />
            ))}
        </section>
      )}
      {report !== null && (
        <SweepAccount report={report}>
          <GoOn view={view} label="Read the failed windows again" />
        </SweepAccount>
      )}
      {view.receipt !== null && report !== null && <ReceiptLine receipt={view.receipt} />}
    </>
  );
}
