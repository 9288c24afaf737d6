/** An answer as lines for people: what it says, what proves it, what was read for it. */
import { isAbsentAnswer } from "../../shared/absence.ts";
import type { AskResult, Citation } from "../../shared/schemas.ts";
import { formatNumber, printLine, receiptLine } from "./output.ts";

function citationLine(citation: Citation): string {
  const also =
    citation.alsoIn.length === 0
      ? ""
      : `, also in ${citation.alsoIn.slice(0, 5).join(", ")}${citation.alsoIn.length > 5 ? " ..." : ""}`;
  switch (citation.state) {
    case "verified":
      return `  proof: "${citation.quote}" stands word for word in ${citation.id}${also}`;
    case "near":
      return `  CHECK THIS: "${citation.quote}" is not what ${citation.id} says${citation.source === undefined ? "" : `: "${citation.source}"`}`;
    case "wrong-id":
      return `  wrong id: "${citation.quote}" is not in ${citation.claimedId} but in ${citation.id}${also}`;
    case "not-found":
      return `  NOT FOUND: "${citation.quote}"${citation.claimedId === null ? "" : ` (said to be in ${citation.claimedId})`}`;
  }
}

/** One answer for people: what proves it, what was read, what to look at twice. */
export async function printAnswer(result: AskResult): Promise<void> {
  await printLine(`Question: ${result.question}`);
  await printLine(`Answer:   ${result.answer}`);
  for (const citation of result.citations) await printLine(citationLine(citation));
  if (isAbsentAnswer(result.answer)) {
    await printLine(
      result.findings === undefined
        ? "  the model read everything in this scope and says that the answer is not there"
        : `  the model read what the sweep found (${result.findings}), not the archive again, and says that the answer is not there`,
    );
  } else if (result.citations.length === 0) {
    await printLine("  NO PROOF: nothing in this answer is quoted from the archive");
  }
  for (const { id, words } of result.notices) {
    await printLine(`  notice: ${id} holds words that look like an instruction to the model: "${words}"`);
  }
  await printLine(`  receipt: ${receiptLine(result.receipt)}`);
  const { exam, canary } = result.receipt;
  if (exam !== undefined) {
    await printLine(
      `  beyond the exam: read well up to ${formatNumber(exam.recommendedTokens)} tokens, this had ${formatNumber(exam.promptTokens)}; look at the proof${exam.isOutdated ? " (the model or its server changed since: a new exam is due)" : ""}`,
    );
  }
  if (canary !== undefined) await printLine(`  canaries: ${canary.message}`);
  if (result.fit !== null && result.fit.leftOut.length > 0) {
    await printLine(
      `  left out to fit the window: ${formatNumber(result.fit.leftOut.length)} documents (${result.fit.leftOut.join(", ")})`,
    );
  }
}
