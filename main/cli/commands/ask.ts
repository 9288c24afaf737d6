import type { Command } from "commander";
import { isAbsentAnswer } from "../../../shared/absence.ts";
import type { AskResult, Citation } from "../../../shared/schemas.ts";
import {
  type CommonOptions,
  collectWords,
  type EndpointOptions,
  endpointOf,
  type ScopeOptions,
  scopeOf,
  withCommon,
  withEndpoint,
  withEvict,
  withFit,
  withScope,
} from "../options.ts";
import { followRun, formatNumber, printLine, receiptLine } from "../output.ts";
import { runCommand } from "../session.ts";

function citationLine(citation: Citation): string {
  const also =
    citation.alsoIn.length === 0
      ? ""
      : `, also in ${citation.alsoIn.slice(0, 5).join(", ")}${citation.alsoIn.length > 5 ? " ..." : ""}`;
  switch (citation.state) {
    case "verified":
      return `  proof: "${citation.quote}" stands word for word in ${citation.id}${also}`;
    case "near":
      return `  CHECK THIS: "${citation.quote}" begins like ${citation.id}, which does not say all of it`;
    case "wrong-id":
      return `  wrong id: "${citation.quote}" is not in ${citation.claimedId} but in ${citation.id}${also}`;
    case "not-found":
      return `  NOT FOUND: "${citation.quote}"${citation.claimedId === null ? "" : ` (said to be in ${citation.claimedId})`}`;
  }
}

async function printResult(result: AskResult): Promise<void> {
  await printLine(`Question: ${result.question}`);
  await printLine(`Answer:   ${result.answer}`);
  for (const citation of result.citations) await printLine(citationLine(citation));
  if (isAbsentAnswer(result.answer)) {
    await printLine("  the model read everything in this scope and says that the answer is not there");
  } else if (result.citations.length === 0) {
    await printLine("  NO PROOF: nothing in this answer is quoted from the archive");
  }
  await printLine(`  receipt: ${receiptLine(result.receipt)}`);
  if (result.fit !== null && result.fit.leftOut.length > 0) {
    await printLine(
      `  left out to fit the window: ${formatNumber(result.fit.leftOut.length)} documents (${result.fit.leftOut.join(", ")})`,
    );
  }
}

/** `ask "question"... [scope] [endpoint] [--fit newest]` */
export function addAsk(program: Command): void {
  withEvict(withFit(withEndpoint(withScope(withCommon(program.command("ask"))))))
    .description("ask the whole archive; every quote in the answer is checked")
    .argument("<question...>", "one question each", collectWords)
    .action(
      (
        questions: string[],
        options: CommonOptions &
          ScopeOptions &
          EndpointOptions & { readonly fit?: "newest"; readonly allowEvict?: boolean },
      ) =>
        runCommand("ask", options, "prefer-write", async (api) => {
          const events = await api.ask.run({
            questions,
            scope: scopeOf(options),
            endpoint: endpointOf(options),
            allowEvict: options.allowEvict === true,
            ...(options.fit === undefined ? {} : { fit: options.fit }),
          });
          await followRun(events, options.json === true, printResult);
        }),
    );
}
