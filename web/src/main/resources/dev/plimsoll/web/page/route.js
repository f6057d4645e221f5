// Where the reader is: "#/sessions?filter=…&netns=…". All state worth sharing stands in the address.
import { useEffect, useState } from "./vendor/preact.js";

function parse() {
  const [view, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { view: view || "now", params: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a view; empty parameters are left out, and the namespace goes along. */
export function href(view, params = {}) {
  const query = new URLSearchParams();
  const all = { netns: parse().params.netns, ...params };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  return `#/${view}` + (query.size ? `?${query}` : "");
}

/** Changes parameters of the present view; `replace` leaves no step in the browser's history. */
export function change(params, { replace = false } = {}) {
  const { view, params: present } = parse();
  const target = href(view, { ...present, ...params });
  if (target === location.hash) return;
  if (replace) {
    history.replaceState(null, "", target);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = target;
  }
}

export function go(view, params) {
  location.hash = href(view, params);
}

/** The present view and its parameters. */
export function useRoute() {
  const [route, setRoute] = useState(parse);
  useEffect(() => {
    const follow = () => setRoute(parse());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}
