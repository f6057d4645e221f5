// Texts that a stranger may have chosen, such as a process' name: text only, in one line, and what
// would act unseen (control characters, marks of direction) shown as its number.
import { html } from "./vendor/preact.js";

const UNSEEN = /([\p{C}\p{Zl}\p{Zp}])/u;
const MOST = 300;

const number = (character) => `\\u{${character.codePointAt(0).toString(16)}}`;

// Half of a character may not be left over by the cut.
function short(text) {
  const characters = Array.from(text);
  return characters.length > MOST ? characters.slice(0, MOST - 1).join("") + "…" : text;
}

/** The text with everything seen: for labels, and for what is copied. */
export const visible = (text) => text.split(UNSEEN).map((part) => (UNSEEN.test(part) ? number(part) : part)).join("");

/** The same for the eye: what was not to be seen stands out. */
export const Visible = ({ text }) => html`<bdi class="visible">${short(text)
  .split(UNSEEN)
  .map((part) => (UNSEEN.test(part) ? html`<span class="escape">${number(part)}</span>` : part))}</bdi>`;
