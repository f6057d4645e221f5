// What a moment of the past consisted of, and what changed between two.
import { html, useMemo } from "./vendor/preact.js";
import { useAnswer } from "./api.js";
import { count, fullMoment, moment, plural, signed } from "./format.js";
import { Failed, Ranking, TableFrame, Waiting } from "./parts.js";
import { href } from "./route.js";

const MINUTE = 60_000;
const ROWS = 8;

const kindWords = ({ protocol, state, direction }) => [protocol, state === "-" ? "" : state, direction].filter(Boolean).join(" ");
const kindFilter = ({ protocol, state, direction }) =>
  [`proto:${protocol}`, state === "-" ? "" : `state:${state}`, `direction:${direction}`].filter(Boolean).join(" ");

const rowOf = (name, sessions, filter) => ({ name, sessions, link: href("sessions", { filter }) });

const LINKS = "The links show the sessions that are there now.";

/** The breakdown nearest to a moment. */
export function Moment({ namespace, at }) {
  // History keeps one about every minute, fewer when the table is very large.
  const { answer, error, again } = useAnswer("compositions", { netns: namespace, from: at - 15 * MINUTE, to: at + 15 * MINUTE, most: 60 });
  const nearest = useMemo(
    () => answer?.compositions.reduce((best, one) => (!best || Math.abs(one.time - at) < Math.abs(best.time - at) ? one : best), null),
    [answer, at],
  );
  return html`<section class="card" aria-labelledby="moment-title">
    <header><h2 id="moment-title">At moment A</h2>${nearest && html`<span class="soft small">${plural(nearest.sessions, "session")} with ${plural(nearest.distinctRemotes, "remote")}, ${fullMoment(nearest.time)}</span>`}</header>
    ${error
      ? html`<${Failed} what="the breakdown" error=${error} again=${again} />`
      : !answer
        ? html`<${Waiting} what="the breakdown" />`
        : nearest
          ? html`<${Breakdown} composition=${nearest} />`
          : html`<p class="empty">No breakdown is kept within 15 minutes of ${moment(at)}. They are made about once a minute while the watch runs.</p>`}
  </section>`;
}

function Breakdown({ composition: { kinds, services, remotes, sessions } }) {
  return html`<div class="columns">
    <${Ranking} label="Kinds at moment A" head="Kind" total=${sessions}
      rows=${kinds.slice(0, ROWS).map((kind) => rowOf(kindWords(kind), kind.sessions, kindFilter(kind)))} />
    <${Ranking} label="Services at moment A" head="Service" total=${sessions}
      rows=${services.filter(({ port }) => port !== null).slice(0, ROWS).map((service) =>
        rowOf(`${kindWords(service)} to port ${service.port}`, service.sessions, `${kindFilter(service)} dport:${service.port}`))} />
    <${Ranking} label="Remotes at moment A" head="Remote address" total=${sessions}
      rows=${remotes.slice(0, ROWS).map(({ address, sessions: number }) => rowOf(address, number, `remote:${address}`))} />
  </div><p class="small soft">${LINKS}</p>`;
}

/** What changed between two moments, in words and as a table. */
export function Changes({ namespace, from, to }) {
  const { answer, error, again } = useAnswer("changes", { netns: namespace, from, to });
  return html`<section class="card" aria-labelledby="changes-title">
    <header><h2 id="changes-title">What changed</h2>${answer && html`<span class="soft small">${moment(answer.from)} to ${moment(answer.to)}, the nearest breakdowns</span>`}</header>
    ${error ? html`<${Failed} what="what changed" error=${error} again=${again} />` : !answer ? html`<${Waiting} what="what changed" />` : html`<${Change} answer=${answer} />`}
  </section>`;
}

// The server's clock may be in another zone: the time is written here, and what follows taken over.
function inWords({ sentence, difference, from }) {
  const rest = sentence.indexOf(": ");
  const sessions = Math.abs(difference) === 1 ? "session" : "sessions";
  return `${signed(difference)} ${sessions} since ${moment(from)}${rest < 0 ? "." : sentence.slice(rest)}`;
}

function Change({ answer }) {
  const { groups, remotes } = answer;
  const rows = [...groups, ...remotes];
  return html`<p class="lead">${inWords(answer)}</p>
    ${rows.length > 0 &&
    html`<${TableFrame} label="What changed"><table aria-label="What changed">
      <thead><tr><th scope="col">Group</th><th scope="col" class="number">Change</th><th scope="col" class="number">At the later</th><th scope="col" class="number">Remotes</th></tr></thead>
      <tbody>${rows.map(
        ({ words, filter, difference, now, remotes: number }) => html`<tr key=${words}>
          <th scope="row"><a href=${href("sessions", { filter })}>${words}</a></th>
          <td class="number difference">${signed(difference)}</td>
          <td class="number">${count(now)}</td>
          <td class="number">${number > 0 ? count(number) : ""}</td>
        </tr>`,
      )}</tbody>
    </table><//>
    <p class="small soft">${remotes.length > 0 ? "Single remotes are parts of the groups above them. " : ""}${LINKS}</p>`}`;
}
