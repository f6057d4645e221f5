// Sessions: a page of the table that the server filters and sorts, groups, and one session's detail.
import { html, useState } from "./vendor/preact.js";
import { useAnswer } from "./api.js";
import { FilterBox } from "./filter-box.js";
import { address, bytes, count, length, plural } from "./format.js";
import { Groups, KEYS } from "./groups.js";
import { Failed, TableFrame, Waiting, copied } from "./parts.js";
import { change } from "./route.js";
import { SessionDetail, idOf } from "./session-detail.js";

const ROWS = 50;
const FARTHEST = 10_000;

// A filter over a million sessions costs the server a while: it is asked the less often.
const pause = ({ tookMillis }) => Math.max(5000, 40 * tookMillis);

const sum = (session, field) =>
  session.orig[field] === undefined ? undefined : session.orig[field] + (session.reply[field] ?? 0);

const COLUMNS = [
  { key: "protocol", word: "Protocol", text: (session) => session.proto },
  { key: "state", word: "State", text: (session) => session.state ?? (session.replied ? "" : "unreplied") },
  { word: "Direction", text: (session) => session.direction },
  { key: "src", word: "From", look: "end", name: "from", text: ({ orig }) => address(orig.src, orig.sport) },
  { key: "dst", word: "To", look: "end", name: "to", text: ({ orig }) => address(orig.dst, orig.dport) },
  { key: "timeout", word: "Time left", look: "number", name: "left", text: ({ timeout_s: left }) => (left === undefined ? "" : length(1000 * left)) },
  { key: "start", word: "Began", look: "number", name: "began", text: ({ age_s: age }) => (age === undefined ? "" : `${length(1000 * age)} ago`) },
  { key: "packets", word: "Packets", look: "number", name: "packets", text: (session) => (sum(session, "packets") === undefined ? "" : count(sum(session, "packets"))) },
  { key: "bytes", word: "Bytes", look: "number", name: "bytes", text: (session) => (sum(session, "bytes") === undefined ? "" : bytes(sum(session, "bytes"))) },
];

export function Sessions({ namespace, params }) {
  const { filter = "", by, session } = params;
  return html`<div class="stack">
    <div class="row spread">
      <h1>Sessions</h1>
      <div class="row">
        <label class="row"><span>Group by</span>
          <select value=${by ?? ""} onChange=${(event) => change({ by: event.target.value, page: undefined })}>
            <option value="">nothing: a list</option>
            ${KEYS.map((key) => html`<option key=${key} value=${key}>${key.replaceAll(",", ", ")}</option>`)}
          </select></label>
        <${CopyLink} />
      </div>
    </div>
    <section class="card"><${FilterBox} filter=${filter} onFilter=${(text) => change({ filter: text, page: undefined })} /></section>
    ${by ? html`<${Groups} namespace=${namespace} filter=${filter} by=${by} />` : html`<${List} namespace=${namespace} params=${params} />`}
    ${session && html`<${SessionDetail} key=${session} namespace=${namespace} id=${session} onClose=${() => change({ session: undefined }, { replace: true })} />`}
  </div>`;
}

function CopyLink() {
  const [word, setWord] = useState("Copy link");
  const copy = async () => {
    setWord((await copied(location.href)) ? "Copied" : "It is in the address bar");
    setTimeout(() => setWord("Copy link"), 2000);
  };
  return html`<button type="button" onClick=${copy}><span aria-live="polite">${word}</span></button>`;
}

function List({ namespace, params: { filter, sort, page = "1" } }) {
  const number = Math.max(1, parseInt(page, 10) || 1);
  const offset = Math.min(FARTHEST, (number - 1) * ROWS);
  const { answer, error, loading, fresh, again } = useAnswer("sessions", { netns: namespace, filter, sort, offset, rows: ROWS }, pause);
  if (error) return html`<section class="card"><${Failed} what="the sessions" error=${error} again=${again} /></section>`;
  if (!answer) return html`<section class="card"><${Waiting} what="the sessions" /></section>`;
  const { matching, total, tookMillis, sessions } = answer;
  return html`<section class=${loading && !fresh ? "card busy" : "card"} aria-label="Sessions found" aria-busy=${loading && !fresh ? "true" : "false"}>
    <div class="row spread">
      <p><b>${count(matching)}</b> ${filter ? `of ${plural(total, "session")} match` : matching === 1 ? "session" : "sessions"} <span class="soft small">found in ${count(tookMillis)} ms, kept up to date</span></p>
      <${Pages} label="Pages" number=${number} matching=${matching} shown=${sessions.length} />
    </div>
    ${sessions.length === 0 ? html`<${NoSessions} total=${total} number=${number} />` : html`<${Table} sessions=${sessions} sort=${sort} />`}
    ${sessions.length > 20 && html`<div class="row spread"><span /><${Pages} label="Pages, below" number=${number} matching=${matching} shown=${sessions.length} /></div>`}
  </section>`;
}

