// A chart over time, drawn by uPlot (a global, see index.html): the theme, the size, the limit's line,
// shaded times, marked moments, a caption that tells in words what the picture shows, and the keyboard.
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { clock, count, minute } from "./format.js";
import { overFill } from "./ink.js";
import { colour, useTheme } from "./theme.js";

const FONT = '12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const DAY = 86_400_000;
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });
const month = new Intl.DateTimeFormat("en", { month: "short", year: "numeric" });

function timeWords(plot, splits, axis, space, step) {
  let last = "";
  return splits.map((time) => {
    if (step >= 27 * DAY) return month.format(time);
    if (step >= DAY) return day.format(time);
    const date = day.format(time);
    const turn = last && date !== last;
    last = date;
    return (step < 60_000 ? clock(time) : minute(time)) + (turn ? `\n${date}` : "");
  });
}

const shown = (plot) => ({ left: plot.bbox.left, top: plot.bbox.top, width: plot.bbox.width, height: plot.bbox.height });

function paintShades(plot, shades) {
  const { ctx: pen } = plot;
  const { left, top, width, height } = shown(plot);
  for (const { from, to, kind } of shades ?? []) {
    const x1 = Math.max(left, plot.valToPos(from, "x", true));
    const x2 = Math.min(left + width, Math.max(plot.valToPos(to, "x", true), x1 + 2 * devicePixelRatio));
    if (x2 <= left || x1 >= left + width) continue;
    pen.save();
    pen.globalAlpha = 0.16;
    pen.fillStyle = colour(kind);
    pen.fillRect(x1, top, x2 - x1, height);
    pen.globalAlpha = 1;
    // The edge at the top tells peaks (dashed) from sustained (solid) without the colour.
    pen.strokeStyle = colour(kind);
    pen.lineWidth = 4 * devicePixelRatio;
    if (kind === "peak") pen.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    pen.beginPath();
    pen.moveTo(x1, top + 2 * devicePixelRatio);
    pen.lineTo(x2, top + 2 * devicePixelRatio);
    pen.stroke();
    pen.font = scaled(FONT);
    const word = kind === "peak" ? "peak" : "sustained";
    if (x2 - x1 > pen.measureText(word).width + 8 * devicePixelRatio) {
      pen.fillStyle = colour(kind);
      pen.textAlign = "left";
      pen.textBaseline = "top";
      pen.fillText(word, x1 + 4 * devicePixelRatio, top + 8 * devicePixelRatio);
    }
    pen.restore();
  }
}

const scaled = (font) => font.replace(/^(\d+)px/, (all, size) => `${size * devicePixelRatio}px`);

function paintOver(plot, limit, line) {
  const { ctx: pen } = plot;
  const { left, top, width } = shown(plot);
  const y = plot.valToPos(limit, "y", true);
  const [times] = plot.data;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, Math.max(0, y - top));
  pen.clip();
  pen.beginPath();
  let first;
  let x = left;
  const close = () => first !== undefined && (pen.lineTo(x, y), pen.lineTo(first, y));
  plot.data[line].forEach((value, at) => {
    if (value === null || value === undefined) {
      close();
      first = undefined;
      return;
    }
    x = plot.valToPos(times[at], "x", true);
    if (first === undefined) {
      first = x;
      pen.moveTo(x, y);
    }
    pen.lineTo(x, plot.valToPos(value, "y", true));
  });
  close();
  pen.fillStyle = overFill(pen);
  pen.globalAlpha = 0.85;
  pen.fill();
  pen.restore();
}

function paintLimit(plot, limit) {
  const { ctx: pen } = plot;
  const { left, width, top } = shown(plot);
  const y = plot.valToPos(limit, "y", true);
  if (y < top) return;
  pen.save();
  pen.strokeStyle = colour("ink");
  pen.lineWidth = 1.5 * devicePixelRatio;
  pen.setLineDash([8 * devicePixelRatio, 4 * devicePixelRatio]);
  pen.beginPath();
  pen.moveTo(left, y);
  pen.lineTo(left + width, y);
  pen.stroke();
  pen.font = scaled(FONT);
  pen.textAlign = "left";
  pen.textBaseline = "bottom";
  const word = `limit ${count(limit)}`;
  const x = left + 6 * devicePixelRatio;
  pen.setLineDash([]);
  pen.lineWidth = 4 * devicePixelRatio;
  pen.lineJoin = "round";
  pen.strokeStyle = colour("surface");
  pen.strokeText(word, x, y - 3 * devicePixelRatio);
  pen.fillStyle = colour("ink");
  pen.fillText(word, x, y - 3 * devicePixelRatio);
  pen.restore();
}

function paintMoments(plot, moments) {
  const { ctx: pen } = plot;
  const { left, top, width, height } = shown(plot);
  for (const { time, letter } of moments ?? []) {
    const x = plot.valToPos(time, "x", true);
    if (x < left || x > left + width) continue;
    const radius = 9 * devicePixelRatio;
    pen.save();
    pen.strokeStyle = colour("accent");
    pen.fillStyle = colour("accent");
    pen.lineWidth = 2 * devicePixelRatio;
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, top + height);
    pen.stroke();
    pen.beginPath();
    pen.arc(x, top + height - radius, radius, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = colour("on-accent");
    pen.font = "bold " + scaled(FONT);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(letter, x, top + height - radius);
    pen.restore();
  }
}

