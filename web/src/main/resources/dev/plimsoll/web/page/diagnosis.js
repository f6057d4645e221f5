// The newest diagnosis of a namespace, and the words for it.
import { useAnswer } from "./api.js";
import { percent } from "./format.js";

const PAUSE_MILLIS = 10_000;
const PAUSE_BEFORE_THE_FIRST_MILLIS = 3_000;

const CLASSES = {
  compromised: { word: "Looks compromised", look: "is-sustained" },
  attacked: { word: "Under attack", look: "is-sustained" },
  misconfigured: { word: "Misconfigured", look: "is-peak" },
  busy: { word: "Busy", look: "is-fine" },
  unknown: { word: "Unknown", look: "is-unknown" },
};

export const classOf = (name) => CLASSES[name] ?? CLASSES.unknown;

const CONFIDENCES = [[0.95, "almost certain"], [0.8, "very likely"], [0.6, "likely"], [0.4, "possible"], [0, "a hint"]];

/** Confidence as people say it, with the number behind it. */
export function confidenceOf(value) {
  const [, word] = CONFIDENCES.find(([least]) => value >= least) ?? CONFIDENCES.at(-1);
  return `${word} (${percent(value, 1)})`;
}

/** A sentence from words without its full stop. */
export const sentence = (words) => (/[.…!?]$/.test(words) ? words : `${words}.`);

export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** Looks again every ten seconds. */
export const useDiagnosis = (namespace) =>
  useAnswer(namespace === undefined ? null : "diagnosis", { netns: namespace }, ({ diagnosis }) =>
    diagnosis ? PAUSE_MILLIS : PAUSE_BEFORE_THE_FIRST_MILLIS,
  );
