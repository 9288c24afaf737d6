/** The window as one bar: what is read, what of it the model holds already, what is kept free, what is too much. */
import type { ReactNode } from "react";
import type { ContextMap } from "../../../shared/context-map.ts";
import { countOf, formatCount } from "../../format.ts";
import classes from "./window-bar.module.css";

type Part = {
  readonly name: "cached" | "read" | "withdrawn" | "over" | "kept" | "free";
  readonly tokens: number;
  readonly label: string;
};

function partsOf({ bar }: ContextMap, cachedTokens: number): Part[] {
  const prefix = bar.rulesTokens + bar.documentTokens + bar.withdrawnTokens;
  const room = Math.max(0, bar.windowTokens - bar.reservedTokens);
  const cached = Math.min(cachedTokens, prefix, room);
  const rest = Math.min(prefix, room) - cached;
  // Where they lie in the prompt nobody needs to know: they are drawn at the end of what is read.
  const withdrawn = Math.min(bar.withdrawnTokens, rest);
  const parts: Part[] = [
    { name: "cached", tokens: cached, label: "In the model’s memory" },
    { name: "read", tokens: rest - withdrawn, label: cached > 0 ? "Still to be read" : "Documents" },
    { name: "withdrawn", tokens: withdrawn, label: "Withdrawn, hidden until a rebuild" },
    { name: "over", tokens: Math.max(0, prefix - room), label: "Too much" },
    { name: "free", tokens: Math.max(0, bar.freeTokens), label: "Free" },
    { name: "kept", tokens: bar.reservedTokens, label: "Kept for question and answer" },
  ];
  return parts.filter((part) => part.tokens > 0);
}

/** The bar with its legend; everything it shows is also written. `cachedTokens`: what the endpoint holds already. */
export function WindowBar({
  map,
  cachedTokens,
}: {
  readonly map: ContextMap;
  readonly cachedTokens: number;
}): ReactNode {
  const { bar, exact, tokens } = map;
  const parts = partsOf(map, cachedTokens);
  const whole = parts.reduce((sum, part) => sum + part.tokens, 0);
  const about = exact ? "" : "about ";
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span>
          <strong>
            {about}
            {countOf(tokens, "token")}
          </strong>{" "}
          of a window of {formatCount(bar.windowTokens)}
        </span>
        <span data-tone={bar.freeTokens < 0 ? "bad" : "good"} className={classes.verdict}>
          {bar.freeTokens < 0 ? `${formatCount(-bar.freeTokens)} too many` : "fits"}
        </span>
      </figcaption>
      <div className={classes.bar} aria-hidden>
        {parts.map((part) => (
          <span
            key={part.name}
            className={classes.part}
            data-part={part.name}
            style={{ flexGrow: part.tokens / whole, minWidth: part.tokens / whole < 0.004 ? 3 : undefined }}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part) => (
          <li key={part.name}>
            <span className={classes.key} data-part={part.name} aria-hidden />
            {part.label} <span className={classes.number}>{formatCount(part.tokens)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
