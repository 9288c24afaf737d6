/** What a connected endpoint says of itself, in words. */
import { IconCheck, IconMinus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { EndpointReport } from "../../../shared/schemas.ts";
import { Notice } from "../../components/notice.tsx";
import { formatCount } from "../../format.ts";
import classes from "./endpoint-report.module.css";
import { KIND_NAMES } from "./endpoint-words.ts";

/** What it can do, each with the words for yes and for no. */
function abilities({ capabilities }: EndpointReport): readonly (readonly [boolean, string])[] {
  const line = (can: boolean, yes: string, no: string): readonly [boolean, string] => [can, can ? yes : no];
  return [
    line(capabilities.counts === "exact", "Counts tokens exactly", "Token counts are estimates"),
    line(capabilities.reportsPrefill, "Tells how far it has read", "Does not tell how far it has read"),
    line(capabilities.reportsCached, "Tells what it had in memory", "Does not tell what it had in memory"),
  ];
}

/** What the model was made for, where the server gives it less. */
function trained({ windowTokens, trainContextTokens, isBundled }: EndpointReport): string {
  if (isBundled || trainContextTokens === undefined || trainContextTokens <= windowTokens) return "";
  return `; the model was made for ${formatCount(trainContextTokens)}`;
}

/** Shown after a check that went well, with what the owner should know of the server. */
export function EndpointReportCard({ report }: { readonly report: EndpointReport }): ReactNode {
  return (
    <div className={classes.report}>
      <Notice tone="good" title={`Connected: ${report.model}`} role="status">
        <dl className={classes.facts}>
          <div>
            <dt>Kind</dt>
            <dd>
              {KIND_NAMES[report.kind]}
              {report.version !== "" && `, ${report.version}`}
            </dd>
          </div>
          <div>
            <dt>Window</dt>
            <dd>
              {formatCount(report.windowTokens)} tokens
              {report.isBundled && "; it reads well up to about 1,500 of them"}
              {trained(report)}
            </dd>
          </div>
          {report.quantisation !== undefined && (
            <div>
              <dt>Weights</dt>
              <dd>{report.quantisation}</dd>
            </div>
          )}
        </dl>
        <ul className={classes.can}>
          {abilities(report).map(([can, words]) => (
            <li key={words}>
              {can ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
              {words}
            </li>
          ))}
        </ul>
      </Notice>
      {report.warnings.map((warning) => (
        <Notice key={warning.code} tone="warn">
          <p>{warning.message}</p>
        </Notice>
      ))}
    </div>
  );
}
