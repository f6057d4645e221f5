// Questions to the server.
import { useEffect, useRef, useState } from "./vendor/preact.js";

/** What the server refused, in its own words; `status` 0 means that it could not be reached. */
export class Refusal extends Error {
  constructor(status, message, column) {
    super(message);
    this.status = status;
    this.column = column;
  }
}

const UNREACHABLE =
  "The watch does not answer. It may have been stopped, or the network between is down.";

// What stands between, such as a proxy, may answer something else.
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks /api/v1/…; throws a Refusal. */
export async function ask(path, params = {}, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  let response;
  let text;
  try {
    response = await fetch(`/api/v1/${path}?${query}`, { signal, headers: { Accept: "application/json" } });
    text = await response.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, UNREACHABLE);
  }
  if (response.status === 401) {
    noteLogIn(false);
    dispatchEvent(new Event("plimsoll-login"));
  }
  const body = parsed(text);
  if (!response.ok || body === undefined) {
    throw new Refusal(response.status, body?.error ?? `The watch answered ${response.status}, in words that this page does not know.`, body?.column);
  }
  return body;
}

/**
 * Keeps an answer up to date while the component is shown. The old answer stays until the new one is
 * there. `pause(answer)` gives the milliseconds until the question is put again; without it, it is
 * asked once. Nothing is asked while nobody looks. A path of null asks nothing.
 */
export function useAnswer(path, params, pause) {
  const [state, setState] = useState({ loading: true });
  const [round, setRound] = useState(0);
  const question = path && JSON.stringify([path, params]);
  const pauseNow = useRef(pause);
  pauseNow.current = pause;
  useEffect(() => {
    if (!question) {
      setState({ loading: false });
      return undefined;
    }
    const abort = new AbortController();
    let timer;
    const later = (millis) => {
      timer = setTimeout(() => (document.hidden ? later(1000) : put()), millis);
    };
    const put = async () => {
      try {
        const answer = await ask(path, params, abort.signal);
        setState({ loading: false, answer, question });
        if (pauseNow.current) later(pauseNow.current(answer));
      } catch (error) {
        if (error.name === "AbortError") return;
        setState((old) => ({ ...old, loading: false, error }));
        if (pauseNow.current && error.status !== 400) later(5000);
      }
    };
    setState((old) => ({ ...old, loading: true, error: undefined }));
    put();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [question, round]);
  const fresh = state.question === question;
  return { ...state, fresh, again: () => setRound(round + 1) };
}

const LOGGED_IN = "plimsoll-logged-in";

// The cookie is not for scripts to see, so that this browser logged in is noted beside it.
function noteLogIn(on) {
  try {
    if (on) localStorage.setItem(LOGGED_IN, "yes");
    else localStorage.removeItem(LOGGED_IN);
  } catch {
    // storage is switched off: then no way to log out is shown, and the log-in ends by its age
  }
}

/** Whether there is something to log out of. */
export function isLoggedIn() {
  try {
    return localStorage.getItem(LOGGED_IN) !== null;
  } catch {
    return false;
  }
}

/** Sends the token; resolves to null, or to a sentence that says why not. */
export async function logIn(token) {
  try {
    const response = await fetch("/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ token }),
    });
    if (response.ok) {
      noteLogIn(true);
      return null;
    }
    return parsed(await response.text())?.error ?? `The watch answered ${response.status}.`;
  } catch {
    return UNREACHABLE;
  }
}

export async function logOut() {
  noteLogIn(false);
  await fetch("/logout", { method: "POST" }).catch(() => {});
}
