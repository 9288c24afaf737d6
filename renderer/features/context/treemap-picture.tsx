/**
 * The picture: a tile a group, as large as what it takes.
 *
 * One focus stop; arrows go from tile to tile as they lie, Enter opens one, Delete takes one away. The table beside it
 * (tile-table.tsx) says the same without a picture.
 */
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { ContextMap, MapTile } from "../../../shared/context-map.ts";
import { countOf, formatCount } from "../../format.ts";
import { groupingWord, shareOf, shortTokens, tileWords } from "./map-words.ts";
import { type Box, neighbour, treemap } from "./treemap.ts";
import classes from "./treemap-picture.module.css";

type Props = {
  readonly map: ContextMap;
  readonly selected: string | null;
  onSelect(key: string | null): void;
  onRemove(tile: MapTile): void;
};

const GAP = 3;

function boxStyle(box: Box) {
  return {
    transform: `translate(${box.x}px, ${box.y}px)`,
    width: Math.max(0, box.width - GAP),
    height: Math.max(0, box.height - GAP),
  };
}

/** What a tile's words are of, as a thin bar at its foot. */
function SplitStrip({ tile }: { readonly tile: MapTile }): ReactNode {
  return (
    <span className={classes.strip} aria-hidden>
      <span data-part="own" style={{ flexGrow: tile.split.own }} />
      <span data-part="quoted" style={{ flexGrow: tile.split.quoted }} />
      <span data-part="header" style={{ flexGrow: tile.split.header }} />
    </span>
  );
}

function TileText({
  tile,
  box,
  whole,
}: {
  readonly tile: MapTile;
  readonly box: Box;
  readonly whole: number;
}): ReactNode {
  const isWide = box.width > 54 && box.height > 30;
  const isTall = box.width > 84 && box.height > 54;
  const isLarge = box.width > 150 && box.height > 96;
  return (
    <span className={classes.text}>
      {isWide && (
        <span className={classes.label} data-lines={box.height > 74 ? 2 : 1}>
          {tile.label}
        </span>
      )}
      {isTall && <span className={classes.tokens}>{shortTokens(tile.tokens)}</span>}
      {isLarge && (
        <span className={classes.share}>
          {shareOf(tile.tokens, whole)} · {countOf(tile.documents, "document")}
        </span>
      )}
    </span>
  );
}

/** Tiles and, where there are many more groups, one for the rest. */
export function TreemapPicture({ map, selected, onSelect, onRemove }: Props): ReactNode {
  const { ref, width, height } = useElementSize();
  const tiles = useRef<(HTMLButtonElement | null)[]>([]);
  const [active, setActive] = useState(0);
  const shown = map.tiles.filter((tile) => tile.tokens > 0);
  const whole = shown.reduce((sum, tile) => sum + tile.tokens, 0) + map.rest.tokens;
  const weights = [...shown.map((tile) => tile.tokens), ...(map.rest.tokens > 0 ? [map.rest.tokens] : [])];
  // The rest belongs at its place by size, or the rectangles become slivers; it is drawn last all the same.
  const order = weights.map((_, index) => index).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const laid = treemap(
    order.map((index) => weights[index] ?? 0),
    width,
    height,
  );
  const boxes: Box[] = [];
  for (const [position, index] of order.entries()) {
    const box = laid[position];
    if (box !== undefined) boxes[index] = box;
  }
  const current = Math.min(active, shown.length - 1);
  const focus = (index: number): void => {
    setActive(index);
    tiles.current[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const tile = shown[current];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      if (tile !== undefined) onRemove(tile);
      return;
    }
    if (event.key === "Escape") {
      onSelect(null);
      return;
    }
    const next =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? shown.length - 1
          : neighbour(boxes.slice(0, shown.length), current, event.key);
    if (next === undefined) return;
    event.preventDefault();
    focus(next);
  };

  const restBox = map.rest.tokens > 0 ? boxes[shown.length] : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be positioned in.
    <div
      ref={ref}
      className={classes.picture}
      role="group"
      aria-label={`What fills the window, by ${map.by}: arrows move, Enter opens, Delete takes away`}
      onKeyDown={onKeyDown}
    >
      {shown.map((tile, index) => {
        const box = boxes[index];
        if (box === undefined || width === 0) return null;
        return (
          <button
            key={tile.key}
            type="button"
            ref={(element) => {
              tiles.current[index] = element;
            }}
            className={classes.tile}
            style={
              {
                ...boxStyle(box),
                "--depth": `${Math.round(12 + 26 * Math.sqrt(tile.tokens / (shown[0]?.tokens ?? 1)))}%`,
              } as React.CSSProperties
            }
            tabIndex={index === current ? 0 : -1}
            aria-label={tileWords(tile, whole)}
            aria-pressed={tile.key === selected}
            title={tileWords(tile, whole)}
            onFocus={() => setActive(index)}
            onClick={() => onSelect(tile.key === selected ? null : tile.key)}
          >
            <TileText tile={tile} box={box} whole={whole} />
            {box.height > 20 && box.width > 20 && <SplitStrip tile={tile} />}
          </button>
        );
      })}
      {restBox !== undefined && width > 0 && (
        <div
          className={classes.rest}
          style={boxStyle(restBox)}
          title={`${formatCount(map.rest.groups)} more ${groupingWord(map.by)}: ${countOf(map.rest.tokens, "token")}`}
        >
          {restBox.width > 70 && restBox.height > 34 && (
            <>
              {formatCount(map.rest.groups)} more {groupingWord(map.by)}
            </>
          )}
        </div>
      )}
    </div>
  );
}
