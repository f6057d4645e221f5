// The Plimsoll mark.
import { html } from "./vendor/preact.js";

export const Mark = () => html`<svg viewBox="0 0 32 32" aria-hidden="true" class="brand-mark">
  <circle cx="16" cy="16" r="9" /><path d="M2 16h28" />
</svg>`;
