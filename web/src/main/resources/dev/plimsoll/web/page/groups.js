// Sessions in groups, by one key or more; each group leads to its sessions.
import { html } from "./vendor/preact.js";
import { useAnswer } from "./api.js";
import { count, percent, plural } from "./format.js";
import { Failed, Share, TableFrame, Waiting } from "./parts.js";
import { href } from "./route.js";

export const KEYS = [
  "remote", "remote/net", "remote,dport", "protocol,state,direction", "state", "dport", "lport", "rport",
  "src", "dst", "direction", "status", "family", "zone", "mark",
];

const ROWS = 50;
const PAUSE_MILLIS = 10_000;
const NONE = "-";

// The filter's word for a key and a label of it; undefined where the language has none.
function condition(key, label) {
  if (label === NONE) return undefined;
  const [field] = key.split("/");
  if (field === "protocol") return `proto:${label}`;
  if (field === "status") return { assured: "is:assured", replied: "is:replied -is:assured", unreplied: "is:unreplied" }[label];
  return `${field}:${label}`;
}

const filterOf = (keys, labels, filter) => {
  const conditions = keys.map((key, at) => condition(key, labels[at])).filter(Boolean);
  return [filter && conditions.length > 0 && / or /i.test(filter) ? `(${filter})` : filter, ...conditions].filter(Boolean).join(" ");
};

export function Groups({ namespace, filter, by }) {
  const { answer, error, again } = useAnswer("groups", { netns: namespace, by, filter, rows: ROWS }, () => PAUSE_MILLIS);
  if (error) return html`<section class="card"><${Failed} what="the groups" error=${error} again=${again} /></section>`;
  if (!answer) return html`<section class="card"><${Waiting} what="the groups" /></section>`;
  const { sessions, groups, rows } = answer;
  const keys = by.split(",");
  if (rows.length === 0) return html`<section class="card"><p class="empty">No session matches this filter at present.</p></section>`;
  return html`<section class="card" aria-label="Groups">
    <p><b>${plural(sessions, "session")}</b> in ${plural(groups, "group")}${rows.length < groups ? `; the ${count(rows.length)} largest` : ""}</p>
    <${TableFrame} label="Groups"><table aria-label=${`Sessions by ${by}`}>
      <thead><tr>${keys.map((key) => html`<th scope="col" key=${key}>${key}</th>`)}<th scope="col" class="number">Sessions</th><th scope="col" class="number">Share</th><th><span class="unseen">Bar</span></th></tr></thead>
      <tbody>${rows.map(
        ({ labels, count: number }) => html`<tr key=${labels.join()}>
          ${labels.map((label, at) => (at === 0 ? html`<th scope="row"><a href=${href("sessions", { filter: filterOf(keys, labels, filter) })}>${label}</a></th>` : html`<td>${label}</td>`))}
          <td class="number">${count(number)}</td>
          <td class="number">${percent(number, sessions)}</td>
          <td class="bar"><${Share} part=${number} total=${sessions} /></td>
        </tr>`,
      )}</tbody>
    </table><//>
  </section>`;
}
