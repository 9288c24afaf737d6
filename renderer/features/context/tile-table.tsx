/** The map as a table: the same groups for whoever reads rather than looks. */
import type { ReactNode } from "react";
import type { ContextMap, MapTile } from "../../../shared/context-map.ts";
import { formatCount } from "../../format.ts";
import { GROUPINGS, groupingWord, shareOf } from "./map-words.ts";
import classes from "./tile-table.module.css";

type Props = { readonly map: ContextMap; onSelect(key: string): void; onRemove(tile: MapTile): void };

/** One row a group, and one for the rest. */
export function TileTable({ map, onSelect, onRemove }: Props): ReactNode {
  const whole = map.tiles.reduce((sum, tile) => sum + tile.tokens, 0) + map.rest.tokens;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className={classes.scroll} tabIndex={0} aria-label="What fills the window, as a table">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{GROUPINGS.find(({ value }) => value === map.by)?.label}</th>
            <th scope="col">Tokens</th>
            <th scope="col">Share</th>
            <th scope="col">Documents</th>
            <th scope="col">Own words</th>
            <th scope="col">Quoted</th>
            <th scope="col">Folded away</th>
            <th scope="col">
              <span className="visually-hidden">What if</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {map.tiles.map((tile) => (
            <tr key={tile.key}>
              <th scope="row">
                <button type="button" className={classes.name} onClick={() => onSelect(tile.key)}>
                  {tile.label}
                </button>
              </th>
              <td>{formatCount(tile.tokens)}</td>
              <td>{shareOf(tile.tokens, whole)}</td>
              <td>{formatCount(tile.documents)}</td>
              <td>{formatCount(tile.split.own)}</td>
              <td>{formatCount(tile.split.quoted)}</td>
              <td>{formatCount(tile.folded)}</td>
              <td>
                <button type="button" className={classes.remove} onClick={() => onRemove(tile)}>
                  Without<span className="visually-hidden"> {tile.label}</span>
                </button>
              </td>
            </tr>
          ))}
          {map.rest.groups > 0 && (
            <tr>
              <th scope="row">
                {formatCount(map.rest.groups)} more {groupingWord(map.by)}
              </th>
              <td>{formatCount(map.rest.tokens)}</td>
              <td>{shareOf(map.rest.tokens, whole)}</td>
              <td>{formatCount(map.rest.documents)}</td>
              <td colSpan={4} />
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
