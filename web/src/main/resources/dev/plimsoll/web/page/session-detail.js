// One session: all that is known of it, and following it until it ends.
import { html, useEffect, useState } from "./vendor/preact.js";
import { ask } from "./api.js";
import { address, bytes, clock, count, fullMoment, length } from "./format.js";
import { useClock } from "./live.js";
import { Dialog, State, Waiting } from "./parts.js";

const FOLLOW_MILLIS = 2000;
const FIELDS = ["protocol", "src", "sport", "dst", "dport", "type", "code", "id", "zone"];

/** The text that names a session in the address: its original tuple and zone. */
export function idOf({ proto_num: protocol, orig, zone }) {
  const tuple = {
    protocol,
    zone: orig.zone ?? zone,
    ...orig,
    sport: orig.sport ?? orig.srckey,
    dport: orig.dport ?? orig.dstkey,
  };
  return FIELDS.map((field) => tuple[field] ?? "").join("~");
}

const tupleOf = (id) => Object.fromEntries(id.split("~").map((value, at) => [FIELDS[at], value]));

/** Asks for the session, again and again while it is followed; `ended` is when it was not there. */
function useSession(namespace, id, following) {
  const [state, setState] = useState({});
  useEffect(() => {
    const abort = new AbortController();
    let timer;
    const look = async () => {
      try {
        const session = await ask("session", { netns: namespace, ...tupleOf(id) }, abort.signal);
        setState({ session, seenAt: Date.now() });
        if (following) timer = setTimeout(look, FOLLOW_MILLIS);
      } catch (error) {
        if (error.name === "AbortError") return;
        if (error.status === 404) {
          setState((old) => ({ ...old, ended: Date.now(), error: undefined }));
        } else {
          setState((old) => ({ ...old, error }));
          if (following) timer = setTimeout(look, FOLLOW_MILLIS);
        }
      }
    };
    look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [namespace, id, following]);
  return state;
}

export function SessionDetail({ namespace, id, onClose }) {
  const [following, setFollowing] = useState(false);
  const { session, seenAt, ended, error } = useSession(namespace, id, following);
  const { src, dst } = tupleOf(id);
  return html`<${Dialog} kind="side" title=${`Session ${src} to ${dst}`} onClose=${onClose}>
    <div class="detail">
      <div class="row spread" aria-live="polite">
        ${ended
          ? html`<${State} look="is-unknown">It has ended${seenAt ? `; last seen ${clock(seenAt)}` : ""}<//>`
          : error
            ? html`<${State} look="is-sustained">${error.message}<//>`
            : session
              ? html`<${State} look="is-fine">${following ? "Followed" : `As of ${clock(seenAt)}`}<//>`
              : ""}
        ${!ended && html`<button type="button" aria-pressed=${following ? "true" : "false"} onClick=${() => setFollowing(!following)}>${following ? "Stop following" : "Follow it"}</button>`}
      </div>
      ${session ? html`<${Facts} session=${session} seenAt=${seenAt} />` : !ended && !error && html`<${Waiting} what="the session" />`}
      ${ended && !session && html`<p class="soft">The kernel's table has it no more. Nothing else is kept of a single session.</p>`}
    </div>
  <//>`;
}

function Facts({ session, seenAt }) {
  return html`
    <dl class="facts">
      <dt>Protocol</dt><dd>${session.proto} (${session.proto_num}), ${session.family}</dd>
      ${session.state && html`<dt>State</dt><dd>${session.state}</dd>`}
      <dt>Direction</dt><dd>${session.direction}</dd>
      <dt>Answered</dt><dd>${session.replied ? "yes" : "no"}</dd>
      <dt>Assured</dt><dd>${session.assured ? "yes: kept when the table is full" : "no: may be dropped early"}</dd>
      <dt>NAT</dt><dd>${natWords(session)}</dd>
    </dl>
    <${Direction} title="Original: as the first packet went" tuple=${session.orig} />
    <${Direction} title="Reply: as answers come" tuple=${session.reply} />
    <div><h3>Timers</h3><dl class="facts">
      <dt>Time left</dt><dd><${TimeLeft} session=${session} seenAt=${seenAt} /></dd>
      <dt>Began</dt><dd>${session.start ? `${fullMoment(Date.parse(session.start))}, ${length(1000 * session.age_s)} before the look` : "not told: net.netfilter.nf_conntrack_timestamp is off"}</dd>
      ${session.orig.packets === undefined
        ? html`<dt>Counters</dt><dd>not told: net.netfilter.nf_conntrack_acct is off, or not read yet</dd>`
        : html`<dt>Counters</dt><dd>from the newest full reading of the kernel's table, up to some minutes before the look at ${clock(seenAt)}</dd>`}
    </dl></div>
    <div><h3>The rest</h3><dl class="facts">
      <dt>Status bits</dt><dd>${session.status.join(", ")}</dd>
      <dt>Zone</dt><dd>${session.zone}</dd>
      ${session.mark !== undefined && html`<dt>Mark</dt><dd>${session.mark} (0x${session.mark.toString(16)})</dd>`}
      ${session.id !== undefined && html`<dt>Id</dt><dd>${session.id}</dd>`}
      ${session.helper && html`<dt>Helper</dt><dd>${session.helper}</dd>`}
      ${session.labels && html`<dt>Labels</dt><dd>${session.labels.join(", ")}</dd>`}
      ${session.secctx && html`<dt>Security context</dt><dd>${session.secctx}</dd>`}
      ${session.master && html`<dt>Expected by</dt><dd>${session.master.proto} ${address(session.master.src, session.master.sport)} to ${address(session.master.dst, session.master.dport)}</dd>`}
    </dl></div>`;
}

function natWords({ nat = [] }) {
  const words = nat.map((end) => (end === "src" ? "the source is translated" : "the destination is translated"));
  return words.length > 0 ? words.join(", ") : "none";
}

function TimeLeft({ session, seenAt }) {
  const now = useClock();
  if (session.timeout_s === undefined) return "not told: a flow table forwards it";
  const left = 1000 * session.timeout_s - Math.max(0, now - seenAt);
  return left > 0 ? `${length(left)}, unless a packet comes` : "run out, unless a packet came";
}

const Direction = ({ title, tuple }) => html`<div><h3>${title}</h3><dl class="facts">
  <dt>From</dt><dd class="mono">${address(tuple.src, tuple.sport)}</dd>
  <dt>To</dt><dd class="mono">${address(tuple.dst, tuple.dport)}</dd>
  ${tuple.type !== undefined && html`<dt>ICMP</dt><dd>type ${tuple.type}, code ${tuple.code}, id ${tuple.id}</dd>`}
  ${tuple.srckey !== undefined && html`<dt>GRE keys</dt><dd>${tuple.srckey}, ${tuple.dstkey}</dd>`}
  ${tuple.packets !== undefined && html`<dt>Traffic</dt><dd>${count(tuple.packets)} packets, ${bytes(tuple.bytes)}</dd>`}
</dl></div>`;
