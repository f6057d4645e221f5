// The frame around the views: header, troubles, keys, title.
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { Alerts } from "./alerts.js";
import { isLoggedIn, logOut, useAnswer } from "./api.js";
import { Findings } from "./findings.js";
import { count, length, moment, zone } from "./format.js";
import { History } from "./history.js";
import { Keys, useKeys } from "./keys.js";
import { useClock, useLive } from "./live.js";
import { LogIn } from "./login.js";
import { Mark } from "./mark.js";
import { Now } from "./now.js";
import { Banner, Verdict, verdictOf } from "./parts.js";
import { change, href, useRoute } from "./route.js";
import { Sessions } from "./sessions.js";
import { System } from "./system.js";
import { toggleTheme, useTheme } from "./theme.js";

export const VIEWS = [
  ["now", "Now", Now],
  ["findings", "Findings", Findings],
  ["sessions", "Sessions", Sessions],
  ["history", "History", History],
  ["alerts", "Alerts", Alerts],
  ["system", "System", System],
];

const HISTORY_LOOK_MILLIS = 30_000;

export function App() {
  const [locked, setLocked] = useState(false);
  useEffect(() => {
    const lock = () => setLocked(true);
    addEventListener("plimsoll-login", lock);
    return () => removeEventListener("plimsoll-login", lock);
  }, []);
  return locked ? html`<${LogIn} onDone=${() => setLocked(false)} />` : html`<${Frame} />`;
}

function Frame() {
  const { view, params } = useRoute();
  const live = useLive(params.netns);
  const system = useAnswer("system", {}, () => HISTORY_LOOK_MILLIS);
  const [helping, setHelping] = useState(false);
  useKeys(VIEWS.map(([name]) => name), () => setHelping(true));

  const [name, word, View] = VIEWS.find(([key]) => key === view) ?? [];
  const { reading, now } = live;
  const namespace = params.netns ?? now?.namespaces?.[0];
  const main = useRef();
  useFocusOnChange(main, view);

  useEffect(() => {
    const host = now ? ` · ${now.host}` : "";
    document.title = reading
      ? `${live.connected ? verdictOf(reading).word : "Disconnected"} · ${count(reading.count)} ${reading.measure}${host} · Plimsoll`
      : `Plimsoll${host}`;
  }, [reading, now, live.connected]);

  const skip = (event) => {
    event.preventDefault();
    main.current.focus();
  };
  return html`<div class="frame">
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <${Header} view=${name} now=${now} reading=${reading} onHelp=${() => setHelping(true)} />
    <${Troubles} live=${live} history=${system.answer?.history} />
    <${Announcement} reading=${reading} />
    <main id="main" tabindex="-1" ref=${main} aria-label=${word ?? "Not found"}>
      ${View
        ? html`<${View} key=${namespace} live=${live} namespace=${namespace} params=${params} system=${system} />`
        : html`<section class="card"><h1>There is no such page</h1><p class="empty"><a href=${href("now")}>Go to Now</a></p></section>`}
    </main>
    <footer class="foot">
      <span>Plimsoll ${now?.version ?? ""}</span>
      <span>Times in ${zone}</span>
      <span>Press <kbd>?</kbd> for keys</span>
    </footer>
    ${helping && html`<${Keys} onClose=${() => setHelping(false)} />`}
  </div>`;
}

/** Another view begins at its top, for the keyboard and the screen reader too. */
function useFocusOnChange(main, view) {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (!main.current.contains(document.activeElement)) main.current.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [view]);
}

function Header({ view, now, reading, onHelp }) {
  const theme = useTheme();
  const namespaces = now?.namespaces ?? [];
  const { params } = useRoute();
  const leave = async () => {
    await logOut();
    location.reload();
  };
  return html`<header class="top"><div class="top-in">
    <a class="brand" href=${href("now")}><${Mark} /><span>Plimsoll</span> <span class="host">${now?.host ?? ""}</span></a>
    <nav class="views" aria-label="Views">${VIEWS.map(
      ([name, word]) => html`<a key=${name} href=${href(name)} aria-current=${name === view ? "page" : undefined}>${word}</a>`,
    )}</nav>
    <div class="tools">
      ${reading && view !== "now" && html`<a class="glance" href=${href("now")}><span class="unseen">Now: </span><b>${count(reading.count)}</b> <${Verdict} reading=${reading} /></a>`}
      ${namespaces.length > 1 &&
      html`<label><span class="unseen">Network namespace</span>
        <select value=${params.netns ?? namespaces[0]} onChange=${(event) => change({ netns: event.target.value })}>
          ${namespaces.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
        </select></label>`}
      <button type="button" class="icon plain" onClick=${toggleTheme} aria-label=${theme === "dark" ? "Light colours" : "Dark colours"} ><${ThemeSign} theme=${theme} /></button>
      <button type="button" class="icon plain for-keyboards" onClick=${onHelp} aria-label="Keys" title="Keys">?</button>
      ${isLoggedIn() && html`<button type="button" onClick=${leave}>Log out</button>`}
    </div>
  </div></header>`;
}

const ThemeSign = ({ theme }) => html`<svg viewBox="0 0 16 16" aria-hidden="true" class="sign">
  ${theme === "dark"
    ? html`<circle cx="8" cy="8" r="3.2" /><path class="rays" d="M8 0v2.5M8 13.5V16M0 8h2.5M13.5 8H16M2.3 2.3l1.8 1.8M11.9 11.9l1.8 1.8M2.3 13.7l1.8-1.8M11.9 4.1l1.8-1.8" />`
    : html`<path d="M14 10.2A6.5 6.5 0 0 1 5.8 2 6.5 6.5 0 1 0 14 10.2z" />`}
</svg>`;

/** Tells a screen reader the verdict when it changes, not each count. */
function Announcement({ reading }) {
  const told = useRef({});
  if (reading && told.current.verdict !== reading.verdict) {
    told.current = { verdict: reading.verdict, text: `${verdictOf(reading).word}. ${reading.sentence}` };
  }
  return html`<p class="unseen" aria-live="polite" id="announcement">${told.current.text}</p>`;
}

function Troubles({ live, history }) {
  const time = useClock();
  const { reading, connected, heardAt, error } = live;
  const silent = reading && time - heardAt > 3 * reading.intervalMillis + 2000;
  return html`<div class="banners">
    ${(silent || (reading && !connected)) &&
    html`<${Banner} look="is-unknown" title="Disconnected">Last seen ${length(time - heardAt)} ago, trying again. What is shown is as old. ${error && error.status !== 0 ? error.message : ""}<//>`}
    ${reading?.trouble && html`<${Banner} look="is-sustained" title="The count could not be taken">${reading.trouble} The numbers are those of the count before, ${moment(reading.time)}; nothing is judged meanwhile.<//>`}
    ${reading && !reading.trouble && !reading.synchronised &&
    html`<${Banner} look="is-peak" title="Not synchronised">The kernel's table is being read anew, so sessions and groups may be incomplete for a moment.<//>`}
    ${reading?.measure === "entries" &&
    html`<${Banner} look="is-peak" title="Entries stand in for sessions">The count is the kernel's own, which includes entries that have expired and wait to be collected.<//>`}
    ${history?.trouble && html`<${Banner} look="is-sustained" title="The history cannot be written">${history.trouble} Since ${moment(history.troubleSince)}; ${count(history.waiting)} rows wait in memory, ${count(history.lost)} were given up.<//>`}
  </div>`;
}
