/**
 * The three ways on where what is to be read is larger than the window: all of it window by window, less of it, or the
 * newest that fit. Each with its figures and what it leaves out; none is taken without a click.
 */
import { Button, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowsLeftRight, IconClock, IconFilter } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { CorpusReport, Scope } from "../../../shared/schemas.ts";
import { trpc } from "../../api.ts";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress, screenAddress } from "../../app/route.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { countOf, formatCount, formatDuration } from "../../format.ts";
import { LeftOut } from "../prompt/left-out.tsx";
import { narrowerScopes } from "./narrower-scopes.ts";
import { useHeld } from "./use-held.ts";
import classes from "./ways-on.module.css";

/** Stands for the question while none is written: it decides only by its length. */
const SOME_QUESTION = "What did we agree about the delivery date?";

type Props = {
  readonly scope: Scope;
  readonly question: string;
  readonly report: CorpusReport;
  /** Nothing can be asked now. */
  readonly isDisabled: boolean;
  onScope(scope: Scope): void;
  onSweep(allowEvict: boolean): void;
  onNewest(): void;
};

/** The plan, before anything is read. */
function SweepWay({ scope, question, isDisabled, onSweep }: Props): ReactNode {
  const [asked] = useDebouncedValue(question.trim() === "" ? SOME_QUESTION : question.trim().slice(0, 20_000), 500);
  const { data, error } = useQuery(
    trpc.sweep.cost.queryOptions(
      { question: asked, scope, endpoint: {} },
      { placeholderData: keepPreviousData, retry: false, staleTime: 60_000 },
    ),
  );
  const held = useHeld();
  return (
    <li className={classes.way}>
      <IconArrowsLeftRight size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <h3>Read all of it, window by window</h3>
        {error !== null ? (
          <ErrorNote error={error} />
        ) : data === undefined ? (
          <p>Dividing what there is to read…</p>
        ) : (
          <>
            <p data-testid="sweep-plan">
              {countOf(data.windows, "window")}, {countOf(data.tokens, "token")}
              {data.cachedTokens > 0 && `, ${formatCount(data.cachedTokens)} of them already read before`},{" "}
              {data.seconds === null
                ? "time not known yet: this model’s speed was never measured"
                : `about ${formatDuration(data.seconds * 1000)}`}
              . Every document is read once; the answer is put together from what was found. It can be paused.
            </p>
            <p>
              {data.tooLarge.length === 0 ? (
                "Leaves out nothing."
              ) : (
                <>
                  Leaves out {countOf(data.tooLarge.length, "document")} that no window can hold:{" "}
                  {data.tooLarge.slice(0, 5).map(({ id, tokens }, index) => (
                    <span key={id}>
                      {index > 0 && ", "}
                      <a href={documentAddress(id, { back: currentAddress() })}>{id}</a> ({countOf(tokens, "token")})
                    </span>
                  ))}
                  {data.tooLarge.length > 5 && ` and ${formatCount(data.tooLarge.length - 5)} more`}.
                </>
              )}
            </p>
            {held !== null && <p className={classes.warn}>{held}</p>}
          </>
        )}
      </div>
      <Button
        size="xs"
        disabled={isDisabled || data === undefined || data.windows === 0}
        onClick={() => onSweep(held !== null)}
      >
        Read all of it
      </Button>
    </li>
  );
}

function Narrower({
  scope,
  name,
  onScope,
}: {
  readonly scope: Scope;
  readonly name: string;
  onScope(scope: Scope): void;
}): ReactNode {
  const { data } = useQuery(
    trpc.corpus.report.queryOptions({ scope, endpoint: {} }, { retry: false, staleTime: 60_000 }),
  );
  // What does not fit either is no way on.
  if (data === undefined || data.documents === 0 || !data.fits) return null;
  return (
    <UnstyledButton className={classes.less} onClick={() => onScope(scope)}>
      <strong>{name}</strong>
      <span>
        {countOf(data.documents, "document")}, {countOf(data.tokens, "token")}: fits
      </span>
    </UnstyledButton>
  );
}

function NarrowWay({ scope, report, onScope }: Props): ReactNode {
  return (
    <li className={classes.way}>
      <IconFilter size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <h3>Read less</h3>
        <p>
          Choose people, dates or what you sent, with the buttons under the question; or a model with a larger window in{" "}
          <a href={screenAddress("settings")}>Settings</a>: {countOf(report.tokens, "token")} are needed.
        </p>
        <div className={classes.lessList}>
          {narrowerScopes(scope, new Date()).map((each) => (
            <Narrower key={each.name} scope={each.scope} name={each.name} onScope={onScope} />
          ))}
        </div>
      </div>
    </li>
  );
}

function NewestWay({ scope, report, isDisabled, onNewest }: Props): ReactNode {
  const { data: fit } = useQuery(trpc.corpus.fit.queryOptions({ scope, endpoint: {} }, { retry: false }));
  return (
    <li className={classes.way}>
      <IconClock size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <h3>Read the newest that fit</h3>
        <p>
          {fit === undefined ? (
            "Counting what fits…"
          ) : (
            <>
              {countOf(fit.kept, "document")} of {formatCount(report.documents)} in one prompt;{" "}
              <LeftOut ids={fit.leftOut} verb="would stay out" />.
            </>
          )}
        </p>
      </div>
      <Button
        size="xs"
        variant="default"
        disabled={isDisabled || fit === undefined || fit.kept === 0}
        onClick={onNewest}
      >
        Ask the newest that fit
      </Button>
    </li>
  );
}

/** Shown in place of the button that asks. */
export function WaysOn(props: Props): ReactNode {
  const { report } = props;
  return (
    <section className={classes.ways} aria-label="Ways on">
      <h2 className={classes.title}>
        This is more than one window: {countOf(report.documents, "document")}, {report.exact ? "" : "about "}
        {countOf(report.tokens, "token")}; the window has {formatCount(report.window)}.
      </h2>
      <ul className={classes.list}>
        <SweepWay {...props} />
        <NarrowWay {...props} />
        <NewestWay {...props} />
      </ul>
    </section>
  );
}
