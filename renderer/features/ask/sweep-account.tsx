/** The proof of coverage: how many documents were read, and every one that was not, by name, with a way on. */
import type { ReactNode } from "react";
import type { SweepReport } from "../../../shared/sweep.ts";
import { currentAddress } from "../../app/navigation.ts";
import { documentAddress, screenAddress } from "../../app/route.ts";
import { Notice } from "../../components/notice.tsx";
import { countOf, formatCount } from "../../format.ts";
import classes from "./sweep-account.module.css";
import { coverageWords } from "./sweep-cells.ts";

/** More are counted. */
const LISTED = 40;

function TooLarge({ report }: { readonly report: SweepReport }): ReactNode {
  const { tooLarge } = report;
  if (tooLarge.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={`${countOf(tooLarge.length, "document is", "documents are")} larger than the window and could not be read.`}
    >
      <p>
        {tooLarge.slice(0, LISTED).map(({ id, tokens }, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <a href={documentAddress(id, { back: currentAddress() })}>{id}</a> ({countOf(tokens, "token")})
          </span>
        ))}
        {tooLarge.length > LISTED && ` and ${formatCount(tooLarge.length - LISTED)} more`}. A model with a larger window
        reads them: choose one in <a href={screenAddress("settings")}>Settings</a>.
      </p>
    </Notice>
  );
}

/** `children` is the way on where windows failed. */
export function SweepAccount({
  report,
  children,
}: {
  readonly report: SweepReport;
  readonly children: ReactNode;
}): ReactNode {
  const failed = report.windows.flatMap((window, index) =>
    window.error === null ? [] : [{ ...window, number: index + 1 }],
  );
  const isWhole = failed.length === 0 && report.tooLarge.length === 0;
  return (
    <section aria-label="Coverage" className={classes.account}>
      <Notice tone={isWhole ? "good" : "info"} title={coverageWords(report)}>
        {isWhole && <p>Nothing in what you chose was left out, and nothing was read twice.</p>}
      </Notice>
      {failed.length > 0 && (
        <Notice tone="bad" title={`${countOf(failed.length, "window")} could not be read.`}>
          <ul className={classes.list}>
            {failed.slice(0, LISTED).map(({ number, first, last, documents, error }) => (
              <li key={number}>
                Window {formatCount(number)} ({countOf(documents, "document")}, {first} to {last}): {error}
              </li>
            ))}
            {failed.length > LISTED && <li>and {formatCount(failed.length - LISTED)} more</li>}
          </ul>
          <div className={classes.ways}>{children}</div>
        </Notice>
      )}
      <TooLarge report={report} />
    </section>
  );
}
