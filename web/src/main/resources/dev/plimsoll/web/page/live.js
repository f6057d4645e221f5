// The live stream: the newest reading and composition of one namespace, and how long ago they came.
import { useEffect, useState } from "./vendor/preact.js";
import { ask } from "./api.js";

const RETRY_MILLIS = 3000;
const KEPT_MILLIS = 3_600_000;

/**
 * Follows a namespace. The state has `now` (the answer of /now), `reading`, `composition`, `readings`
 * (those heard, an hour at most), `heardAt` (by this browser's clock), `connected` and `error`.
 */
export function useLive(namespace) {
  const [state, setState] = useState({ connected: false, readings: [] });
  useEffect(() => {
    let source;
    let timer;
    let ended = false;
    setState({ connected: false, readings: [] });

    const hear = (reading) =>
      setState((old) => ({
        ...old,
        reading,
        readings: [...old.readings.filter(({ time }) => reading.time - time < KEPT_MILLIS && time < reading.time), reading],
        heardAt: Date.now(),
        connected: true,
        error: undefined,
      }));

    const open = async () => {
      try {
        const now = await ask("now", { netns: namespace });
        if (ended) return;
        setState((old) => ({ ...old, now, composition: now.composition ?? old.composition, connected: true, error: undefined }));
        if (now.reading) hear(now.reading);
        listen(now.reading?.netns ?? namespace);
      } catch (error) {
        if (ended) return;
        setState((old) => ({ ...old, connected: false, error }));
        if (error.status !== 401) timer = setTimeout(open, RETRY_MILLIS);
      }
    };

    const listen = (name) => {
      source = new EventSource("/api/v1/stream" + (name ? `?netns=${encodeURIComponent(name)}` : ""));
      source.addEventListener("reading", (event) => hear(JSON.parse(event.data)));
      source.addEventListener("composition", (event) => {
        const composition = JSON.parse(event.data);
        setState((old) => ({ ...old, composition }));
      });
      // A refusal closes an EventSource for good; so begin anew, with the state as it is then.
      source.onerror = () => {
        source.close();
        setState((old) => ({ ...old, connected: false }));
        clearTimeout(timer);
        timer = setTimeout(open, RETRY_MILLIS);
      };
    };

    open();
    return () => {
      ended = true;
      source?.close();
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
