// One finding: what it is, the numbers, its sessions and remotes, and what else it could be.
import { html } from "./vendor/preact.js";
import { capital, classOf, confidenceOf } from "./diagnosis.js";
import { fullMoment, moment, plural } from "./format.js";
import { State } from "./parts.js";
import { href } from "./route.js";
import { Visible } from "./visible.js";

export function FindingCard({ finding }) {
  const { id, title, subject, confidence, since, facts, techniques } = finding;
  const { word, look } = classOf(finding.class);
  return html`<article class="card finding-card" aria-label=${`${capital(title)}, ${subject}`}>
    <h3>${capital(title)} ${subject && html`<span class="subject"><${Visible} text=${subject} /></span>`}</h3>
    <p class="row"><${State} look=${look}>${word}<//> <span>${confidenceOf(confidence)}</span>
      <span class="soft">since <time datetime=${new Date(since).toISOString()} title=${fullMoment(since)}>${moment(since)}</time></span></p>
    <ul class="plain-list">${facts.map(({ name, words }) => html`<li key=${name}><${Visible} text=${words} /></li>`)}</ul>
    <${Sessions} finding=${finding} />
    <${Twins} twins=${finding.twins} />
    <p class="small soft row"><code>${id}</code> ${techniques.map((technique) => html`<${Technique} key=${technique} id=${technique} />`)}</p>
  </article>`;
}

function Sessions({ finding: { filter, sessions, remotes } }) {
  return html`
    ${filter && html`<p><a href=${href("sessions", { filter })}>${sessions > 0 ? `Show the ${plural(sessions, "session")}` : "Show such sessions"}</a>${sessions === 0 && html` <span class="soft">those behind it have ended</span>`}</p>`}
    ${remotes.length > 0 &&
    html`<p class="remotes"><span class="soft">${remotes.length > 1 ? "Most with" : "With"}</span> ${remotes.map(
      (remote) => html`<a key=${remote} class="mono" href=${href("sessions", { filter: `remote:${remote}` })}>${remote}</a> `,
    )}</p>`}`;
}

function Twins({ twins }) {
  if (twins.length === 0) return null;
  return html`<dl class="twins">${twins.map(
    ({ name, ruledOut }) => html`<div key=${name}><dt>${ruledOut === null ? "Could be" : "Not"} <${Visible} text=${name} /></dt>
      <dd>${ruledOut === null ? "that cannot be ruled out" : html`<${Visible} text=${ruledOut} />`}</dd></div>`,
  )}</dl>`;
}

const Technique = ({ id }) =>
  html`<a href=${`https://attack.mitre.org/techniques/${id.replace(".", "/")}/`} rel="noreferrer noopener" target="_blank">ATT&CK ${id}</a>`;
