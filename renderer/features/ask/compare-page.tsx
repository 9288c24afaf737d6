/** The same question asked in two ways, the answers side by side, each with its own proof and receipt. */
import { Button, Checkbox, Select, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { trpc } from "../../api.ts";
import { screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf, formatCount } from "../../format.ts";
import { useCost } from "../prompt/cost-line.tsx";
import { isUnderWay } from "../prompt/run.ts";
import { ScopeBar } from "../prompt/scope-bar.tsx";
import { endpointName } from "../settings/endpoint-words.ts";
import { AnswerBody } from "./answer-body.tsx";
import { readWords, viewOfRun } from "./answer-view.ts";
import classes from "./compare-page.module.css";
import { askSide, changeSide, compareRuns, SIDES, type SideIndex, useCompare } from "./compare-run.ts";

const NAMES = ["First way", "Second way"] as const;

/** The endpoint in use and the servers on this machine. */
function EndpointField({ index }: { readonly index: SideIndex }): ReactNode {
  const address = useCompare(({ sides }) => sides[index].address);
  const { data: saved } = useQuery(trpc.settings.endpoint.queryOptions());
  const { data: found = [] } = useQuery(
    trpc.settings.localServers.queryOptions(undefined, { retry: false, staleTime: 10_000 }),
  );
  const others = found.filter((server) => server.address !== saved?.choice.address);
  if (others.length === 0) return null;
  return (
    <Select
      size="xs"
      label="Model"
      allowDeselect={false}
      value={address ?? ""}
      data={[
        { value: "", label: saved === undefined ? "The one in use" : `${endpointName(saved.choice)}, in use` },
        ...others.map((server) => ({ value: server.address, label: endpointName({ address: server.address }) })),
      ]}
      onChange={(value) => changeSide(index, { address: value === null || value === "" ? null : value })}
    />
  );
}

/** What this side reads and what that comes to; where it does not fit, the owner says whether the newest will do. */
function Choice({ index }: { readonly index: SideIndex }): ReactNode {
  const { scope, isFitted } = useCompare(({ sides }) => sides[index]);
  const { report, error } = useCost(scope);
  return (
    <div className={classes.choice}>
      <ScopeBar scope={scope} onChange={(changed) => changeSide(index, { scope: changed })} />
      <EndpointField index={index} />
      {error !== null ? (
        <ErrorNote error={error} />
      ) : (
        <p className={classes.cost} data-testid={`cost-${index}`}>
          {report === undefined
            ? "Counting what there is to read…"
            : `${countOf(report.documents, "document")}, ${countOf(report.tokens, "token")}${report.fits ? ": fits" : `; the window has ${formatCount(report.window)}`}`}
        </p>
      )}
      {report?.fits === false && (
        <Checkbox
          size="xs"
          label="Only the newest that fit"
          checked={isFitted}
          onChange={(event) => changeSide(index, { isFitted: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}

function Answer({ index }: { readonly index: SideIndex }): ReactNode {
  const store = compareRuns[index];
  const run = store((state) => state.run);
  if (run === null) return null;
  const view = viewOfRun(run);
  return (
    <div className={classes.answer}>
      <p className={classes.cost}>{[readWords(view), ...(view.model === null ? [] : [view.model])].join(" · ")}</p>
      <AnswerBody view={view} run={isUnderWay(run) ? run : null} onStop={store.stop} />
      {run.error?.code === "WOULD_EVICT" && (
        <Button size="xs" variant="default" onClick={() => askSide(index, true)}>
          Ask anyway
        </Button>
      )}
    </div>
  );
}

/** Whether a side can be asked: what it reads fits, or the newest are wanted. */
function useIsReady(index: SideIndex): boolean {
  const { scope, isFitted } = useCompare(({ sides }) => sides[index]);
  const { report } = useCost(scope);
  return report !== undefined && (report.fits || isFitted);
}

/** One column below the other where there is little room. */
export function ComparePage(): ReactNode {
  const question = useCompare((state) => state.question);
  const isBusy = [compareRuns[0]((state) => isUnderWay(state.run)), compareRuns[1]((state) => isUnderWay(state.run))];
  const isReady = [useIsReady(0), useIsReady(1)];
  const canAsk =
    question.trim() !== "" && question.length <= 20_000 && !isBusy.includes(true) && !isReady.includes(false);
  const send = (): void => {
    if (canAsk) for (const index of SIDES) askSide(index);
  };
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1 className={classes.title}>Compare two answers</h1>
        <a href={screenAddress("ask")}>Ask once</a>
      </header>
      <p className={classes.lead}>
        Each side reads what you choose for it. The answers stand beside each other, each with its own proof.
      </p>
      <div className={classes.composer}>
        <Textarea
          aria-label="The question to both"
          placeholder="The same question, asked of both sides"
          autosize
          minRows={1}
          maxRows={8}
          variant="unstyled"
          value={question}
          onChange={(event) => useCompare.setState({ question: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
          classNames={{ root: classes.field ?? "", input: classes.input ?? "" }}
        />
        <Button size="sm" disabled={!canAsk} onClick={send}>
          Ask both
        </Button>
      </div>
      <div className={classes.sides}>
        {SIDES.map((index) => (
          <section key={index} className={classes.side} aria-label={NAMES[index]}>
            <h2 className={classes.name}>{NAMES[index]}</h2>
            <Choice index={index} />
            <Answer index={index} />
          </section>
        ))}
      </div>
    </div>
  );
}
