// Light or dark: as the system says, until the reader chooses; the choice is remembered.
import { useEffect, useState } from "./vendor/preact.js";

const KEY = "plimsoll-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const stored = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off: then nothing is remembered
  }
};

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  dispatchEvent(new Event("plimsoll-theme"));
}

show(stored());
system.addEventListener("change", () => dispatchEvent(new Event("plimsoll-theme")));

export const theme = () => document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light");

export function toggleTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // not remembered, see above
  }
  show(next);
}

/** The theme shown. */
export function useTheme() {
  const [now, setNow] = useState(theme);
  useEffect(() => {
    const follow = () => setNow(theme());
    addEventListener("plimsoll-theme", follow);
    return () => removeEventListener("plimsoll-theme", follow);
  }, []);
  return now;
}

/** A colour of base.css as the canvas needs it, resolved for the theme shown. */
export function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