const NoSessions = ({ total, number }) => html`<div class="empty">
  ${number > 1
    ? html`<p>There are fewer sessions than that by now.</p><p><button type="button" onClick=${() => change({ page: undefined })}>First page</button></p>`
    : total > 0
      ? html`<p>No session matches this filter at present.</p><p><button type="button" onClick=${() => change({ filter: undefined })}>Show all sessions</button></p>`
      : html`<p>The kernel's table is empty. If this host has connections all the same, no rule tracks them: the view System says what to do.</p>`}
</div>`;

function Pages({ label, number, matching, shown }) {
  const offset = (number - 1) * ROWS;
  const more = offset + ROWS < matching && offset + ROWS <= FARTHEST;
  return html`<nav class="row" aria-label=${label}>
    <span class="soft small">${shown > 0 ? `${count(offset + 1)} to ${count(offset + shown)}` : ""}${!more && offset + ROWS < matching ? "; narrow the filter to see more" : ""}</span>
    <button type="button" disabled=${number <= 1} onClick=${() => change({ page: number > 2 ? number - 1 : undefined })}>Previous</button>
    <button type="button" disabled=${!more} onClick=${() => change({ page: number + 1 })}>Next</button>
  </nav>`;
}

// First from the largest down where there are numbers, from the smallest up else; then round.
function nextSort(key, sort, isNumber) {
  const order = isNumber ? [`-${key}`, key, undefined] : [key, `-${key}`, undefined];
  return order[(order.indexOf(sort) + 1) % 3];
}

function Head({ column: { key, word, look }, sort }) {
  const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
  const isNumber = look === "number" ? "number" : "";
  if (!key) return html`<th scope="col">${word}</th>`;
  return html`<th scope="col" class=${isNumber} aria-sort=${direction}>
    <button type="button" onClick=${() => change({ sort: nextSort(key, sort, isNumber), page: undefined })}>${word}<span aria-hidden="true"> ${{ ascending: "▲", descending: "▼" }[direction] ?? ""}</span></button>
  </th>`;
}

function Table({ sessions, sort }) {
  const open = (session) => change({ session: idOf(session) }, { replace: true });
  return html`<${SortOnPhone} sort=${sort} /><${TableFrame} label="Sessions" kind="sessions rows"><table role="table" aria-label="Sessions">
    <thead role="rowgroup"><tr role="row">${COLUMNS.map((column) => html`<${Head} key=${column.word} column=${column} sort=${sort} />`)}<th scope="col"><span class="unseen">Detail</span></th></tr></thead>
    <tbody role="rowgroup">${sessions.map(
      (session) => html`<tr role="row" key=${idOf(session)} onClick=${() => open(session)}>
        ${COLUMNS.map(({ word, look, name, text }) => html`<td role="cell" key=${word} class=${look} data-name=${name}>${text(session)}</td>`)}
        <td role="cell" class="opens"><button type="button" class="link" aria-label=${`Detail of ${session.proto} from ${session.orig.src} to ${session.orig.dst}`} onClick=${(event) => { event.stopPropagation(); open(session); }}>Detail</button></td>
      </tr>`,
    )}</tbody>
  </table><//>`;
}

// On a phone the heads of the columns are not shown.
const SortOnPhone = ({ sort }) => html`<label class="sort-phone row"><span>Sort by</span>
  <select value=${sort ?? ""} onChange=${(event) => change({ sort: event.target.value, page: undefined })}>
    <option value="">the table's order</option>
    ${COLUMNS.filter(({ key }) => key).flatMap(({ key, word }) => [html`<option value=${key}>${word}, up</option>`, html`<option value=${`-${key}`}>${word}, down</option>`])}
  </select></label>`;
