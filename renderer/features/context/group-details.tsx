/** The group that is open: what it takes, of what its words are, and what can be done with it. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ContextMap, MapTile } from "../../../shared/context-map.ts";
import { countOf, formatCount } from "../../format.ts";
import classes from "./group-details.module.css";
import { shareOf } from "./map-words.ts";

type Props = {
  readonly map: ContextMap;
  readonly tile: MapTile;
  onRemove(): void;
  onInside(): void;
  onClose(): void;
};

/** Under the picture, in the place of the legend. */
export function GroupDetails({ map, tile, onRemove, onInside, onClose }: Props): ReactNode {
  return (
    <div className={classes.details} role="status">
      <div className={classes.words}>
        <p className={classes.name}>{tile.label}</p>
        <p className={classes.numbers}>
          {countOf(tile.tokens, "token")} ({shareOf(tile.tokens, map.tokens)}) in {countOf(tile.documents, "document")}:{" "}
          {formatCount(tile.split.own)} own words, {formatCount(tile.split.quoted)} quoted,{" "}
          {formatCount(tile.split.header)} headers
          {tile.folded > 0 && `; about ${formatCount(tile.folded)} folded away`}
        </p>
      </div>
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={onInside}>
          Look inside
        </Button>
        <Button size="xs" variant="default" onClick={onRemove}>
          What if without it?
        </Button>
        <Button size="xs" variant="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

/** What the colours at a tile's foot mean. */
export function SplitLegend({ map }: { readonly map: ContextMap }): ReactNode {
  return (
    <ul className={classes.legend}>
      <li>
        <span className={classes.key} data-part="own" aria-hidden /> Own words {formatCount(map.split.own)}
      </li>
      <li>
        <span className={classes.key} data-part="quoted" aria-hidden /> Quoted {formatCount(map.split.quoted)}
      </li>
      <li>
        <span className={classes.key} data-part="header" aria-hidden /> Headers {formatCount(map.split.header)}
      </li>
      <li>
        <span className={classes.key} data-part="folded" aria-hidden /> Folded away, not read twice: about{" "}
        {formatCount(map.folded)}
      </li>
    </ul>
  );
}
