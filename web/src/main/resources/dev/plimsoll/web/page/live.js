// The live stream: the newest reading and composition of one namespace, and how long ago they came.
import { useEffect, useState } from "./vendor/preact.js";
import { ask } from "./api.js";

const RETRY_MILLIS = 3000;
const KEPT_MILLIS = 3_600_000;
// A browser opens few connections to one server: a tab that nobody sees gives its stream back, and
// asks now and then for its title.
const STREAM_WHILE_HIDDEN_MILLIS = 60_000;
const ASK_WHILE_HIDDEN_MILLIS = 30_000;

const EMPTY = { connected: false, readings: [], compositions: [] };

const recent = (rows, newest) => [...rows.filter(({ time }) => newest.time - time < KEPT_MILLIS && time < newest.time), newest];

function withReading(state, reading) {
  return { ...state, reading, readings: recent(state.readings, reading), heardAt: Date.now(), connected: true, error: undefined };
}

// Of all but the newest only what the chart needs is kept.
function withComposition(state, composition) {
  const { time, sessions, kinds } = composition;
  return { ...state, composition, compositions: recent(state.compositions, { time, sessions, kinds }) };
}

// What is heard from here on goes on without a gap; what was before, the history has.
function begin(state, now) {
  const begun = { ...state, now, begun: now.reading?.time, readings: [], compositions: [], connected: true, error: undefined };
  const heard = now.reading ? withReading(begun, now.reading) : begun;
  return now.composition ? withComposition(heard, now.composition) : heard;
}

/**
 * Follows a namespace. The state has `now` (the answer of /now), `reading`, `composition`, `readings`
 * and `compositions` (those heard since `begun`, an hour at most), `heardAt` (by this browser's clock),
 * `connected` and `error`.
 */
export function useLive(namespace) {
  const [state, setState] = useState(EMPTY);
  useEffect(() => {
    let source;
    let timer;
    let ended = false;
    setState(EMPTY);

    const later = (act, millis) => {
      clearTimeout(timer);
      timer = setTimeout(act, millis);
    };

    const open = async () => {
      try {
        const now = await ask("now", { netns: namespace });
        if (ended) return;
        if (document.hidden && now.reading) {
          setState((old) => withReading({ ...old, now }, now.reading));
          later(open, ASK_WHILE_HIDDEN_MILLIS);
        } else {
          setState((old) => begin(old, now));
          listen();
        }
      } catch (error) {
        if (ended) return;
        setState((old) => ({ ...old, connected: false, error }));
        if (error.status !== 401) later(open, RETRY_MILLIS);
      }
    };

    const close = () => {
      source?.close();
      source = undefined;
    };

    const listen = () => {
      close();
      source = new EventSource("/api/v1/stream" + (namespace ? `?netns=${encodeURIComponent(namespace)}` : ""));
      source.addEventListener("reading", ({ data }) => setState((old) => withReading(old, JSON.parse(data))));
      source.addEventListener("composition", ({ data }) => setState((old) => withComposition(old, JSON.parse(data))));
      // A refusal closes an EventSource for good; so begin anew, with the state as it is then.
      source.onerror = () => {
        close();
        setState((old) => ({ ...old, connected: false }));
        later(open, RETRY_MILLIS);
      };
    };

    const turn = () => {
      if (!document.hidden && source === undefined) {
        later(open, 0);
      } else if (document.hidden && source !== undefined) {
        later(() => (document.hidden ? (close(), open()) : undefined), STREAM_WHILE_HIDDEN_MILLIS);
      }
    };

    document.addEventListener("visibilitychange", turn);
    open();
    return () => {
      ended = true;
      document.removeEventListener("visibilitychange", turn);
      close();
      clearTimeout(timer);
    };
  }, [namespace]);
  return state;
}

/** The time, again each second while somebody looks. */
export function useClock() {
  const [time, setTime] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTime(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return time;
}
