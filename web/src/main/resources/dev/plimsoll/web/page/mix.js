// What compositions consist of, by one of their traits, ready to be stacked.
import { SERIES } from "./ink.js";

export const TRAITS = [["state", "State"], ["protocol", "Protocol"], ["direction", "Direction"]];

const NAMES = {
  // Only TCP and SCTP have states; what has none goes by its protocol.
  state: ({ protocol, state }) => (state === "-" ? protocol : state),
  protocol: ({ protocol }) => protocol,
  direction: ({ direction }) => direction,
};

const FILTERS = {
  state: (name) => (name === name.toUpperCase() && /[A-Z]/.test(name) ? `state:${name}` : `proto:${name}`),
  protocol: (name) => `proto:${name}`,
  direction: (name) => `direction:${name}`,
};

/** Sessions by name of one composition. */
export function sumsOf(composition, trait) {
  const sums = new Map();
  for (const kind of composition.kinds) {
    const name = NAMES[trait](kind);
    sums.set(name, (sums.get(name) ?? 0) + kind.sessions);
  }
  return sums;
}

/**
 * The names that matter, most sessions first, the rest together as "other"; each with its values over
 * the compositions.
 */
export function seriesOf(compositions, trait) {
  const sums = compositions.map((composition) => sumsOf(composition, trait));
  const totals = new Map();
  for (const one of sums) {
    for (const [name, sessions] of one) totals.set(name, (totals.get(name) ?? 0) + sessions);
  }
  const names = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const shown = names.length > SERIES ? names.slice(0, SERIES - 1) : names;
  const series = shown.map((name, index) => ({
    name,
    index,
    filter: FILTERS[trait](name),
    values: sums.map((one) => one.get(name) ?? 0),
  }));
  if (shown.length < names.length) {
    const rest = names.slice(SERIES - 1);
    series.push({
      name: `${rest.length} others`,
      index: SERIES - 1,
      values: sums.map((one) => rest.reduce((sum, name) => sum + (one.get(name) ?? 0), 0)),
    });
  }
  return series;
}
