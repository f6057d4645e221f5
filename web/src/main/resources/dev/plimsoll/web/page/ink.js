// What the canvas is painted with: the theme's colours, and a hatch for each series, so that areas can
// be told apart without their colours.
import { html, useEffect, useRef } from "./vendor/preact.js";
import { colour, useTheme } from "./theme.js";

export const SERIES = 7;
const SIZE = 8;

const HATCHES = [
  () => {},
  (pen) => lines(pen, [[0, SIZE, SIZE, 0], [-1, 1, 1, -1], [SIZE - 1, SIZE + 1, SIZE + 1, SIZE - 1]]),
  (pen) => pen.fillRect(2, 2, 3, 3),
  (pen) => lines(pen, [[0, 0, SIZE, SIZE], [-1, SIZE - 1, 1, SIZE + 1], [SIZE - 1, -1, SIZE + 1, 1]]),
  (pen) => lines(pen, [[0, SIZE / 2, SIZE, SIZE / 2]]),
  (pen) => lines(pen, [[SIZE / 2, 0, SIZE / 2, SIZE]]),
  (pen) => lines(pen, [[0, SIZE / 2, SIZE, SIZE / 2], [SIZE / 2, 0, SIZE / 2, SIZE]]),
];

function lines(pen, all) {
  for (const [x1, y1, x2, y2] of all) {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  }
}

function tile(ground, mark, hatch) {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.globalAlpha = 0.55;
  pen.strokeStyle = mark;
  pen.fillStyle = mark;
  pen.lineWidth = 1.5;
  HATCHES[hatch](pen);
  return canvas;
}

const pattern = (pen, ground, mark, hatch) => pen.createPattern(tile(ground, mark, hatch), "repeat");

/** The fill of a series, 0 to 6; the last is for all others. */
export const seriesFill = (pen, index) => pattern(pen, colour(`series-${index + 1}`), colour("surface"), index);

/** The fill of what is over the limit. */
export const overFill = (pen) => pattern(pen, colour("over"), colour("over-stripe"), 1);

/** A series' sign beside its name. */
export function Swatch({ index }) {
  const canvas = useRef();
  const theme = useTheme();
  useEffect(() => {
    const pen = canvas.current.getContext("2d");
    pen.fillStyle = seriesFill(pen, index);
    pen.fillRect(0, 0, 28, 28);
  }, [index, theme]);
  return html`<canvas ref=${canvas} class="swatch" width="28" height="28" aria-hidden="true" />`;
}
