// The load line: the count as water in a hull, the limit as the Plimsoll mark, the kernel's ceiling below.
import { html } from "./vendor/preact.js";
import { count, percent } from "./format.js";

const STEPS = [1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

/** Where the scale ends: a step that changes seldom, so that the mark stands still. */
const scaleEnd = (number, limit) => {
  const step = STEPS.find((factor) => number * 1.04 <= factor * limit);
  return step ? step * limit : number * 1.1;
};

export function LoadLine({ reading }) {
  const { count: number, limit, clearBelow } = reading;
  const end = scaleEnd(number, limit);
  const at = (value) => `${(100 * value) / end}%`;
  const words = reading.measure === "sessions" ? "sessions" : "entries";
  return html`<div class="loadline" role="img"
      aria-label=${`${count(number)} ${words}: ${percent(number, limit)} of the limit of ${count(limit)}`}>
    <div class="hull">
      <span class="water" style=${{ width: at(Math.min(number, limit)) }} />
      ${number > limit && html`<span class="over" style=${{ left: at(limit), width: at(number - limit) }} />`}
      <span class="clear" style=${{ left: at(clearBelow) }} />
    </div>
    <svg class="mark" viewBox="0 0 32 94" style=${{ left: at(limit) }} aria-hidden="true">
      <path d="M16 0v94" />
      <circle cx="16" cy="14" r="10" />
    </svg>
    <span class=${"mark-word" + (limit / end > 0.75 ? " at-end" : "")} style=${{ left: at(limit) }}>limit ${count(limit)}</span>
    <span class="scale-word" style=${{ left: 0 }}>0</span>
    <span class="scale-word" style=${{ right: 0 }}>${count(end)}</span>
  </div>`;
}

const CEILING_LOOKS = { free: "is-fine", near: "is-peak", critical: "is-sustained", hit: "is-sustained" };

/** The look of a level of the kernel's ceiling. */
export const ceilingLook = (level) => CEILING_LOOKS[level] ?? "is-unknown";

/** How full the kernel's own table is. */
export function CeilingMeter({ ceiling }) {
  const { entries, maximum, level } = ceiling;
  const fill = maximum > 0 ? Math.min(100, (100 * entries) / maximum) : 0;
  return html`<div class=${"meter" + (level === "free" ? "" : " hot")} aria-hidden="true">
    <span class="fill" style=${{ width: `${fill}%` }} />
    <span class="tick" style=${{ left: "75%" }} />
    <span class="tick" style=${{ left: "90%" }} />
  </div>`;
}
