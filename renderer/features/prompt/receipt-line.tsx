/** The receipt of an answer or a draft: one sentence, and every figure on a click. */
import { UnstyledButton } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { predictionWords } from "../../../shared/reading-words.ts";
import type { Receipt } from "../../../shared/schemas.ts";
import { formatCount, formatDuration, NUMBER_WORDS } from "../../format.ts";
import { endpointName } from "../settings/endpoint-words.ts";
import classes from "./receipt-line.module.css";
import { receiptWords } from "./run-words.ts";

/** What came from the server's memory and what was read anew; not every server says. */
function readRows({ cachedTokens, evaluatedTokens, prefillMs }: Receipt): readonly (readonly [string, string])[] {
  if (cachedTokens === null || evaluatedTokens === null) {
    return [["… in", `${formatDuration(prefillMs)}; this server does not say what it had in memory`]];
  }
  return [
    ["… already read before", `${formatCount(cachedTokens)} tokens`],
    ["… read anew", `${formatCount(evaluatedTokens)} tokens in ${formatDuration(prefillMs)}`],
  ];
}

function rows(receipt: Receipt): readonly (readonly [string, string])[] {
  return [
    ["Model", receipt.model],
    ["Endpoint", endpointName({ address: receipt.endpoint })],
    ["Window", `${formatCount(receipt.windowTokens)} tokens`],
    ["Sent by Longhand", `${receipt.exact ? "" : "at most "}${formatCount(receipt.assembledTokens)} tokens`],
    ["Read by the model", `${formatCount(receipt.promptTokens)} tokens`],
    ...readRows(receipt),
    ...(receipt.reading === undefined
      ? []
      : ([
          ["Predicted", predictionWords(receipt.reading.prediction, NUMBER_WORDS)],
          ["… and it came", receipt.reading.words],
        ] as const)),
    ["Written", `${formatCount(receipt.answerTokens)} tokens in ${formatDuration(receipt.decodeMs)}`],
    ["Ended", receipt.answerCut ? "at its length limit" : "by itself"],
  ];
}

/** A quiet line. */
export function ReceiptLine({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.receipt}>
      <UnstyledButton className={classes.line} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconReceipt size={15} stroke={1.6} aria-hidden className={classes.icon} />
        <span>
          {receiptWords(receipt)} <span className={classes.more}>{isOpen ? "Less" : "Details"}</span>
        </span>
      </UnstyledButton>
      {isOpen && (
        <dl className={classes.table}>
          {rows(receipt).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
