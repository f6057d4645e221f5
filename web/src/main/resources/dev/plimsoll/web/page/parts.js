// Small parts that several views use.
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { percent } from "./format.js";

const VERDICTS = {
  fine: { word: "Fine", look: "is-fine" },
  "brief-peak": { word: "Brief peak", look: "is-peak" },
  sustained: { word: "Sustained overload", look: "is-sustained" },
  unknown: { word: "Unknown", look: "is-unknown" },
};

export const verdictOf = (reading) => VERDICTS[reading?.verdict] ?? VERDICTS.unknown;

// A sign for each look, so that colour never speaks alone.
const SIGNS = {
  "is-fine": html`<circle cx="8" cy="8" r="7" /><path d="M4.5 8.3l2.4 2.4 4.6-5" class="cut" />`,
  "is-peak": html`<path d="M8 1l7.4 13.5H.6z" /><path d="M8 6v4M8 11.7v1" class="cut" />`,
  "is-sustained": html`<path d="M4.9.7h6.2l4.2 4.2v6.2l-4.2 4.2H4.9L.7 11.1V4.9z" /><path d="M8 4v5M8 11v1.2" class="cut" />`,
  "is-unknown": html`<circle cx="8" cy="8" r="7" /><path d="M5.8 6.2c.2-2.9 4.4-2.8 4.4-.2 0 1.6-2.2 1.6-2.2 3.4M8 11v1.2" class="cut" />`,
};

/** A state: sign, word, colour. */
export function State({ look, children }) {
  return html`<span class="state ${look}">
    <svg viewBox="0 0 16 16" aria-hidden="true" class="sign">${SIGNS[look]}</svg><span>${children}</span>
  </span>`;
}

export const Verdict = ({ reading }) => {
  const { word, look } = verdictOf(reading);
  return html`<${State} look=${look}>${word}<//>`;
};

/** A trouble, or a thing to know, over the whole width. */
export const Banner = ({ look, title, children }) => html`
  <div class="banner ${look}" role="status">
    <${State} look=${look}>${title}<//> <span>${children}</span>
  </div>`;

export const Waiting = ({ what }) => html`<p class="empty" role="status">Reading ${what} …</p>`;

/** Stands where a breakdown would, before the first, and while only the kernel's count is known. */
export const NoBreakdown = ({ reading }) =>
  reading.measure === "entries"
    ? html`<p class="empty">What they are is not known: the sessions could not be read so far, only counted.</p>`
    : html`<${Waiting} what="the sessions" />`;

export const Failed = ({ what, error, again }) => html`
  <div class="empty" role="alert">
    <p><${State} look="is-sustained">Could not read ${what}<//></p>
    <p>${error.message}</p>
    ${again && html`<p><button onClick=${again}>Try again</button></p>`}
  </div>`;

/** A part of a whole as a bar; the number beside it says the same. */
export const Share = ({ part, total }) => html`
  <span class="share" aria-hidden="true"><span style=${{ width: `${total > 0 ? Math.min(100, (100 * part) / total) : 0}%` }} /></span>`;

/** Holds a table; one that is too wide scrolls by itself, by the keyboard too. */
export function TableFrame({ label, kind = "", children }) {
  const frame = useRef();
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const measure = () => setScrolls(frame.current.scrollWidth > frame.current.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(frame.current);
    observer.observe(frame.current.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const reach = scrolls ? { tabindex: 0, role: "region", "aria-label": `${label}, scrolls sideways` } : {};
  return html`<div ref=${frame} class=${`table-frame ${kind}`} ...${reach}>${children}</div>`;
}

/** One of several, as buttons. */
export const Choices = ({ label, options, value, onChange }) => html`
  <div class="choices" role="group" aria-label=${label}>
    ${options.map(
      ([key, word]) => html`<button type="button" key=${key} aria-pressed=${key === value ? "true" : "false"} onClick=${() => onChange(key)}>${word}</button>`,
    )}
  </div>`;

/** A command with a button that copies it; a line that begins with # is a remark. */
export function Command({ text }) {
  const [word, setWord] = useState("Copy");
  if (text.startsWith("#")) return html`<p class="soft">${text.replace(/^#\s*/, "")}</p>`;
  const copy = async () => {
    setWord((await copied(text)) ? "Copied" : "Select it by hand");
    setTimeout(() => setWord("Copy"), 2000);
  };
  return html`<div class="row">
    <pre class="command"><code>${text}</code></pre>
    <button type="button" onClick=${copy} aria-label=${`${word}: ${text}`}>${word}</button>
  </div>`;
}

/** Copies a text; false where the browser does not let us. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A modal dialog that closes by Escape, its button, or a click beside it. */
export function Dialog({ title, kind = "", onClose, children }) {
  const dialog = useRef();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before?.focus?.();
  }, []);
  return html`<dialog ref=${dialog} class=${kind} aria-label=${title} onClose=${onClose}
      onClick=${(event) => event.target === dialog.current && onClose()}>
    <header>
      <h2>${title}</h2>
      <button type="button" onClick=${onClose}>Close</button>
    </header>
    ${children}
  </dialog>`;
}

/** Rows with their part of a whole, each a link to its sessions. */
export const Ranking = ({ label, head, rows, total }) => html`
  <${TableFrame} label=${label}><table aria-label=${label}>
    <thead><tr><th scope="col">${head}</th><th scope="col" class="number">Sessions</th><th scope="col" class="number">Share</th><th><span class="unseen">Bar</span></th></tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr key=${row.name}>
        <th scope="row">${row.link ? html`<a href=${row.link}>${row.name}</a>` : row.name}</th>
        <td class="number">${row.sessions.toLocaleString("en")}</td>
        <td class="number">${percent(row.sessions, total)}</td>
        <td class="bar"><${Share} part=${row.sessions} total=${total} /></td>
      </tr>`,
    )}</tbody>
  </table><//>`;
