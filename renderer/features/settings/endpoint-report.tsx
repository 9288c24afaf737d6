/** What a connected endpoint says of itself, in words. */
import { IconCheck, IconMinus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { EndpointReport } from "../../../shared/schemas.ts";
import { Notice } from "../../components/notice.tsx";
import { formatCount } from "../../format.ts";
import classes from "./endpoint-report.module.css";

const KINDS = {
  embedded: "runs inside Longhand, on this machine",
  "llama-server": "llama-server (llama.cpp)",
} as const;

const CAPABILITIES = {
  exactCounts: ["Counts tokens exactly", "Token counts are estimates"],
  prefillProgress: ["Tells how far it has read", "Does not tell how far it has read"],
  reportsCache: ["Tells what it had in memory", "Does not tell what it had in memory"],
} as const satisfies Readonly<Record<keyof EndpointReport["can"], readonly [string, string]>>;

/** Shown after a check that went well. */
export function EndpointReportCard({ report }: { readonly report: EndpointReport }): ReactNode {
  return (
    <Notice tone="good" title={`Connected: ${report.model}`} role="status">
      <dl className={classes.facts}>
        <div>
          <dt>Kind</dt>
          <dd>
            {KINDS[report.kind]}
            {report.version !== "" && `, ${report.version}`}
          </dd>
        </div>
        <div>
          <dt>Window</dt>
          <dd>
            {formatCount(report.windowTokens)} tokens
            {report.isBundled && "; it reads well up to about 1,500 of them"}
          </dd>
        </div>
      </dl>
      <ul className={classes.can}>
        {Object.entries(CAPABILITIES).map(([name, [yes, no]]) => {
          const can = report.can[name as keyof EndpointReport["can"]];
          return (
            <li key={name}>
              {can ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
              {can ? yes : no}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
