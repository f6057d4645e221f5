// History: the count over hours to years, times over the limit, and what changed between two moments.
import { html, useEffect, useMemo, useState } from "./vendor/preact.js";
import { useAnswer } from "./api.js";
import { Chart, columnsOf } from "./chart.js";
import { count, length, localInput, moment, plural, zone } from "./format.js";
import { Changes, Moment } from "./moments.js";
import { Choices, Failed, State, TableFrame, Waiting } from "./parts.js";
import { change } from "./route.js";
import { colour } from "./theme.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RANGES = { "1h": HOUR, "6h": 6 * HOUR, "48h": 48 * HOUR, "30d": 30 * DAY, "2y": 730 * DAY };
const CHOICES = [["1h", "1 h"], ["6h", "6 h"], ["48h", "48 h"], ["30d", "30 d"], ["2y", "2 y"]];
const POINTS = 720;
const FIRST_OVERLOADS = 12;
const LEAST_ZOOM_MILLIS = 60_000;

/** From when to when: a zoom stands still, a range ends now and moves on. */
function useSpan({ range = "1h", from, to }) {
  const span = RANGES[range] ?? HOUR;
  const zoomed = from !== undefined && to !== undefined;
  const [round, setRound] = useState(0);
  const now = useMemo(Date.now, [zoomed, span, round]);
  useEffect(() => {
    if (zoomed) return undefined;
    const timer = setInterval(() => document.hidden || setRound((old) => old + 1), Math.max(10_000, span / POINTS));
    return () => clearInterval(timer);
  }, [zoomed, span]);
  return zoomed ? { from: Number(from), to: Number(to), zoomed } : { from: now - span, to: now, zoomed };
}

export function History({ namespace, params, live }) {
  const { a, b } = params;
  const { from, to, zoomed } = useSpan(params);
  const series = useAnswer("series", { netns: namespace, from, to, points: POINTS });
  const overloads = useAnswer("overloads", { netns: namespace, from, to });
  const limit = series.answer?.limit ?? live.reading?.limit;
  const pick = (time) => change(a === undefined || b !== undefined ? { a: time, b: undefined } : { b: time });
  const zoom = (begin, end) => end - begin >= LEAST_ZOOM_MILLIS && change({ from: begin, to: end });

  return html`<div class="stack">
    <div class="row spread">
      <h1>History</h1>
      <div class="row">
        ${zoomed && html`<button type="button" onClick=${() => history.back()}>Back</button>`}
        <${Choices} label="Range" options=${CHOICES} value=${zoomed ? "" : (params.range ?? "1h")} onChange=${(range) => change({ range, from: undefined, to: undefined })} />
      </div>
    </div>
    <section class="card" aria-labelledby="count-title">
      <header><h2 id="count-title">Count</h2><span class="soft small">${moment(from)} to ${zoomed ? moment(to) : "now"}, times in ${zone}</span></header>
      ${series.error
        ? html`<${Failed} what="the history" error=${series.error} again=${series.again} />`
        : !series.answer
          ? html`<${Waiting} what="the history" />`
          : html`<${CountChart} points=${series.answer.points} from=${from} to=${to} limit=${limit} overloads=${overloads.answer?.overloads}
              moments=${{ a, b }} onRange=${zoom} onMoment=${pick} />`}
      <p class="small soft">The line is the mean, the band reaches from the least to the largest count. Drag over the chart to look closer; click a moment for its breakdown, then a second one for what changed.</p>
    </section>
    <${MomentInputs} a=${a} b=${b} />
    ${a !== undefined && b === undefined && html`<${Moment} namespace=${namespace} at=${Number(a)} />`}
    ${a !== undefined && b !== undefined && html`<${Changes} namespace=${namespace} from=${Math.min(a, b)} to=${Math.max(a, b)} />`}
    <${Overloads} overloads=${overloads} />
  </div>`;
}

const bandPlan = () => ({
  series: [
    {},
    { stroke: colour("line-strong"), width: 1, points: { show: false } },
    { stroke: colour("line-strong"), width: 1, points: { show: false } },
    { stroke: colour("water"), width: 2, points: { show: false } },
  ],
  bands: [{ series: [1, 2], fill: colour("water").replace("rgb(", "rgba(").replace(")", ", 0.28)") }],
});

function shadesOf(overloads = [], to) {
  return overloads.flatMap(({ since, sustained, end }) => {
    const last = end ?? to;
    if (sustained === null) return [{ from: since, to: last, kind: "peak" }];
    return [{ from: since, to: sustained, kind: "peak" }, { from: sustained, to: last, kind: "sustained" }];
  });
}

