// What to do, in order: commands to copy, what each step changes, how to take it back.
import { html } from "./vendor/preact.js";
import { Command } from "./parts.js";
import { Visible, visible } from "./visible.js";

export const Steps = ({ steps, netns }) => html`<section class="card" aria-labelledby="steps-title">
  <header><h2 id="steps-title">What to do</h2><span class="soft small">in this order</span></header>
  <ol class="steps">${steps.map((step) => html`<li key=${step.id}><${Step} step=${step} netns=${netns} /></li>`)}</ol>
</section>`;

// A name is a word of a shell: what may mean something there is quoted.
const quoted = (name) => (/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`);

function Step({ step: { id, title, reason, commands, changes, undo, appliesItself }, netns }) {
  const where = netns === "own" ? "" : ` --netns ${quoted(netns)}`;
  const itself = `plimsoll diagnose${where} --apply ${id}`;
  const lines = appliesItself && !commands.includes(itself) ? [...commands, "# or let Plimsoll do it:", itself] : commands;
  return html`
    <h3><${Visible} text=${title} /></h3>
    ${reason && html`<p><${Visible} text=${reason} /></p>`}
    ${lines.map((line) => html`<${Command} key=${line} text=${visible(line)} />`)}
    ${(changes || undo) &&
    html`<dl class="facts small">
      ${changes && html`<dt>Changes</dt><dd><${Visible} text=${changes} /></dd>`}
      ${undo && html`<dt>Undo</dt><dd><${Visible} text=${undo} /></dd>`}
    </dl>`}`;
}
