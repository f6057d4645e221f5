// Keys of one letter; they can be switched off, since some people's input devices send such by chance.
import { html, useEffect, useState } from "./vendor/preact.js";
import { Dialog } from "./parts.js";
import { go } from "./route.js";
import { toggleTheme } from "./theme.js";

const STORE = "plimsoll-keys";
const FOCUS = "plimsoll-focus-filter";

const allowed = () => {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true; // storage is switched off
  }
};

/** Set while the filter should take the focus as soon as it is shown. */
let wanted = false;

/** Calls `focus` whenever the reader asks for the filter. */
export function useFilterFocus(focus) {
  useEffect(() => {
    const take = () => {
      wanted = false;
      focus();
    };
    if (wanted) take();
    addEventListener(FOCUS, take);
    return () => removeEventListener(FOCUS, take);
  }, []);
}

function toFilter(view) {
  wanted = view !== "sessions";
  if (wanted) go("sessions");
  else dispatchEvent(new Event(FOCUS));
}

/** Listens for the keys; `views` are those that 1 to 6 lead to. */
export function useKeys(views, help) {
  useEffect(() => {
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !allowed()) return;
      if (event.target.closest?.("input, select, textarea, dialog")) return;
      const view = views[Number(event.key) - 1];
      if (event.key === "/") toFilter(location.hash.replace(/^#\/?/, "").split("?")[0]);
      else if (event.key === "?") help();
      else if (event.key === "t") toggleTheme();
      else if (view) go(view);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

const ROWS = [
  ["/", "Go to the filter"],
  ["1 … 6", "Now, Findings, Sessions, History, Alerts, System"],
  ["t", "Light or dark colours"],
  ["?", "This list"],
  ["Esc", "Close what is open"],
  ["Tab, Enter", "Take the completion chosen in the filter"],
  ["← →", "In the chart of the history: move; with Shift by ten"],
  ["Enter", "In the chart of the history: pick the moment"],
];

export function Keys({ onClose }) {
  const [on, setOn] = useState(allowed);
  const choose = (event) => {
    setOn(event.target.checked);
    try {
      localStorage.setItem(STORE, event.target.checked ? "on" : "off");
    } catch {
      // not remembered where storage is switched off
    }
  };
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <table class="keys">
      <thead><tr><th scope="col">Key</th><th scope="col">What it does</th></tr></thead>
      <tbody>${ROWS.map(([key, does]) => html`<tr key=${key}><td><kbd>${key}</kbd></td><td>${does}</td></tr>`)}</tbody>
    </table>
    <p><label class="row"><input type="checkbox" checked=${on} onChange=${choose} /> Keys of one letter are on</label></p>
  <//>`;
}
