// Alerts: what was told, to whom, and what became of it.
import { html } from "./vendor/preact.js";
import { useAnswer } from "./api.js";
import { fullMoment, length, moment, plural } from "./format.js";
import { Command, Failed, State, Waiting } from "./parts.js";

const ROWS = 100;
const PAUSE_MILLIS = 10_000;

const KINDS = {
  sustained: "Sustained overload",
  finding: "Looks compromised",
  "brief-peak": "Brief peak",
  recurring: "Peaks keep coming back",
  "near-ceiling": "Near the kernel's ceiling",
  drops: "The kernel dropped sessions",
  unwatched: "Not watched",
  test: "Test",
};

const PHASES = {
  begins: { word: "Begins", look: "is-sustained" },
  "goes-on": { word: "Goes on", look: "is-peak" },
  over: { word: "Over", look: "is-fine" },
};

const STATES = {
  delivered: { word: "Delivered", look: "is-fine" },
  pending: { word: "On its way", look: "is-peak" },
  failed: { word: "Given up", look: "is-sustained" },
};

/** An alert goes through several channels; here it is one, with all of them. */
function alertsOf(deliveries) {
  const alerts = new Map();
  for (const delivery of deliveries) {
    const alert = alerts.get(delivery.id) ?? { ...delivery, channels: [] };
    alert.channels.push(delivery);
    alerts.set(delivery.id, alert);
  }
  return [...alerts.values()];
}

export function Alerts() {
  const { answer, error, again } = useAnswer("alerts", { rows: ROWS }, () => PAUSE_MILLIS);
  const alerts = answer && alertsOf(answer.alerts);
  return html`<div class="stack">
    <div class="row spread"><h1>Alerts</h1>${alerts?.length > 0 && html`<p class="soft">${plural(alerts.length, "alert")}, newest first</p>`}</div>
    ${error && html`<section class="card"><${Failed} what="the alerts" error=${error} again=${again} /></section>`}
    ${!answer && !error && html`<section class="card"><${Waiting} what="the alerts" /></section>`}
    ${alerts?.length === 0 && html`<${NoAlerts} />`}
    ${alerts?.map((alert) => html`<${Alert} key=${alert.id} alert=${alert} />`)}
  </div>`;
}

function Alert({ alert }) {
  const phase = (alert.kind !== "test" && PHASES[alert.phase]) || { word: KINDS[alert.kind] ?? alert.phase, look: "is-unknown" };
  return html`<article class="card alert" aria-label=${alert.title}>
    <p class="row spread">
      <${State} look=${phase.look}>${phase.word}<//>
      <span class="soft small">${KINDS[alert.kind] ?? alert.kind} · ${alert.netns === "own" ? alert.host : `${alert.netns} on ${alert.host}`} ·
        <time datetime=${new Date(alert.time).toISOString()} title=${fullMoment(alert.time)}> ${moment(alert.time)}</time>${alert.time > alert.since && `, ${length(alert.time - alert.since)} after it began`}</span>
    </p>
    <h2>${alert.title}</h2>
    ${alert.facts.length > 0 && html`<ul>${alert.facts.map((fact) => html`<li>${fact}</li>`)}</ul>`}
    ${alert.whatChanged && html`<p><b>What changed:</b> ${alert.whatChanged}</p>`}
    ${alert.command && html`<${Command} text=${alert.command} />`}
    <ul class="channels" aria-label="Channels">${alert.channels.map(({ channel, state, attempts, outcome }) => {
      const { word, look } = STATES[state] ?? { word: state, look: "is-unknown" };
      return html`<li key=${channel}>
        <b>${channel}</b> <${State} look=${look}>${word}<//> <span class="soft">${plural(attempts, "attempt")}${outcome && `: ${outcome}`}</span>
      </li>`;
    })}</ul>
  </article>`;
}

const NoAlerts = () => html`<section class="card"><div class="empty">
  <p><b>No alert has been sent.</b> Plimsoll speaks up once when an overload becomes sustained, when the kernel's
    table is nearly full or drops sessions, and again when it is over.</p>
  <p>To be told by e-mail, a webhook, Slack, Alertmanager, the system log or a command of yours, name a channel
    in <code>/etc/plimsoll/plimsoll.yaml</code>:</p>
  <pre class="command"><code>${`alerts:
  channels:
    ops:
      type: webhook
      url: https://example.org/hook`}</code></pre>
  <p>Then try it:</p>
  <${Command} text="plimsoll alert test ops" />
</div></section>`;
