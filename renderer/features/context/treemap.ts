/**
 * A treemap's layout: rectangles as near to squares as they come, their areas as their weights. Pure.
 *
 * The squarified treemap of Bruls, Huizing and van Wijk (Data Visualization 2000): rows are laid along the shorter side
 * for as long as that makes the worst rectangle of the row better.
 */

/** A rectangle in pixels. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** The worst ratio of long to short side in a row of areas along a side of this length. */
function worst(areas: readonly number[], sum: number, side: number): number {
  const largest = Math.max(...areas);
  const smallest = Math.min(...areas);
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}

/** Boxes for weights, in their order; weights must be positive and should fall. */
export function treemap(weights: readonly number[], width: number, height: number): Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0 || width <= 0 || height <= 0) return weights.map(() => ({ x: 0, y: 0, width: 0, height: 0 }));
  const scale = (width * height) / total;
  const boxes: Box[] = [];
  let left: Box = { x: 0, y: 0, width, height };
  let at = 0;
  while (at < weights.length) {
    const side = Math.min(left.width, left.height);
    const row: number[] = [];
    let sum = 0;
    let ratio = Number.POSITIVE_INFINITY;
    for (let next = at; next < weights.length; next += 1) {
      const area = (weights[next] ?? 0) * scale;
      const longer = worst([...row, area], sum + area, side);
      if (row.length > 0 && longer > ratio) break;
      row.push(area);
      sum += area;
      ratio = longer;
    }
    const thickness = side === 0 ? 0 : sum / side;
    let along = 0;
    for (const area of row) {
      const length = thickness === 0 ? 0 : area / thickness;
      boxes.push(
        left.width >= left.height
          ? { x: left.x, y: left.y + along, width: thickness, height: length }
          : { x: left.x + along, y: left.y, width: length, height: thickness },
      );
      along += length;
    }
    left =
      left.width >= left.height
        ? { x: left.x + thickness, y: left.y, width: Math.max(0, left.width - thickness), height: left.height }
        : { x: left.x, y: left.y + thickness, width: left.width, height: Math.max(0, left.height - thickness) };
    at += row.length;
  }
  return boxes;
}

/** The box that an arrow key leads to: the nearest whose middle lies that way, `undefined` where there is none. */
export function neighbour(boxes: readonly Box[], from: number, key: string): number | undefined {
  const start = boxes[from];
  if (start === undefined) return undefined;
  const middle = (box: Box): readonly [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
  const [x, y] = middle(start);
  let best: { index: number; distance: number } | undefined;
  for (const [index, box] of boxes.entries()) {
    if (index === from) continue;
    const [otherX, otherY] = middle(box);
    const [dx, dy] = [otherX - x, otherY - y];
    const ahead = { ArrowRight: dx, ArrowLeft: -dx, ArrowDown: dy, ArrowUp: -dy }[key];
    if (ahead === undefined) return undefined;
    if (ahead <= 0.5) continue;
    const aside = key === "ArrowRight" || key === "ArrowLeft" ? Math.abs(dy) : Math.abs(dx);
    // What lies straight ahead is nearer than what lies aslant.
    const distance = ahead + 2 * aside;
    if (best === undefined || distance < best.distance) best = { index, distance };
  }
  return best?.index;
}
