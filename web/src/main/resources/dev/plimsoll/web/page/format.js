// Numbers, times and amounts as the page writes them: separators, units, the local zone named.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const clockParts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clockFormat = new Intl.DateTimeFormat("en", { ...clockParts, second: "2-digit" });
const minuteFormat = new Intl.DateTimeFormat("en", clockParts);
const dayFormat = new Intl.DateTimeFormat("en", { year: "numeric", month: "short", day: "numeric" });

/** The browser's time zone, by name and offset: "Europe/Paris, GMT+1". */
export const zone = (() => {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offset = new Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" })
    .formatToParts()
    .find((part) => part.type === "timeZoneName").value;
  return name === "UTC" ? "UTC" : `${name}, ${offset}`;
})();

export const count = (number) => whole.format(number);

export const plural = (number, one, many = one + "s") => `${count(number)} ${number === 1 ? one : many}`;

export const signed = (number) => (number > 0 ? "+" : number < 0 ? "−" : "") + count(Math.abs(number));

/** A rate, with a digit behind the point where it is small. */
export const rate = (number) => (number < 10 ? oneDigit : whole).format(number);

export function percent(part, total) {
  if (!(total > 0)) return "0 %";
  const share = (100 * part) / total;
  return (part > 0 && share < 0.5 ? "<1" : whole.format(share)) + " %";
}

/** Bytes by powers of 1000, as the filter's k, M and G. */
export function bytes(number) {
  let rest = Number(number);
  for (const unit of ["B", "kB", "MB", "GB", "TB"]) {
    if (rest < 1000 || unit === "TB") {
      return (rest < 10 && unit !== "B" ? oneDigit : whole).format(rest) + " " + unit;
    }
    rest /= 1000;
  }
}

/** Minutes and seconds, "4:10"; from an hour on "1:04:10". */
export function clockLength(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A length in its largest unit or two: "12 s", "4 min 10 s", "3 h 5 min", "5 d". */
export function length(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [unit, size] = units[first];
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[1]) : 0;
  const head = `${count(Math.floor(seconds / size))} ${unit}`;
  return rest > 0 && Math.floor(seconds / size) < 10 ? `${head} ${rest} ${next[0]}` : head;
}

export const clock = (millis) => clockFormat.format(millis);
export const minute = (millis) => minuteFormat.format(millis);

/** The time, with the day before it when that is not today. */
export function moment(millis) {
  const day = dayFormat.format(millis);
  return day === dayFormat.format(Date.now()) ? clock(millis) : `${day}, ${clock(millis)}`;
}

export const fullMoment = (millis) => `${dayFormat.format(millis)}, ${clock(millis)} (${zone})`;

/** What an input of type datetime-local holds, in the local zone. */
export function localInput(millis) {
  const date = new Date(millis - new Date(millis).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19);
}

export const address = (text, port) =>
  port === undefined ? text : text.includes(":") ? `[${text}]:${port}` : `${text}:${port}`;
