// Findings: the verdict, what it rests on, who is behind it, and what to do.
import { html } from "./vendor/preact.js";
import { capital, classOf, confidenceOf, sentence, useDiagnosis } from "./diagnosis.js";
import { FindingCard } from "./finding-card.js";
import { count, fullMoment, length, moment, plural } from "./format.js";
import { Banner, Failed, State, Waiting } from "./parts.js";
import { Steps } from "./steps.js";
import { Suspects } from "./suspects.js";
import { Visible } from "./visible.js";

// A very large table is looked at once in some minutes.
const OLD_MILLIS = 300_000;

export function Findings({ live, namespace }) {
  const { answer, error, again } = useDiagnosis(namespace);
  const diagnosis = answer?.diagnosis;
  return html`<div class="stack">
    <div class="row spread"><h1>Findings</h1>${diagnosis && html`<p class="soft small">Looked at <time datetime=${new Date(diagnosis.time).toISOString()} title=${fullMoment(diagnosis.time)}>${moment(diagnosis.time)}</time>, renewed by itself</p>`}</div>
    ${error && html`<section class="card"><${Failed} what="the diagnosis" error=${error} again=${again} /></section>`}
    ${!answer && !error && html`<section class="card"><${Waiting} what="the diagnosis" /></section>`}
    ${answer && !diagnosis && html`<${NotYet} />`}
    ${diagnosis && live.reading && live.reading.time - diagnosis.time > OLD_MILLIS &&
    html`<${Banner} look="is-unknown" title="An old diagnosis">It is ${length(live.reading.time - diagnosis.time)} old, and no newer one has come: what is shown may have changed.<//>`}
    ${diagnosis && html`<${Diagnosis} diagnosis=${diagnosis} steps=${answer.steps} signs=${answer.signs} reading=${live.reading} />`}
  </div>`;
}

const NotYet = () => html`<section class="card"><div class="empty">
  <p><${State} look="is-unknown">Not diagnosed yet<//></p>
  <p>The first diagnosis comes some seconds after the watch has read all sessions. Where it may only count them, there is none:
    the view System says why.</p>
</div></section>`;

function Diagnosis({ diagnosis, steps, signs, reading }) {
  const { findings, attribution, blind } = diagnosis;
  const hasWho = attribution.sessions > 0 || attribution.suspects.length > 0;
  return html`
    <${Verdict} diagnosis=${diagnosis} signs=${signs} reading=${reading} />
    ${(findings.length > 0 || steps.length > 0) &&
    html`<div class=${steps.length > 0 ? "findings-columns" : "stack"}>
      <div class="stack">
        <h2 class="unseen">What was found</h2>
        ${findings.map((finding) => html`<${FindingCard} key=${`${finding.id} ${finding.subject}`} finding=${finding} />`)}
      </div>
      ${steps.length > 0 && html`<${Steps} steps=${steps} netns=${diagnosis.netns} />`}
    </div>`}
    ${hasWho && html`<${Suspects} attribution=${attribution} />`}
    ${blind.length > 0 && html`<${Blind} blind=${blind} />`}`;
}

/** What a diagnosis comes to, in a word and a sentence. */
function verdictOf({ findings, ...diagnosis }, signs, reading) {
  if (diagnosis.class !== "unknown") return { ...classOf(diagnosis.class), confidence: confidenceOf(diagnosis.confidence) };
  if (findings.length > 0) return { ...classOf("unknown"), text: "There are signs, but not enough for a verdict." };
  if (reading && reading.verdict !== "fine") {
    return { ...classOf("unknown"), text: `The count is high, and none of the ${signs} known signs explains it. Look at Sessions, grouped by remote and port.` };
  }
  return { word: "Nothing unusual", look: "is-fine", text: `${plural(diagnosis.sessions, "session")} were looked at for ${signs} known signs: ${LOOKED_FOR}. None is there${diagnosis.blind.length > 0 ? ", as far as can be seen" : ""}.` };
}

const LOOKED_FOR =
  "scans, log-in guessing, mail bursts, floods, command channels and miners on this host, attacks on it, and settings that pile sessions up";

function Verdict({ diagnosis, signs, reading }) {
  const { reasons, considered, sessions, attackedSessions } = diagnosis;
  const { word, look, confidence, text } = verdictOf(diagnosis, signs, reading);
  return html`<section class="card diagnosis" aria-labelledby="verdict-title">
    <div>
      <h2 id="verdict-title"><${State} look=${look}>${word}<//></h2>
      <p class="unseen" role="status">${word}</p>
      ${confidence && html`<p class="confidence">${confidence}</p>`}
      ${text && html`<p class="sentence">${text}</p>`}
      ${reasons.length > 0 && html`<ol class="reasons" aria-label="The strongest facts">${reasons.map((reason) => html`<li key=${reason}><${Visible} text=${capital(sentence(reason))} /></li>`)}</ol>`}
      ${confidence && html`<p class="small soft">${plural(sessions, "session")} were looked at for ${count(signs)} known signs.${attackedSessions > 0 ? ` An attack on this host explains ${count(attackedSessions)} of them: those are not its fault.` : ""}</p>`}
    </div>
    ${considered.length > 0 &&
    html`<div>
      <h3>Considered and ruled out</h3>
      <dl class="twins">${considered.map(
        ({ class: name, reason }) => html`<div key=${name}><dt>Not ${name}</dt><dd><${Visible} text=${capital(sentence(reason))} /></dd></div>`,
      )}</dl>
    </div>`}
  </section>`;
}

const Blind = ({ blind }) => html`<section class="card" aria-labelledby="blind-title">
  <header><h2 id="blind-title">What cannot be seen</h2></header>
  <ul class="plain-list">${blind.map((spot) => html`<li key=${spot}><${Visible} text=${capital(sentence(spot))} /></li>`)}</ul>
</section>`;