function optionsOf(latest, size, onIndex) {
  const { plan, onRange } = latest.current;
  const axis = { font: FONT, stroke: colour("ink-soft"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 } };
  return {
    ...size,
    ms: 1,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    cursor: { y: false, drag: { x: Boolean(onRange), y: false, setScale: false }, points: { size: 7 } },
    scales: {
      x: { time: true, range: (plot, from, to) => latest.current.range ?? [from, to] },
      y: { range: (plot, least, most) => [0, Math.max(latest.current.limit ? latest.current.limit * 1.12 : 0, (most || 0) * 1.08, 1)] },
    },
    axes: [
      { ...axis, values: timeWords, space: 64, size: 40 },
      { ...axis, values: (plot, splits) => splits.map((value) => (latest.current.format ?? count)(value)), size: 58, space: 40 },
    ],
    ...plan(),
    hooks: {
      drawClear: [(plot) => paintShades(plot, latest.current.shades)],
      draw: [
        (plot) => {
          const { limit, over, moments } = latest.current;
          if (limit && over) paintOver(plot, limit, over);
          if (limit) paintLimit(plot, limit);
          paintMoments(plot, moments);
        },
      ],
      setCursor: [(plot) => onIndex(plot.cursor.left < 0 ? null : plot.cursor.idx)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 8) return;
          latest.current.onRange?.(Math.round(plot.posToVal(left, "x")), Math.round(plot.posToVal(left + width, "x")));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Calls `choose` with the time of a click that was no drag. */
function listenToClicks(plot, latest) {
  let pressed = 0;
  plot.over.addEventListener("mousedown", (event) => (pressed = event.clientX));
  plot.over.addEventListener("click", (event) => {
    if (Math.abs(event.clientX - pressed) > 4) return;
    const left = event.clientX - plot.over.getBoundingClientRect().left;
    latest.current.onMoment?.(Math.round(plot.posToVal(left, "x")));
  });
}

/**
 * The chart. `plan()` gives uPlot's series and bands, `data` its columns with times in milliseconds,
 * `label` names it, `summary` tells what it shows, `describe(index)` one moment of it. `limit` is drawn
 * in; with `over`, what the column of that number has above it is hatched. `onRange(from, to)` lets the
 * reader drag over a range, `onMoment(time)` pick a moment, by Enter too.
 */
export function Chart(props) {
  const { label, summary, height = 240, data, describe, onMoment, shape } = props;
  const place = useRef();
  const plot = useRef();
  const latest = useRef();
  latest.current = props;
  const theme = useTheme();
  const [index, setIndex] = useState(null);

  useEffect(() => {
    const size = { width: place.current.clientWidth, height };
    plot.current = new uPlot(optionsOf(latest, size, setIndex), latest.current.data, place.current);
    listenToClicks(plot.current, latest);
    const observer = new ResizeObserver(() => plot.current.setSize({ width: place.current.clientWidth, height }));
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      plot.current.destroy();
    };
  }, [theme, shape, height]);

  useEffect(() => {
    const draw = () => document.hidden || plot.current.setData(latest.current.data);
    draw();
    document.addEventListener("visibilitychange", draw);
    return () => document.removeEventListener("visibilitychange", draw);
  }, [data, props.shades, props.moments, props.limit, props.range?.[0], props.range?.[1]]);

  const onKeyDown = (event) => {
    const times = plot.current.data[0];
    const stride = event.shiftKey ? 10 : 1;
    const now = index ?? times.length - 1;
    const target = { ArrowLeft: now - stride, ArrowRight: now + stride, Home: 0, End: times.length - 1 }[event.key];
    if (target !== undefined) {
      const at = Math.max(0, Math.min(times.length - 1, target));
      plot.current.setCursor({ left: plot.current.valToPos(times[at], "x"), top: 1 });
      event.preventDefault();
    } else if ((event.key === "Enter" || event.key === " ") && index !== null) {
      onMoment?.(times[index]);
      event.preventDefault();
    }
  };

  const words = index !== null && data[0].length > index && describe ? describe(index) : summary;
  const interactive = Boolean(onMoment);
  return html`<figure class="chart">
    <div ref=${place} class="plot" role=${interactive ? "group" : "img"} aria-label=${interactive ? `${label}. Arrow keys move, Enter picks a moment.` : `${label}. ${summary}`}
      tabindex=${interactive ? 0 : undefined} onKeyDown=${interactive ? onKeyDown : undefined} />
    <figcaption class="plot-caption" aria-live=${interactive && index !== null ? "polite" : undefined}>${words}</figcaption>
  </figure>`;
}

/** Columns of rows; a row of nothing wherever one row is further from the next than it reaches. */
export function columnsOf(rows, timeOf, reachOf, ...values) {
  const columns = [[], ...values.map(() => [])];
  rows.forEach((row, at) => {
    const before = rows[at - 1];
    if (before && timeOf(row) - timeOf(before) > 3 * Math.max(reachOf(row), reachOf(before))) {
      columns[0].push(timeOf(before) + reachOf(before));
      values.forEach((value, column) => columns[column + 1].push(null));
    }
    columns[0].push(timeOf(row));
    values.forEach((value, column) => columns[column + 1].push(value(row)));
  });
  return columns;
}
