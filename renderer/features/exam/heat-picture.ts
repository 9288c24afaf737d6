/** The heat map as a picture to keep, and how files reach the owner. */
import { type Heat, heatColor, shortLength } from "./heat.ts";

/** Hands a file to the owner. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download reads the address after this moment.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const SQUARE = { width: 92, height: 44 } as const;
const MARGIN = { left: 96, top: 74, right: 28, bottom: 64 } as const;

/** Draws the heat map, on white as in print. */
export async function heatPicture(heat: Heat, title: string, subtitle: string): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const scale = 2;
  const width = MARGIN.left + Math.max(5, heat.lengths.length) * SQUARE.width + MARGIN.right;
  const height = MARGIN.top + heat.rows.length * SQUARE.height + MARGIN.bottom;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const draw = canvas.getContext("2d");
  if (draw === null) throw new Error("this browser draws nothing");
  draw.scale(scale, scale);
  draw.fillStyle = "#ffffff";
  draw.fillRect(0, 0, width, height);
  const text = (words: string, x: number, y: number, font: string, align: CanvasTextAlign, color = "#211e1a"): void => {
    draw.font = font;
    draw.textAlign = align;
    draw.fillStyle = color;
    draw.fillText(words, x, y);
  };
  text(title, MARGIN.left, 30, "600 17px sans-serif", "left");
  text(subtitle, MARGIN.left, 52, "13px sans-serif", "left", "#5c574f");
  for (const [row, { from, to, squares }] of heat.rows.entries()) {
    const y = MARGIN.top + row * SQUARE.height;
    text(
      `${Math.round(from * 100)}–${Math.round(to * 100)}%`,
      MARGIN.left - 10,
      y + SQUARE.height / 2 + 4,
      "12px sans-serif",
      "right",
      "#5c574f",
    );
    for (const [column, { score }] of squares.entries()) {
      const x = MARGIN.left + column * SQUARE.width;
      draw.fillStyle = score === null ? "#f1eee9" : heatColor(score);
      draw.fillRect(x + 1, y + 1, SQUARE.width - 2, SQUARE.height - 2);
      if (score !== null)
        text(String(score), x + SQUARE.width / 2, y + SQUARE.height / 2 + 5, "14px sans-serif", "center");
    }
  }
  const bottom = MARGIN.top + heat.rows.length * SQUARE.height;
  for (const [column, length] of heat.lengths.entries()) {
    text(
      shortLength(length),
      MARGIN.left + (column + 0.5) * SQUARE.width,
      bottom + 20,
      "12px sans-serif",
      "center",
      "#5c574f",
    );
  }
  text("Length of the prompt in tokens", MARGIN.left, bottom + 44, "12px sans-serif", "left", "#5c574f");
  text("Depth", 14, MARGIN.top - 8, "12px sans-serif", "left", "#5c574f");
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture came")) : resolve(blob)), "image/png");
  });
}
