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
  vllm: "vLLM",
  ollama: "Ollama",
  "lm-studio": "LM Studio",
  sglang: "SGLang",
  "openai-compatible": "OpenAI-compatible server",
} as const satisfies Readonly<Record<EndpointReport["kind"], string>>;

/** What it can do, each with the words for yes and for no. */
function abilities({ capabilities }: EndpointReport): readonly (readonly [boolean, string])[] {
  const line = (can: boolean, yes: string, no: string): readonly [boolean, string] => [can, can ? yes : no];
  return [
    line(capabilities.counts === "exact", "Counts tokens exactly", "Token counts are estimates"),
    line(capabilities.reportsPrefill, "Tells how far it has read", "Does not tell how far it has read"),
    line(capabilities.reportsCached, "Tells what it had in memory", "Does not tell what it had in memory"),
  ];
}

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
        {abilities(report).map(([can, words]) => (
          <li key={words}>
            {can ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
            {words}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
