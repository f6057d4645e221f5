// Now: how deep the server lies, what the verdict is, what it carries.
import { html } from "./vendor/preact.js";
import { useAnswer } from "./api.js";
import { capital, classOf, sentence, useDiagnosis } from "./diagnosis.js";
import { clockLength, count, fullMoment, length, moment, percent, plural, rate } from "./format.js";
import { useClock } from "./live.js";
import { CeilingMeter, LoadLine, ceilingLook } from "./loadline.js";
import { HourChart, MixChart, RateChart } from "./now-charts.js";
import { Failed, NoBreakdown, Ranking, State, Verdict, Waiting } from "./parts.js";
import { href } from "./route.js";
import { Visible } from "./visible.js";

const HOUR = 3_600_000;
const RANKS = 8;

export function Now({ live, namespace }) {
  const { reading, composition } = live;
  const begin = live.begun;
  const before = begin === undefined ? {} : { netns: namespace, from: begin - HOUR, to: begin };
  const series = useAnswer(begin === undefined ? null : "series", { ...before, points: 720 });
  const mixes = useAnswer(begin === undefined ? null : "compositions", { ...before, most: 60 });

  if (!reading) {
    return live.error
      ? html`<section class="card"><${Failed} what="the newest count" error=${live.error} /></section>`
      : html`<section class="card"><${Waiting} what="the first count" /></section>`;
  }
  return html`<div class="stack">
    <h1 class="unseen">Now</h1>
    <${Hero} reading=${reading} heardAt=${live.heardAt} />
    <${Why} namespace=${namespace} />
    <${HourChart} live=${live} series=${series} />
    <div class="columns">
      <${MixChart} live=${live} mixes=${mixes} />
      <${RateChart} live=${live} series=${series} />
    </div>
    <div class="columns">
      <${Remotes} composition=${composition} reading=${reading} />
      <${Ports} composition=${composition} reading=${reading} />
    </div>
  </div>`;
}

