// System: what the doctor found, what the watch costs, how the history fares.
import { html } from "./vendor/preact.js";
import { bytes, count, fullMoment, length, percent, plural } from "./format.js";
import { useClock } from "./live.js";
import { Command, Failed, State, Waiting } from "./parts.js";

const LEVELS = {
  ok: { word: "All right", look: "is-fine" },
  warning: { word: "Warning", look: "is-peak" },
  problem: { word: "Problem", look: "is-sustained" },
  unknown: { word: "Unknown", look: "is-unknown" },
};

export function System({ system, live }) {
  const { answer, error, again } = system;
  return html`<div class="stack">
    <h1>System</h1>
    ${error && html`<section class="card"><${Failed} what="the system's state" error=${error} again=${again} /></section>`}
    ${!answer && !error && html`<section class="card"><${Waiting} what="the system's state" /></section>`}
    ${answer &&
    html`<${Findings} findings=${answer.findings} />
      <${Cost} cost=${answer.ownCost} started=${answer.started} />
      <div class="columns"><${Kernel} reading=${live.reading} /><${HistoryHealth} history=${answer.history} /></div>`}
  </div>`;
}

function Findings({ findings }) {
  return html`<section class="card" aria-labelledby="findings-title">
    <header><h2 id="findings-title">What the doctor found</h2><span class="soft small">plimsoll doctor</span></header>
    ${findings.length === 0 && html`<p class="empty">Nothing to report: the doctor has not looked yet, or found all in order.</p>`}
    ${findings.map(({ level, subject, summary, meaning, commands }) => {
      const { word, look } = LEVELS[level] ?? LEVELS.unknown;
      return html`<div class="finding" key=${subject + summary}>
        <h3 class="row"><${State} look=${look}>${word}<//> ${subject}</h3>
        <p>${summary}</p>
        ${meaning && html`<p class="soft">${meaning}</p>`}
        ${commands.map((command) => html`<${Command} key=${command} text=${command} />`)}
      </div>`;
    })}
  </section>`;
}

const Number = ({ name, value, note }) => html`<div><dt>${name}</dt><dd><b>${value}</b>${note && html`<span>${note}</span>`}</dd></div>`;

function Cost({ cost, started }) {
  const now = useClock();
  return html`<section class="card" aria-labelledby="cost-title">
    <header><h2 id="cost-title">What the watch costs</h2><span class="soft small">running for ${length(now - started)}, since ${fullMoment(started)}</span></header>
    <dl class="numbers">
      <${Number} name="Processor" value=${`${(100 * cost.cpuShare).toFixed(1)} %`} note=${`of one core over the last minute; ${length(1000 * cost.cpuSeconds)} in all`} />
      <${Number} name="Memory" value=${bytes(cost.residentBytes)} note=${`resident; heap ${bytes(cost.heapBytes)}, tables ${bytes(cost.mirrorBytes)}`} />
      <${Number} name="Samples" value=${count(cost.samples)} note=${`${count(cost.lateSamples)} more than 100 ms late (${percent(cost.lateSamples, cost.samples)}); at most ${count(cost.latestMillis)} ms in the last minute`} />
      <${Number} name="Viewers" value=${count(cost.viewers)} note="open live streams" />
    </dl>
  </section>`;
}

function Kernel({ reading }) {
  const totals = reading?.totals;
  return html`<section class="card" aria-labelledby="kernel-title">
    <header><h2 id="kernel-title">What the kernel told</h2><span class="soft small">since the watch began</span></header>
    ${!totals
      ? html`<${Waiting} what="the counters" />`
      : html`<dl class="numbers">
          <${Number} name="New sessions" value=${count(totals.created)} />
          <${Number} name="Ended sessions" value=${count(totals.destroyed)} />
          <${Number} name="Lost events" value=${plural(totals.overruns, "time")} note="the buffer was too small" />
          <${Number} name="Resynchronised" value=${plural(totals.resyncs, "time")} note="the table was read anew" />
          <${Number} name="Packets dropped" value=${count(totals.drops)} note="table full or memory short" />
          <${Number} name="Dropped early" value=${count(totals.earlyDrops)} note="unassured sessions, to make room" />
          <${Number} name="Not inserted" value=${count(totals.insertFailures)} note="another packet was faster" />
        </dl>`}
  </section>`;
}

function HistoryHealth({ history }) {
  return html`<section class="card" aria-labelledby="health-title">
    <header><h2 id="health-title">History</h2>${history.trouble
      ? html`<${State} look="is-sustained">Cannot be written<//>`
      : html`<${State} look="is-fine">Written<//>`}</header>
    ${history.trouble && html`<p>${history.trouble}</p>`}
    <dl class="facts">
      <dt>Where</dt><dd class="mono">${history.where}</dd>
      <dt>Size</dt><dd>${history.bytes === null ? "not known" : bytes(history.bytes)}</dd>
      <dt>Waiting</dt><dd>${plural(history.waiting, "row")} in memory</dd>
      <dt>Given up</dt><dd>${plural(history.lost, "row")}</dd>
    </dl>
  </section>`;
}
