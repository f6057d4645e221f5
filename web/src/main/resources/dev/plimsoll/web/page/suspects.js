// Who: the processes behind the findings, and what speaks against them. Their texts are their own choice.
import { html } from "./vendor/preact.js";
import { count, fullMoment, moment, percent, plural } from "./format.js";
import { Share, State } from "./parts.js";
import { Visible, visible } from "./visible.js";

export function Suspects({ attribution: { suspects, sessions, known, gaps } }) {
  return html`<section class="card" aria-labelledby="who-title">
    <header><h2 id="who-title">Who</h2>${sessions > 0 && html`<span class="soft small">the process is known of ${count(known)} of ${plural(sessions, "session")}, ${percent(known, sessions)}</span>`}</header>
    ${sessions > 0 && html`<${Share} part=${known} total=${sessions} />`}
    ${suspects.length === 0 && html`<p class="empty">No process is known to own these sessions.</p>`}
    <div class="processes">${suspects.map((suspect) => html`<${Process} key=${suspect.pid} suspect=${suspect} total=${sessions} />`)}</div>
    ${gaps.length > 0 && html`<h3>Not seen</h3><ul class="plain-list soft">${gaps.map((gap) => html`<li key=${gap}><${Visible} text=${gap} /></li>`)}</ul>`}
  </section>`;
}

function Process({ suspect, total }) {
  const { pid, name, executable, commandLine, user, started, unit, container, sessions, signs } = suspect;
  return html`<article class="process" aria-label=${`Process ${visible(name)}, pid ${pid}`}>
    <h3 class="row spread"><span><${Visible} text=${name} /> <span class="soft">pid ${pid}</span></span>
      <span class="small soft">${plural(sessions, "session")}, ${percent(sessions, total)}</span></h3>
    ${signs.length > 0
      ? html`<ul class="signs">${signs.map(({ id, words }) => html`<li key=${id}><${State} look="is-sustained">${words}<//></li>`)}</ul>`
      : html`<p><${State} look="is-fine">nothing speaks against it<//></p>`}
    <dl class="facts small">
      <dt>User</dt><dd><${Visible} text=${user} /></dd>
      <dt>Program</dt><dd class="mono">${executable ? html`<${Visible} text=${executable} />` : "may not be read"}</dd>
      <dt>Command line</dt><dd class="mono">${commandLine.length > 0 ? html`<${Visible} text=${commandLine.join(" ")} />` : "may not be read"}</dd>
      ${unit !== null && html`<dt>Unit</dt><dd class="mono"><${Visible} text=${unit} /></dd>`}
      ${container !== null && html`<dt>Container</dt><dd><${Visible} text=${container} /></dd>`}
      <dt>Started</dt><dd>${started === null ? "not known" : html`<time datetime=${new Date(started).toISOString()} title=${fullMoment(started)}>${moment(started)}</time>`}</dd>
    </dl>
  </article>`;
}
