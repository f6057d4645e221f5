// The charts of the view Now: the last hour's count, what it consists of, new and ended sessions.
import { html, useMemo, useState } from "./vendor/preact.js";
import { Chart, columnsOf } from "./chart.js";
import { clock, clockLength, count, minute, percent, rate, zone } from "./format.js";
import { Swatch, seriesFill } from "./ink.js";
import { TRAITS, seriesOf } from "./mix.js";
import { Choices, Failed, NoBreakdown, TableFrame } from "./parts.js";
import { href } from "./route.js";
import { colour } from "./theme.js";

const HOUR = 3_600_000;
const SHORTEST = 5 * 60_000;

/** The history's points and the readings heard since, as rows of one kind. */
function useRows(live, series) {
  return useMemo(() => {
    const rows = (series.answer?.points ?? []).map(([time, span, least, mean, most, created, destroyed]) => ({
      time,
      reach: Math.max(span, live.reading.intervalMillis),
      most,
      mean,
      created: (1000 * created) / Math.max(span, live.reading.intervalMillis),
      destroyed: (1000 * destroyed) / Math.max(span, live.reading.intervalMillis),
    }));
    const last = rows.at(-1);
    for (const reading of live.readings) {
      if (last && reading.time <= last.time) continue;
      rows.push({
        time: reading.time,
        reach: reading.intervalMillis,
        most: reading.count,
        mean: reading.count,
        created: reading.createdPerSecond,
        destroyed: reading.destroyedPerSecond,
      });
    }
    const begin = live.reading.time - HOUR;
    return rows.filter(({ time }) => time >= begin);
  }, [series.answer, live.readings]);
}

const countPlan = () => ({
  series: [{}, { stroke: colour("water"), width: 2, fill: colour("water").replace("rgb(", "rgba(").replace(")", ", 0.14)"), points: { show: false } }],
});

export function HourChart({ live, series }) {
  const rows = useRows(live, series);
  const { limit, time, windowMillis } = live.reading;
  const data = useMemo(() => columnsOf(rows, (row) => row.time, (row) => row.reach, (row) => row.most), [rows]);
  const counts = rows.map((row) => row.most);
  const over = rows.reduce((sum, row) => sum + (row.most > limit ? row.reach : 0), 0);
  const summary = rows.length === 0
    ? "No count yet."
    : `From ${count(Math.min(...counts))} to ${count(Math.max(...counts))}, now ${count(counts.at(-1))}; ` +
      (over > 0 ? `over the limit of ${count(limit)} for ${clockLength(over)} in this hour (hatched).` : `never over the limit of ${count(limit)} in this hour.`);
  const describe = (at) => {
    const value = data[1][at];
    return value === null
      ? `${clock(data[0][at])}: not seen`
      : `${clock(data[0][at])}: ${count(value)}, ${percent(value, limit)} of the limit`;
  };
  return html`<section class="card" aria-labelledby="hour-title">
    <header><h2 id="hour-title">The last hour</h2><span class="soft small">${live.reading.measure}, times in ${zone}</span></header>
    ${series.error && html`<${Failed} what="the past hour" error=${series.error} again=${series.again} />`}
    <${Chart} label="Count over the last hour" summary=${summary} describe=${describe} plan=${countPlan} shape="hour"
      data=${data} range=${seenRange(rows, time)} limit=${limit} over=${1} height=${260} />
  </section>`;
}

/** The last hour, or since the watch began where that is less: a line at the edge of an empty chart tells nothing. */
const seenRange = (rows, time) => {
  const first = rows.length > 0 ? rows[0].time : time;
  return [Math.max(time - HOUR, Math.min(first, time - SHORTEST)), time];
};

const ratePlan = () => ({
  series: [
    {},
    { stroke: colour("series-1"), width: 2, points: { show: false } },
    { stroke: colour("series-6"), width: 2, dash: [6, 4], points: { show: false } },
  ],
});