function CountChart({ points, from, to, limit, overloads, moments: { a, b }, onRange, onMoment }) {
  const data = useMemo(() => {
    const spacing = (to - from) / POINTS;
    return columnsOf(points, ([time]) => time, ([, span]) => Math.max(span, spacing, 5000), ([, , , , most]) => most, ([, , least]) => least, ([, , , mean]) => mean);
  }, [points]);
  const shades = useMemo(() => shadesOf(overloads, to), [overloads, to]);
  const moments = useMemo(
    () => [[a, "A"], [b, "B"]].filter(([time]) => time !== undefined).map(([time, letter]) => ({ time: Number(time), letter })),
    [a, b],
  );
  const most = points.reduce((largest, [, , , , value]) => Math.max(largest, value), 0);
  const least = points.reduce((smallest, [, , value]) => Math.min(smallest, value), Infinity);
  const sustained = overloads?.filter((overload) => overload.sustained !== null).length ?? 0;
  const summary = points.length === 0
    ? "Nothing was recorded in this time."
    : `From ${count(least)} to ${count(most)} against a limit of ${count(limit)}; ${overloads?.length > 0 ? `${plural(overloads.length, "time")} over it, ${sustained} sustained` : "never over it"}.`;
  const describe = (at) =>
    data[3][at] === null
      ? `${moment(data[0][at])}: nothing recorded`
      : `${moment(data[0][at])}: mean ${count(data[3][at])}, from ${count(data[2][at])} to ${count(data[1][at])}`;
  return html`<${Chart} label="Count over time" summary=${summary} describe=${describe} plan=${bandPlan} shape="history" height=${320}
    data=${data} range=${[from, to]} limit=${limit} shades=${shades} moments=${moments} onRange=${onRange} onMoment=${onMoment} />`;
}

function MomentInputs({ a, b }) {
  const field = (name, value, word) => html`<label>${word}
    <input type="datetime-local" step="1" value=${value === undefined ? "" : localInput(Number(value))}
      onChange=${(event) => change({ [name]: event.target.value ? new Date(event.target.value).getTime() : undefined })} /></label>`;
  return html`<section class="card moments" aria-label="Moments">
    ${field("a", a, "Moment A")} ${field("b", b, "Moment B, for what changed")}
    <div><button type="button" disabled=${a === undefined && b === undefined} onClick=${() => change({ a: undefined, b: undefined })}>Clear the moments</button></div>
  </section>`;
}

const ENDINGS = {
  cleared: "the count was clear of the limit",
  "within-limit": "within the limit for a full window",
  unobserved: "nobody saw it end",
};

function Overloads({ overloads: { answer, error, again } }) {
  const [whole, setWhole] = useState(false);
  if (error) return html`<section class="card"><${Failed} what="the times over the limit" error=${error} again=${again} /></section>`;
  if (!answer) return html`<section class="card"><${Waiting} what="the times over the limit" /></section>`;
  const all = [...answer.overloads].reverse();
  const rows = whole ? all : all.slice(0, FIRST_OVERLOADS);
  return html`<section class="card" aria-labelledby="overloads-title">
    <header><h2 id="overloads-title">Times over the limit</h2><span class="soft small">${plural(all.length, "time")} in this range, newest first</span></header>
    ${rows.length === 0
      ? html`<p class="empty">The count was never over the limit in this time.</p>`
      : html`<${TableFrame} label="Times over the limit"><table aria-label="Times over the limit">
          <thead><tr><th scope="col">Kind</th><th scope="col">Began</th><th scope="col" class="number">Lasted</th><th scope="col" class="number">Most</th><th scope="col" class="number wide-only">Limit</th><th scope="col" class="wide-only">End</th></tr></thead>
          <tbody>${rows.map((row) => html`<${OverloadRow} key=${row.since} row=${row} />`)}</tbody>
        </table><//>`}
    ${rows.length < all.length && html`<p><button type="button" onClick=${() => setWhole(true)}>Show all ${count(all.length)}</button></p>`}
  </section>`;
}

function OverloadRow({ row: { since, sustained, end, ending, limit, most } }) {
  const last = end ?? Date.now();
  const margin = Math.max(60_000, (last - since) / 2);
  const look = () => change({ from: Math.round(since - margin), to: Math.round(last + margin) });
  return html`<tr>
    <th scope="row">${sustained === null ? html`<${State} look="is-peak">Brief peak<//>` : html`<${State} look="is-sustained">Sustained<//>`}</th>
    <td><button type="button" class="link" title="Look closer" onClick=${look}>${moment(since)}</button></td>
    <td class="number">${length(last - since)}</td>
    <td class="number">${count(most)}</td>
    <td class="number wide-only">${count(limit)}</td>
    <td class="wide-only">${end === null ? "goes on" : (ENDINGS[ending] ?? ending)}</td>
  </tr>`;
}