function Hero({ reading, heardAt }) {
  const { count: number, limit, ceiling } = reading;
  const word = reading.measure === "sessions" ? "sessions" : "entries";
  const room = limit - number;
  return html`<section class="card hero" aria-labelledby="hero-title">
    <h2 class="unseen" id="hero-title">The load line</h2>
    <div class="hero-head">
      <p class="count"><b>${count(number)}</b> ${word}</p>
      <div>
        <p class="verdict"><${Verdict} reading=${reading} /></p>
        <p class="sentence">${reading.sentence}</p>
      </div>
    </div>
    <${LoadLine} reading=${reading} />
    <div class="hero-facts">
      <div class="fact">
        <h3>${room >= 0 ? "Room up to the limit" : "Over the limit by"}</h3>
        <p><b>${count(Math.abs(room))}</b> ${word}, ${percent(Math.abs(room), limit)} of it</p>
        <p class="small soft">It counts as clear below ${count(reading.clearBelow)} (dotted line)</p>
      </div>
      <${OverTime} reading=${reading} />
      <${Forecast} reading=${reading} heardAt=${heardAt} />
      <div class="fact">
        <h3>The kernel's table</h3>
        <p><b>${percent(ceiling.entries, ceiling.maximum)}</b> full: ${count(ceiling.entries)} of ${count(ceiling.maximum)} entries</p>
        <${CeilingMeter} ceiling=${ceiling} />
        ${ceiling.level === "free"
          ? html`<p class="small soft">Marks: near from 75 %, critical from 90 %</p>`
          : html`<p class="small"><${State} look=${ceilingLook(ceiling.level)}>${ceiling.sentence}<//></p>`}
      </div>
    </div>
    <p class="small soft taken">Taken ${fullMoment(reading.time)}, every ${length(reading.intervalMillis)}</p>
  </section>`;
}

/** The verdict on the cause in a line, where there is one. */
function Why({ namespace }) {
  const { answer } = useDiagnosis(namespace);
  const diagnosis = answer?.diagnosis;
  if (!diagnosis || diagnosis.class === "unknown") return null;
  const { word, look } = classOf(diagnosis.class);
  return html`<section class="card why row" aria-label="Diagnosis">
    <${State} look=${look}>${word}<//>
    <p>${diagnosis.reasons.length > 0 && html`<${Visible} text=${capital(sentence(diagnosis.reasons[0]))} />`} <a href=${href("findings")}>See what was found and what to do</a></p>
  </section>`;
}

function OverTime({ reading }) {
  const { overMillis, overForMillis, windowMillis, gapMillis } = reading;
  const fill = Math.min(100, (100 * overMillis) / overForMillis);
  return html`<div class="fact">
    <h3>Time over the limit in the last ${clockLength(windowMillis)}</h3>
    <p><b>${clockLength(overMillis)}</b> of the ${clockLength(overForMillis)} that make it sustained</p>
    <div class=${"meter" + (overMillis > 0 ? " hot" : "")} aria-hidden="true"><span class="fill" style=${{ width: `${fill}%` }} /></div>
    <p class="small soft">${gapMillis > 0 ? `${clockLength(gapMillis)} of it was not seen` : "All of it was seen"}${reading.recurring ? "; peaks keep coming back" : ""}</p>
  </div>`;
}

function Forecast({ reading, heardAt }) {
  const now = useClock();
  const { verdict, sinceMillis, sustainedInMillis, overNow } = reading;
  if (sustainedInMillis !== null && overNow) {
    const rest = Math.max(0, sustainedInMillis - Math.max(0, now - heardAt));
    return html`<div class="fact">
      <h3>Forecast</h3>
      <p>Sustained in <b>${clockLength(rest)}</b> if it stays over</p>
      <p class="small soft">${sinceMillis === null ? "" : `Over since ${moment(sinceMillis)}`}</p>
    </div>`;
  }
  if (verdict === "sustained") {
    return html`<div class="fact">
      <h3>Sustained for</h3>
      <p><b>${length(reading.time - sinceMillis)}</b></p>
      <p class="small soft">since ${moment(sinceMillis)}${overNow ? "" : "; the newest count is at or below the limit"}</p>
    </div>`;
  }
  return html`<div class="fact">
    <h3>Forecast</h3>
    <p>${overNow ? "Over the limit" : "Not over the limit now"}</p>
  </div>`;
}

function Remotes({ composition, reading }) {
  return html`<section class="card" aria-labelledby="remotes-title">
    <header><h2 id="remotes-title">Top remotes</h2>${composition && html`<span class="soft small">${plural(composition.distinctRemotes, "address", "addresses")} in all, at ${moment(composition.time)}</span>`}</header>
    ${!composition
      ? html`<${NoBreakdown} reading=${reading} />`
      : composition.remotes.length === 0
        ? html`<p class="empty">No sessions with other hosts.</p>`
        : html`<${Ranking} label="Top remotes" head="Remote address" total=${composition.sessions}
            rows=${composition.remotes.slice(0, RANKS).map(({ address, sessions }) => ({ name: address, sessions, link: href("sessions", { filter: `remote:${address}` }) }))} />`}
  </section>`;
}

/** Services of one port in all their states, most sessions first. */
function portsOf(composition) {
  const ports = new Map();
  for (const { protocol, direction, port, sessions } of composition.services) {
    const name = port === null ? `${protocol} ${direction}` : `${port}/${protocol} ${direction}`;
    const row = ports.get(name) ?? { name, sessions: 0 };
    row.sessions += sessions;
    const filter = `proto:${protocol} direction:${direction}` + (port === null ? "" : ` dport:${port}`);
    row.link = href("sessions", { filter });
    ports.set(name, row);
  }
  return [...ports.values()].sort((a, b) => b.sessions - a.sessions).slice(0, RANKS);
}

function Ports({ composition, reading }) {
  return html`<section class="card" aria-labelledby="ports-title">
    <header><h2 id="ports-title">Top ports</h2>${composition && html`<span class="soft small">${plural(composition.sessions, "session")} in all</span>`}</header>
    ${!composition
      ? html`<${NoBreakdown} reading=${reading} />`
      : composition.services.length === 0
        ? html`<p class="empty">No sessions.</p>`
        : html`<${Ranking} label="Top ports" head="Port, protocol, direction" total=${composition.sessions} rows=${portsOf(composition)} />`}
  </section>`;
}