export function RateChart({ live, series }) {
  const rows = useRows(live, series);
  const { createdPerSecond, destroyedPerSecond, time } = live.reading;
  const data = useMemo(
    () => columnsOf(rows, (row) => row.time, (row) => row.reach, (row) => row.created, (row) => row.destroyed),
    [rows],
  );
  const most = Math.max(0, ...rows.map((row) => row.created));
  const summary = `At most ${rate(most)} new a second in this hour; now ${rate(createdPerSecond)} new and ${rate(destroyedPerSecond)} ended a second.`;
  const describe = (at) =>
    data[1][at] === null ? `${clock(data[0][at])}: not seen` : `${clock(data[0][at])}: ${rate(data[1][at])} new, ${rate(data[2][at])} ended a second`;
  return html`<section class="card" aria-labelledby="rate-title">
    <header><h2 id="rate-title">New and ended</h2><span class="soft small">sessions a second</span></header>
    <div class="rates">
      <p><${LineSign} dashed=${false} />new <b>${rate(createdPerSecond)}</b> a second</p>
      <p><${LineSign} dashed=${true} />ended <b>${rate(destroyedPerSecond)}</b> a second</p>
    </div>
    <${Chart} label="New and ended sessions a second over the last hour" summary=${summary} describe=${describe} plan=${ratePlan}
      shape="rate" data=${data} range=${seenRange(rows, time)} format=${rate} />
  </section>`;
}

const LineSign = ({ dashed }) => html`<svg class=${"line-sign" + (dashed ? " dashed" : "")} viewBox="0 0 24 8" aria-hidden="true"><path d="M0 4h24" /></svg>`;

/** Stacked: each column holds the sum of its series and those below it, the largest sum drawn first. */
function stacked(series) {
  const heights = series[0].values.map(() => 0);
  return series.map(({ values }) => values.map((value, at) => (heights[at] += value))).reverse();
}

const largestFirst = (series) => [...series].sort((a, b) => b.values.at(-1) - a.values.at(-1));

export function MixChart({ live, mixes }) {
  const [trait, setTrait] = useState("state");
  const compositions = useMemo(() => {
    const heard = live.compositions;
    const past = (mixes.answer?.compositions ?? []).filter(({ time }) => heard.length === 0 || time < heard[0].time);
    const all = [...past, ...heard];
    return all.filter(({ time }) => time >= all.at(-1).time - HOUR);
  }, [live.compositions, mixes.answer]);
  const series = useMemo(() => seriesOf(compositions, trait), [compositions, trait]);
  return html`<section class="card" aria-labelledby="mix-title">
    <header>
      <h2 id="mix-title">What it consists of</h2>
      <${Choices} label="Group by" options=${TRAITS} value=${trait} onChange=${setTrait} />
    </header>
    ${mixes.error && html`<${Failed} what="the past hour" error=${mixes.error} again=${mixes.again} />`}
    ${series.length === 0
      ? html`<${NoBreakdown} reading=${live.reading} />`
      : html`<${MixPicture} series=${series} compositions=${compositions} trait=${trait} /><${MixTable} series=${largestFirst(series)} total=${compositions.at(-1).sessions} />`}
  </section>`;
}

function MixPicture({ series, compositions, trait }) {
  const order = [...series].reverse();
  const plan = () => ({
    series: [
      {},
      ...order.map(({ index }) => ({
        stroke: colour(`series-${index + 1}`),
        width: 1,
        fill: (plot) => seriesFill(plot.ctx, index),
        points: { show: false },
      })),
    ],
  });
  const data = useMemo(() => [compositions.map(({ time }) => time), ...stacked(series)], [series]);
  const now = compositions.at(-1);
  const summary = `At ${minute(now.time)}: ${largestFirst(series).slice(0, 3).map(({ name, values }) => `${name} ${percent(values.at(-1), now.sessions)}`).join(", ")} of ${count(now.sessions)}.`;
  const describe = (at) => `${minute(data[0][at])}: ${series.map(({ name, values }) => `${name} ${count(values[at])}`).join(", ")}`;
  const range = compositions.length > 1 ? [data[0][0], now.time] : [now.time - 60_000, now.time + 60_000];
  return html`<${Chart} label=${`Sessions by ${trait}, stacked, over the last hour`} summary=${summary} describe=${describe} plan=${plan}
    shape=${`${trait} ${order.map(({ index }) => index).join()}`} data=${data} range=${range} height=${200} />`;
}

const MixTable = ({ series, total }) => html`<${TableFrame} label="The mix now"><table aria-label="The mix now">
  <thead><tr><th scope="col">Kind</th><th scope="col" class="number">Sessions</th><th scope="col" class="number">Share</th></tr></thead>
  <tbody>${series.map(
    ({ name, index, filter, values }) => html`<tr key=${name}>
      <th scope="row"><${Swatch} index=${index} />${filter ? html`<a href=${href("sessions", { filter })}>${name}</a>` : name}</th>
      <td class="number">${count(values.at(-1))}</td>
      <td class="number">${percent(values.at(-1), total)}</td>
    </tr>`,
  )}</tbody>
</table><//>`;
